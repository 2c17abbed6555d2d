import type { AnyConfig } from "../config.ts";
import type { RealFacts } from "../distribution.ts";
import { isSchedule } from "../schedule.ts";
import { type Step, drawnIn, isLawful } from "./composed.ts";

interface Chosen {
  readonly plugin: { readonly name: string };
  /** Scalars and schedules, every default filled in. */
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
  /** Samples of the model before, and nothing else: `rows(n)` of them for fit n, M for the first. */
  | { readonly kind: "resized"; readonly rows: (fit: number) => number }
  /** `rows` of the M are the same real samples every time, part of those of the first fit. */
  | { readonly kind: "archive"; readonly rows: number }
  /** `rows` of the M are real samples that were never seen before. */
  | { readonly kind: "fresh"; readonly rows: number }
  /** Fit n sees n M samples: M real ones and M of every model so far. */
  | { readonly kind: "accumulate" }
  /** The same, but the fit sees M of them, chosen anew each time. */
  | { readonly kind: "subset" }
  /** Whatever interventions make of it, each of which has a law of its own. */
  | { readonly kind: "composed"; readonly steps: readonly Step[] };

/** Null for a combination that no closed form here describes. */
export function workflowOf({ interventions, samples }: TheoryInput): Workflow | null {
  const steps = interventions
    .map(({ plugin, config }): Step => ({ name: plugin.name, config }))
    .filter(({ name, config }) => !isIdle(name, config, samples));
  if (!isLawful(steps)) return null;
  if (steps.length === 0) return { kind: "replace" };
  if (steps.every(({ name }) => name === "pool-size")) {
    const rows = (fit: number) => (fit === 1 ? samples : drawnIn(steps, samples, fit - 2));
    return { kind: "resized", rows };
  }
  return (steps.length === 1 ? simple(steps[0], samples) : null) ?? { kind: "composed", steps };
}

/** Real rows of a pool of M, where their share does not change. */
function realRows(config: AnyConfig, samples: number): number | null {
  const { fraction } = config;
  return isSchedule(fraction) ? null : Math.round((fraction as number) * samples);
}

/** Whether an intervention leaves every pool as it is. */
function isIdle(name: string, config: AnyConfig, samples: number): boolean {
  if (name !== "keep-original" && name !== "fresh-data") return false;
  return config["rows"] === "independent"
    ? config["fraction"] === 0
    : realRows(config, samples) === 0;
}

/** A workflow that has a recursion of its own, which takes no longer however far it goes. */
function simple({ name, config }: Step, samples: number): Workflow | null {
  if (name === "accumulate") return { kind: "accumulate" };
  if (name === "accumulate-subsample") return { kind: "subset" };
  if (name !== "keep-original" && name !== "fresh-data") return null;
  const rows = realRows(config, samples);
  if (rows === null || config["rows"] === "independent") return null;
  return { kind: name === "keep-original" ? "archive" : "fresh", rows };
}
