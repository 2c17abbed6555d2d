import type { Settings } from "./config.ts";
import type { AnyKernel } from "./compute/kernel.ts";

/** What datasets, families, interventions and metrics have in common. All are stateless. */
export interface Plugin<Name extends string = string, S extends Settings = Settings> {
  /** As experiment files spell it, in kebab-case. */
  readonly name: Name;
  /** As people read it. */
  readonly title: string;
  /** One sentence for a form or a list. */
  readonly summary: string;
  /** Where the definition comes from: a DOI, or "this project". */
  readonly source: string;
  readonly settings: S;
  /** Every kernel that the plug-in dispatches. */
  readonly kernels: readonly AnyKernel[];
}

/** The four kinds of plug-in, as the keys of an experiment's registries. */
export type PluginKind = "dataset" | "family" | "intervention" | "metric";
