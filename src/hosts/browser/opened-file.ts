import type { Sweep } from "../../sweeps/sweep.ts";
import type { RunId } from "./protocol.ts";

/** What a file says that somebody has opened. */
export type OpenedFile =
  /** With every default. */
  | { readonly kind: "experiment"; readonly experiment: Readonly<Record<string, unknown>> }
  /** With every default; its experiment is complete, as in the first cell. */
  | { readonly kind: "sweep"; readonly sweep: Sweep }
  /** A run that is kept here now. */
  | { readonly kind: "run"; readonly run: RunId }
  /** `message` begins with the place of what is wrong. */
  | { readonly kind: "mistake"; readonly message: string };
