import type { AnyConfig } from "../config.ts";
import type { RealFacts } from "../distribution.ts";
import { type Schedule, isSchedule, restsAt, valueAt } from "../schedule.ts";
import { type Step, drawnIn, isLawful } from "./composed.ts";
import type { CountChain } from "./mixed-spectrum.ts";
import { isCountable } from "./filters.ts";

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

/** Real rows of a pool, and the chances that real and synthetic ones pass. */
export interface Passing {
  readonly rows: number;
  readonly keepsReal: number;
  readonly keepsSynthetic: number;
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
  /**
   * `rows` of the M are fresh real samples, and each of both kinds passes a filter by a chance of its
   * own.
   */
  | {
      readonly kind: "filtered";
      readonly rows: number;
      readonly keepsReal: number;
      readonly keepsSynthetic: number;
      /** The same of the pool after generation g, where it changes. */
      readonly at?: (generation: number) => Passing;
    }
  /** Fit n sees n M samples: M real ones and M of every model so far. */
  | { readonly kind: "accumulate" }
  /** The same, but the fit sees M of them, chosen anew each time. */
  | { readonly kind: "subset" }
  /** Whatever interventions make of it, each of which has a law of its own. */
  | { readonly kind: "composed"; readonly steps: readonly Step[] };

/** The interventions that do something. */
export function stepsOf({ interventions }: TheoryInput): readonly Step[] {
  return interventions
    .map(({ plugin, config }): Step => ({ name: plugin.name, config }))
    .filter((step) => !isIdle(step));
}

/** The same as `workflowOf`, in the one form that has a limit of infinitely many samples. */
export function composedWorkflowOf(input: TheoryInput): Workflow | null {
  const steps = stepsOf(input);
  return isLawful(steps) ? { kind: "composed", steps } : null;
}

/** Null for a combination that no closed form here describes. */
export function workflowOf(input: TheoryInput): Workflow | null {
  const { samples } = input;
  const steps = stepsOf(input);
  if (steps.at(-1)?.name === "watermark") return watermarked(steps, input);
  return workflowOfSteps(steps, samples);
}

function workflowOfSteps(steps: readonly Step[], samples: number): Workflow | null {
  if (!isLawful(steps)) return null;
  if (steps.length === 0) return { kind: "replace" };
  if (steps.every(({ name }) => name === "pool-size")) {
    const rows = (fit: number) => (fit === 1 ? samples : drawnIn(steps, samples, fit - 2));
    return { kind: "resized", rows };
  }
  return (steps.length === 1 ? simple(steps[0], samples) : null) ?? { kind: "composed", steps };
}

/** A detector at the end, behind nothing or fresh real data. */
function watermarked(steps: readonly Step[], input: TheoryInput): Workflow | null {
  const { samples } = input;
  const [mixing, ...others] = steps.slice(0, -1);
  const detector = steps.at(-1)!.config;
  if (others.length > 0 || (mixing !== undefined && mixing.name !== "fresh-data")) return null;
  if (mixing?.config["rows"] === "independent") return null;
  const settings = [mixing?.config["fraction"] ?? 0, ...RATES.map((name) => detector[name])];
  const at = (generation: number): Passing => {
    const [fraction, found, mistaken, attack] = settings.map((setting) =>
      valueAt(setting as number | Schedule, generation),
    );
    const keepsReal = 1 - mistaken;
    const keepsSynthetic = attack * keepsReal + (1 - attack) * (1 - found);
    return { rows: Math.round(fraction * samples), keepsReal, keepsSynthetic };
  };
  const first = { kind: "filtered", ...at(0) } as const;
  if (!settings.some(isSchedule)) return isCountable([first], samples) ? first : null;
  const changes = Math.min(fitsOf(input), Math.max(...settings.map(changesOf)) + 1);
  const all = Array.from({ length: changes }, (_, g) => at(g));
  return isCountable(all, samples) ? { ...first, at } : null;
}

const RATES = ["truePositiveRate", "falsePositiveRate", "attack"] as const;

function changesOf(setting: unknown): number {
  return restsAt(setting as number | Schedule);
}

/** How counts go on by themselves; null where they do not, or nobody knows. */
export function countChainOf(input: TheoryInput): CountChain | null {
  const { samples } = input;
  const steps = stepsOf(input);
  const mixing = steps.filter(({ name }) => name !== "pool-size");
  if (mixing.length > 1) return null;
  const rows = (fit: number) => (fit === 1 ? samples : drawnIn(steps, samples, fit - 2));
  if (mixing.length === 0) return { rows, real: () => 0, how: "fresh" };
  const [{ name, config }] = mixing;
  const fraction = (fit: number) => valueAt(config["fraction"] as number | Schedule, fit - 2);
  const real = (fit: number) => Math.round(fraction(fit) * rows(fit));
  if (name === "fresh-data") {
    return config["rows"] === "independent"
      ? { rows, real: fraction, how: "chance" }
      : { rows, real, how: "fresh" };
  }
  const isSteady = steps.length === 1 && !isSchedule(config["fraction"]);
  return name === "keep-original" && isSteady ? { rows, real, how: "kept" } : null;
}

/** Real rows of a pool of M, where their share does not change. */
function realRows(config: AnyConfig, samples: number): number | null {
  const { fraction } = config;
  return isSchedule(fraction) ? null : Math.round((fraction as number) * samples);
}

/** Whether an intervention leaves every pool as it is, whatever its size. */
function isIdle({ name, config }: Step): boolean {
  return (name === "keep-original" || name === "fresh-data") && config["fraction"] === 0;
}

/** A workflow that has a recursion of its own, which takes no longer however far it goes. */
function simple({ name, config }: Step, samples: number): Workflow | null {
  if (name === "accumulate") return { kind: "accumulate" };
  if (name === "accumulate-subsample") return { kind: "subset" };
  if (name !== "keep-original" && name !== "fresh-data") return null;
  const rows = realRows(config, samples);
  if (rows === null || config["rows"] === "independent") return null;
  if (rows === 0) return { kind: "replace" };
  return { kind: name === "keep-original" ? "archive" : "fresh", rows };
}
