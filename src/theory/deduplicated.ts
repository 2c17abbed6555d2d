import { binomialRow } from "./binomial.ts";
import type { ClosedForm } from "./closed-form.ts";
import { type CountsInput, countsInput, driftExpectations } from "./counts.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import { drawnIn } from "./composed.ts";
import { type TheoryInput, stepsOf } from "./input.ts";

/** Categories that a curve is worth looking at. */
const MOST_WORK = 2e7;
/** Of Var S / S⁴, in which what lies beyond the second order is: 0.001 leaves half a percent of it. */
const MOST_BEYOND = 1e-3;

/**
 * Models of categories that learn each of them once: what they know is a set, all of it equally
 * probable.
 */
interface KnownSet {
  /** The chance that a category is in it. */
  readonly present: Float64Array;
  /** How many are, on average, and the variance of that. */
  readonly size: number;
  readonly variance: number;
  /** Of each category, its covariance with how many there are. */
  readonly company: Float64Array;
}

/** What is drawn for fit n: so many samples of the model, and real ones. */
interface Draws {
  readonly own: number;
  readonly real: number;
}

/**
 * The sets of fit n = 2, 3, … where of equal categories one sample stays.
 *
 * A category stays away from `own` draws out of S with the chance (1 − 1/S)^own, S being known to
 * within a few: the expectation over it is taken to second order. The first set is that of samples of
 * counts; afterwards categories know of each other by S alone.
 */
export function* knownSets(
  probabilities: Float64Array,
  samples: number,
  drawsOf: (fit: number) => Draws,
  accumulates: boolean,
): Generator<KnownSet, never, void> {
  const p = probabilities;
  if (accumulates) {
    let draws = samples;
    for (let n = 2; ; n++) {
      draws += drawsOf(n).real;
      const present = p.map((one) => -Math.expm1(draws * Math.log1p(-one)));
      const bound = p.map((one, k) => one * (1 - present[k]));
      yield setOf(present, [{ bound, times: draws }]);
    }
  }
  let known = firstSet(p, samples, drawsOf(2));
  yield known;
  for (let n = 3; ; n++) {
    const { own, real } = drawsOf(n);
    const { size, variance } = known;
    const away = (S: number) => (S <= 1 ? Number(own === 0) : (1 - 1 / S) ** own);
    const step = Math.min(1e-3 * size, (size - 1) / 2);
    const slope = step <= 0 ? 0 : (away(size + step) - away(size - step)) / (2 * step);
    const left = away(size) + (variance * bend(away, size)) / 2;
    const missed = p.map((one) => (1 - one) ** real);
    // What categories take from each other is split among them as it is among all.
    const taken = known.present.map((one, k) => one * (1 - one) - known.company[k]);
    let [rest, lost, apart, joint] = [0, 0, 0, 0];
    for (const [k, one] of known.present.entries()) {
      rest += one * missed[k];
      lost += taken[k];
      apart += taken[k] * missed[k];
      joint += known.company[k] * missed[k];
    }
    const stays = 1 - left;
    const turned = rest * slope;
    const present = new Float64Array(p.length);
    const unseen = new Float64Array(p.length);
    const news = new Float64Array(p.length);
    const varied = known.present.map((one, k) => {
      // A category is more often in a set that is large.
      const shift = one === 0 ? 0 : (slope * known.company[k]) / one;
      const absent = Math.min(1, Math.max(0, left + shift));
      const gone = absent * missed[k];
      present[k] = one * (1 - gone) + (1 - one) * (1 - missed[k]);
      unseen[k] = (one * gone) / size;
      news[k] = p[k] * missed[k] * (1 - one * (1 - absent));
      const returned = one * (1 - one) * missed[k] - (lost === 0 ? 0 : (taken[k] * apart) / lost);
      // Its covariance, and that of S, with Σ (1 − away(S)) over those that no real sample brings back.
      const alone = stays * returned - turned * known.company[k];
      const all = stays * joint - turned * variance;
      const before = missed[k] * (stays * alone - one * slope * all);
      return one * gone * (1 - gone) + (1 - one) * missed[k] * (1 - missed[k]) + before;
    });
    // As many are drawn each time: what one category has the others have not.
    const bounds = [
      { bound: unseen, times: own },
      { bound: news, times: real },
    ];
    known = setOf(present, bounds, varied);
    yield known;
  }
}

/** Of samples of counts, x of M, that are themselves samples of the real distribution. */
function firstSet(p: Float64Array, M: number, { own, real }: Draws): KnownSet {
  const [bound, drawn, news] = [0, 1, 2].map(() => new Float64Array(p.length));
  const present = p.map((probability, k) => {
    const { from, probabilities } = binomialRow(M, probability);
    const missed = (1 - probability) ** real;
    let [away, counted] = [0, 0];
    for (const [i, chance] of probabilities.entries()) {
      const x = from + i;
      const left = chance * (1 - x / M) ** own * missed;
      away += left;
      counted += left * x;
    }
    // Cov(present, count) for each draw: of the first counts, of those of them, and of real ones.
    bound[k] = probability * away - counted / M;
    drawn[k] = counted / M;
    news[k] = probability * away;
    return 1 - away;
  });
  return setOf(present, [
    { bound, times: M },
    { bound: drawn, times: own },
    { bound: news, times: real },
  ]);
}

