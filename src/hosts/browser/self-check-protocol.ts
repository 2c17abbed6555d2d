import type { SelfCheckEntry, SelfCheckStep } from "../../validation/self-check.ts";
import type { Sheet } from "../../validation/sheet.ts";

/** What the page may ask about the lab itself. A self-check ends the run that is under way. */
export type SelfCheckCommand =
  | {
      readonly type: "start";
      /** Names of checks and kernels; null for all. */
      readonly only: readonly string[] | null;
    }
  | { readonly type: "stop" };

/** What the worker says of it. */
export type SelfCheckEvent =
  /** All that there is to run, in its order. */
  | { readonly kind: "planned"; readonly plan: readonly SelfCheckEntry[] }
  | SelfCheckStep
  | {
      readonly kind: "ended";
      readonly sheet: Sheet;
      /** Why it ended before its end; null where it did not, or where somebody stopped it. */
      readonly problem: string | null;
    }
  /** It did not even begin. */
  | { readonly kind: "refused"; readonly problem: string };
