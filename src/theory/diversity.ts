import { composedDiversity } from "./composed.ts";
import { filteredDiversity } from "./filters.ts";
import type { Workflow } from "./input.ts";

export interface Diversity {
  /**
   * E of what the fitted model has, after fit n = 1, 2, …; 1 is what the real data have. Ends early
   * where it would take too long.
   */
  readonly within: readonly number[];
  /** E of the squared way that its centre has gone from the real one, in the same unit. */
  readonly drift: readonly number[];
}

export interface DiversitySettings {
  readonly workflow: Workflow;
  /** M. */
  readonly samples: number;
  /** How many fits. */
  readonly fits: number;
  /**
   * What a model's own samples have of its diversity, in generation g: a bias or a truncation makes
   * it less.
   */
  readonly sampling?: (generation: number) => number;
  /** Divides by one less than the rows, as an unbiased estimate does. */
  readonly unbiased?: boolean;
  /** What a fit of generation g makes of the variance of its pool: 1 where it does not stop short. */
  readonly fitting?: (generation: number) => number;
  /** Whether models learn what their data were drawn from. Of composed workflows alone. */
  readonly isLimit?: boolean;
}

/** The pool of one fit. */
interface Moment {
  /** E of its own diversity, squares divided by the rows. */
  readonly within: number;
  readonly drift: number;
  /** The part of `drift` that comes from the samples of models. */
  readonly noise: number;
}

/** From the pool of fit n, and the diversity of the model's samples, to the pool of fit n + 1. */
type Step = (before: Moment, drawn: number, n: number) => Moment;

/**
 * The expected quadratic diversity (Rao's entropy) of a model that is fitted to itself.
 *
 * For a Gaussian it is the variance, for counts 1 − Σp²; one law holds for both, since fitting
 * keeps the diversity of its pool. M samples of a model with diversity v have (1 − 1/M) v among
 * themselves, and their mean is v / M away from the model's. A pool of two parts with shares s and
 * w has s v₁ + w v₂ + s w · (squared distance of their means). All else follows, is linear in
 * v, and so is exact for any real distribution that has a variance.
 */
export function diversity(settings: DiversitySettings): Diversity {
  const { workflow, samples: M, fits, sampling = () => 1, unbiased = false } = settings;
  const { fitting = () => 1 } = settings;
  if (workflow.kind === "composed") return composedDiversity(workflow, settings);
  if (workflow.kind === "subset") return subsetDiversity(settings);
  if (workflow.kind === "filtered") return filteredDiversity(workflow, settings);
  const step = stepOf(workflow, M);
  const rows = (n: number) => {
    if (workflow.kind === "resized") return workflow.rows(n);
    return workflow.kind === "accumulate" ? n * M : M;
  };
  const fitted = ({ within }: Moment, n: number) =>
    fitting(n - 1) * (unbiased ? (within * rows(n)) / (rows(n) - 1) : within);

  let pool: Moment = { within: 1 - 1 / M, drift: 1 / M, noise: 0 };
  const within = [fitted(pool, 1)];
  const drift = [pool.drift];
  for (let n = 1; n < fits; n++) {
    pool = step(pool, sampling(n - 1) * within[n - 1], n);
    within.push(fitted(pool, n + 1));
    drift.push(pool.drift);
  }
  return { within, drift };
}

function stepOf(
  workflow: Exclude<Workflow, { kind: "composed" | "subset" | "filtered" }>,
  M: number,
): Step {
  if (workflow.kind === "replace") return replaceStep(() => M);
  if (workflow.kind === "resized") return replaceStep(workflow.rows);
  if (workflow.kind === "accumulate") return accumulateStep(M);
  const own = M - workflow.rows;
  if (own === 0) return realAlone(M);
  return workflow.kind === "fresh"
    ? freshStep(own, workflow.rows)
    : archiveStep(own, workflow.rows);
}

function replaceStep(rows: (fit: number) => number): Step {
  return ({ drift }, drawn, n) => ({
    within: drawn * (1 - 1 / rows(n + 1)),
    drift: drift + drawn / rows(n + 1),
    noise: 0,
  });
}

function accumulateStep(M: number): Step {
  return ({ within, drift }, drawn, n) => ({
    within: (n * within + drawn * (1 - 1 / M) + ((n / (n + 1)) * drawn) / M) / (n + 1),
    drift: drift + drawn / M / (n + 1) ** 2,
    noise: 0,
  });
}

/** A fit of M rows, chosen among all n M so far without replacement. */
function subsetDiversity({
  samples: M,
  fits,
  sampling = () => 1,
  fitting = () => 1,
  unbiased = false,
}: DiversitySettings): Diversity {
  const [within, drift]: number[][] = [[], []];
  let all = { within: 1 - 1 / M, drift: 1 / M };
  for (let n = 1; n <= fits; n++) {
    // The unbiased variance of all rows, and what a choice of M adds to the way of their mean.
    const spread = (all.within * n * M) / (n * M - 1);
    const choice = (spread * (1 - 1 / n)) / M;
    within.push(fitting(n - 1) * (unbiased ? spread : spread * (1 - 1 / M)));
    drift.push(all.drift + choice);
    const drawn = sampling(n - 1) * within[n - 1];
    const between = choice + drawn / M;
    all = {
      within: (n * all.within + drawn * (1 - 1 / M) + (n / (n + 1)) * between) / (n + 1),
      drift: all.drift + between / (n + 1) ** 2,
    };
  }
  return { within, drift };
}

function realAlone(M: number): Step {
  return () => ({ within: 1 - 1 / M, drift: 1 / M, noise: 0 });
}

function freshStep(own: number, real: number): Step {
  const s = own / (own + real);
  const w = real / (own + real);
  return ({ drift }, drawn) => ({
    within: mixed(own, real, drawn, drift + drawn / own + 1 / real),
    drift: s * s * (drift + drawn / own) + (w * w) / real,
    noise: 0,
  });
}

/**
 * The archive A is the first `real` samples of the first pool; B, the others, fade away. The mean
 * of pool n is sⁿ B + (1 − sⁿ) A and, independently of both, what the models' samples added.
 */
function archiveStep(own: number, real: number): Step {
  const s = own / (own + real);
  return ({ noise: before }, drawn, n) => {
    const fade = s ** (n + 1);
    const noise = s * s * (before + drawn / own);
    const fromArchive = s ** (2 * n) * (1 / own + 1 / real) + before + drawn / own;
    return {
      within: mixed(own, real, drawn, fromArchive),
      drift: (fade * fade) / own + (1 - fade) ** 2 / real + noise,
      noise,
    };
  };
}

/** The diversity of `own` samples of a model and `real` ones together. */
function mixed(own: number, real: number, drawn: number, between: number): number {
  const s = own / (own + real);
  const w = real / (own + real);
  return s * drawn * (1 - 1 / own) + w * (1 - 1 / real) + s * w * between;
}
