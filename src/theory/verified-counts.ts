import { type Schedule, valueAt } from "../schedule.ts";
import type { ClosedForm } from "./closed-form.ts";
import { drawnIn } from "./composed.ts";
import { type CountsInput, countsInput, upTo } from "./counts.ts";
import { type TheoryInput, stepsOf } from "./input.ts";

/** Multiplications that a curve is worth. */
const MOST_WORK = 1e8;
/** Where fewer rows than this pass on average the terms beyond 1/M are not small. */
const LEAST_ROWS = 40;

/** What filters do to the rows of a pool. */
interface Passing {
  /** How many a model draws, and how many real ones stand beside them. */
  readonly own: number;
  readonly real: number;
  /** The chance to pass, by category, of either kind. */
  readonly keepsOwn: Float64Array;
  readonly keepsReal: Float64Array;
}

/** The probabilities that a model has learned: what they are on average, and how they vary together. */
interface Learned {
  readonly mean: Float64Array;
  /** [K, K]. */
  readonly covariance: Float64Array;
  /** How many rows it was learned from, on average. */
  readonly rows: number;
}

/**
 * What models learn from what passes, fit by fit, to first order in 1/M.
 *
 * The numbers y of each category that pass are sums over rows, with mean and covariance linear in
 * those of p and of p pᵀ. What is learned is y / Σy: with u = E y and S = Σu,
 *
 *   E p' = u/S − Cov(y, Σy)/S² + u Var(Σy)/S³,   Cov p' = G Cov(y) Gᵀ,  G = (1 − (u/S) 1ᵀ)/S.
 *
 * Without a filter Σy is certain, and all of it exact.
 */
export function* verifiedCounts(
  probabilities: Float64Array,
  samples: number,
  passingOf: (fit: number) => Passing,
): Generator<Learned, never, void> {
  const covariance = new Float64Array(probabilities.length ** 2);
  const none = { mean: probabilities, covariance, rows: Infinity };
  const ones = probabilities.map(() => 1);
  const unseen = { own: 0, real: samples, keepsOwn: ones, keepsReal: ones };
  let learned = next(none, probabilities, unseen);
  yield learned;
  for (let n = 2; ; n++) {
    learned = next(learned, probabilities, passingOf(n));
    yield learned;
  }
}

function next({ mean, covariance }: Learned, p: Float64Array, passing: Passing): Learned {
  const { own, real, keepsOwn, keepsReal } = passing;
  const K = p.length;
  const drawn = mean.map((m, k) => m * keepsOwn[k]);
  const fresh = p.map((one, k) => one * keepsReal[k]);
  const u = drawn.map((one, k) => own * one + real * fresh[k]);
  const S = u.reduce((sum, one) => sum + one, 0);
  // Cov(y) of rows that are drawn of p, whose own covariance comes in own² − own times.
  const together = new Float64Array(K * K);
  const withSum = new Float64Array(K);
  for (let j = 0; j < K; j++) {
    for (let k = 0; k < K; k++) {
      const varied = keepsOwn[j] * keepsOwn[k] * covariance[j * K + k];
      const alone = j === k ? u[j] : 0;
      const value =
        alone + own * (own - 1) * varied - own * drawn[j] * drawn[k] - real * fresh[j] * fresh[k];
      together[j * K + k] = value;
      withSum[j] += value;
    }
  }
  const ofSum = withSum.reduce((sum, one) => sum + one, 0);
  const share = u.map((one) => one / S);
  return {
    rows: S,
    mean: share.map((one, k) => one - withSum[k] / S ** 2 + (one * ofSum) / S ** 2),
    covariance: together.map((value, e) => {
      const [j, k] = [Math.floor(e / K), e % K];
      const crossed = share[j] * withSum[k] + share[k] * withSum[j];
      return (value - crossed + share[j] * share[k] * ofSum) / S ** 2;
    }),
  };
}

/** Null where other interventions, or others before them, are there. */
function passingIn(experiment: TheoryInput, { probabilities, samples }: CountsInput) {
  const steps = stepsOf(experiment);
  const first = steps.findIndex(({ name }) => name === "verifier" || name === "watermark");
  const filters = steps.slice(Math.max(0, first));
  const before = steps.slice(0, Math.max(0, first)).filter(({ name }) => name !== "pool-size");
  if (!filters.some(({ name }) => name === "verifier")) return null;
  if (!filters.every(({ name }) => name === "verifier" || name === "watermark")) return null;
  if (before.length > 1 || before.some(({ name }) => name !== "fresh-data")) return null;
  const fraction = before[0]?.config["fraction"] ?? 0;
  if (before[0]?.config["rows"] === "independent") return null;
  return (fit: number): Passing => {
    const g = fit - 2;
    const rows = drawnIn(steps, samples, g);
    const real = Math.round(valueAt(fraction as number | Schedule, g) * rows);
    const keepsOwn = probabilities.map(() => 1);
    const keepsReal = probabilities.map(() => 1);
    for (const { name, config } of filters) {
      const setting = (key: string) => valueAt(config[key] as number | Schedule, g);
      for (const [k, p] of probabilities.entries()) {
        if (name === "watermark") {
          const passes = 1 - setting("falsePositiveRate");
          const missed = 1 - setting("truePositiveRate");
          keepsReal[k] *= passes;
          keepsOwn[k] *= setting("attack") * passes + (1 - setting("attack")) * missed;
        } else {
          const isRight = Math.log(p) >= setting("threshold");
          const chance = setting(isRight ? "keepsCorrect" : "keepsWrong");
          keepsOwn[k] *= chance;
          if (config["judges"] === "all") keepsReal[k] *= chance;
        }
      }
    }
    return { own: rows - real, real, keepsOwn, keepsReal };
  };
}

/** E[1 − Σp²] of what a verifier lets through. */
export const expectedVerifiedDiversity: ClosedForm = {
  metric: "heterozygosity",
  curve(experiment) {
    const input = countsInput(experiment);
    if (input === null || input.temperature !== 1) return null;
    const passingOf = passingIn(experiment, input);
    if (passingOf === null) return null;
    const { probabilities, samples, fits } = input;
    const values: number[] = [];
    const all = verifiedCounts(probabilities, samples, passingOf);
    for (const { mean, covariance, rows } of all) {
      // The first pool has been through no filter.
      if (values.length > 0 && !(rows >= LEAST_ROWS)) break;
      if (values.length * probabilities.length ** 2 > MOST_WORK) break;
      const K = mean.length;
      values.push(1 - mean.reduce((sum, m, k) => sum + m * m + covariance[k * K + k], 0));
      if (values.length === fits) break;
    }
    return {
      title: "E[H] of what the verifier lets through, to first order in 1/M",
      source: "this project, for Feng et al. 2024, arXiv:2406.07515",
      statistic: "mean",
      values: upTo(fits, values),
    };
  },
};
