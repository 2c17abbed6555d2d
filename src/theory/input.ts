import type { AnyConfig } from "../config.ts";
import type { RealFacts } from "../distribution.ts";

interface Chosen {
  readonly plugin: { readonly name: string };
  /** Scalars, every default filled in. */
  readonly config: AnyConfig;
}

/** What theory needs to know of an experiment. A resolved experiment is one. */
export interface TheoryInput {
  readonly dataset: Chosen;
  readonly family: Chosen;
  readonly interventions: readonly Chosen[];
  readonly metrics: readonly Chosen[];
  readonly facts: RealFacts;
  readonly samples: number;
  readonly generations: number;
}

/** A curve need not be longer than this: no screen and no reader has as many points. */
const MOST_FITS = 100_000;

/** How many fits a curve should follow: fit n = g + 1 is record g. */
export function fitsOf({ generations }: TheoryInput): number {
  return Math.min(generations, MOST_FITS);
}

/** How the pool of a fit comes about, as far as the closed forms know it. */
export type Workflow =
  /** M samples of the model before, and nothing else. */
  | { readonly kind: "replace" }
  /** `rows` of the M are the same real samples every time, part of those of the first fit. */
  | { readonly kind: "archive"; readonly rows: number }
  /** `rows` of the M are real samples that were never seen before. */
  | { readonly kind: "fresh"; readonly rows: number }
  /** Fit n sees n M samples: M real ones and M of every model so far. */
  | { readonly kind: "accumulate" };

/** Null for a combination that no closed form here describes. */
export function workflowOf({ interventions, samples }: TheoryInput): Workflow | null {
  const workflows = interventions.map(({ plugin, config }): Workflow | null => {
    const rows = Math.round((config["fraction"] as number) * samples);
    switch (plugin.name) {
      case "keep-original":
        return rows === 0 ? { kind: "replace" } : { kind: "archive", rows };
      case "fresh-data":
        return rows === 0 ? { kind: "replace" } : { kind: "fresh", rows };
      case "accumulate":
        return { kind: "accumulate" };
      default:
        return null;
    }
  });
  const effective = workflows.filter((workflow) => workflow?.kind !== "replace");
  if (effective.length === 0) return { kind: "replace" };
  return effective.length === 1 ? effective[0] : null;
}