/** Categories whose counts sum to as many draws each time, and that vary less together for it. */
function setOf(
  present: Float64Array,
  bounds: readonly { readonly bound: Float64Array; readonly times: number }[],
  varied = present.map((one) => one * (1 - one)),
): KnownSet {
  const company = bounds.reduce((left, { bound, times }) => {
    const all = times * sum(bound);
    return left.map((one, k) => one - all * bound[k]);
  }, varied);
  return { present, size: sum(present), variance: Math.max(0, sum(company)), company };
}

/** The second derivative. */
function bend(of: (x: number) => number, x: number): number {
  const step = Math.min(1e-3 * x, (x - 1) / 2);
  return step <= 0 ? 0 : (of(x - step) - 2 * of(x) + of(x + step)) / step ** 2;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

const known = new WeakMap<TheoryInput, readonly KnownSet[] | null>();

function setsOf(experiment: TheoryInput, input: CountsInput): readonly KnownSet[] | null {
  const before = known.get(experiment);
  if (before !== undefined) return before;
  const found = foundSets(experiment, input);
  known.set(experiment, found);
  return found;
}

function foundSets(
  experiment: TheoryInput,
  { probabilities, samples, fits, temperature }: CountsInput,
) {
  const steps = stepsOf(experiment);
  if (steps.at(-1)?.name !== "deduplicate" || temperature !== 1 || samples > 1e6) return null;
  const others = steps.slice(0, -1).filter(({ name }) => name !== "pool-size");
  const names = others.map(({ name }) => name).join();
  if (!["", "fresh-data", "accumulate", "fresh-data,accumulate"].includes(names)) return null;
  const fresh = others.find(({ name }) => name === "fresh-data")?.config;
  if (fresh?.["rows"] === "independent") return null;
  const drawsOf = (fit: number): Draws => {
    const rows = drawnIn(steps, samples, fit - 2);
    const share =
      fresh === undefined ? 0 : valueAt(fresh["fraction"] as number | Schedule, fit - 2);
    const real = Math.round(share * rows);
    return { own: rows - real, real };
  };
  const sets: KnownSet[] = [];
  let work = 0;
  for (const set of knownSets(probabilities, samples, drawsOf, names.includes("accumulate"))) {
    if (sets.length === fits - 1 || (work += probabilities.length) > MOST_WORK) break;
    sets.push(set);
  }
  return sets;
}

function isKnownWell({ size, variance }: KnownSet): boolean {
  return size > 0 && variance <= MOST_BEYOND * size ** 4;
}

/** E f(S) to second order, of f with a second derivative. */
function over({ variance }: KnownSet, value: number, second: number): number {
  return value + (variance * second) / 2;
}

function form(
  metric: string,
  title: string,
  of: (set: KnownSet, p: Float64Array) => number,
  first: (experiment: TheoryInput, input: CountsInput) => number,
): ClosedForm {
  return {
    metric,
    curve(experiment) {
      const input = countsInput(experiment);
      const sets = input === null ? null : setsOf(experiment, input);
      if (input === null || sets === null) return null;
      const later = sets.map((set) => (isKnownWell(set) ? of(set, input.probabilities) : null));
      const values = [first(experiment, input), ...later];
      return {
        title: `${title}, S categories that are left, each of them once; to second order in S − E[S]`,
        source: "this project; Johnson & Kotz 1977, Urn Models and Their Application",
        statistic: "mean",
        values: Array.from({ length: input.fits }, (_, g) => values[g] ?? null),
      };
    },
  };
}

const entropyOf = (set: KnownSet) => over(set, Math.log(set.size), -1 / set.size ** 2);

/** Where samples that are equal to others are left out. */
export const deduplicatedForms: readonly ClosedForm[] = [
  form(
    "heterozygosity",
    "E[1 − 1/S]",
    (set) => over(set, 1 - 1 / set.size, -2 / set.size ** 3),
    (_, { probabilities, samples }) => {
      return (1 - 1 / samples) * (1 - probabilities.reduce((total, p) => total + p * p, 0));
    },
  ),
  form(
    "survivors",
    "E[S]",
    ({ size }) => size,
    (experiment, input) => driftExpectations(experiment, input).survivors[0],
  ),
  form(
    "lost-mass",
    "E[lost mass]",
    ({ present }, p) => present.reduce((total, one, k) => total + (1 - one) * p[k], 0),
    (experiment, input) => driftExpectations(experiment, input).lostMass[0],
  ),
  form("entropy", "E[ln S]", entropyOf, (experiment, input) => {
    return driftExpectations(experiment, input).entropy[0];
  }),
  form(
    "kl",
    "E[KL] = −E[ln S] − E[Σ ln p₀/S]",
    (set, p) => {
      let [whole, crossed] = [0, 0];
      for (const [k, one] of set.present.entries()) {
        if (p[k] === 0) continue;
        const log = Math.log(p[k]);
        whole += one * log;
        crossed += set.company[k] * log;
      }
      const { size, variance } = set;
      const mean = whole / size - crossed / size ** 2 + (whole * variance) / size ** 3;
      return -entropyOf(set) - mean;
    },
    (experiment, input) => {
      const { probabilities } = input;
      const real = probabilities.reduce(
        (total, p) => (p === 0 ? total : total - p * Math.log(p)),
        0,
      );
      return real - driftExpectations(experiment, input).entropy[0];
    },
  ),
];
