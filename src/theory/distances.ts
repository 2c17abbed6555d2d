import type { ClosedForm } from "./closed-form.ts";
import { type CountsInput, countsInput, isDrift, upTo } from "./counts.ts";
import type { TheoryInput } from "./input.ts";
import { mixedSpectra } from "./mixed-spectrum.ts";
import { type Spectrum, spectra } from "./spectrum.ts";
import { distinct } from "./survival.ts";

/** Real probabilities whose counts are followed apart. */
const MOST_KINDS = 500;

interface Distances {
  /** ½ Σ |p − p₀|. */
  readonly variation: number;
  /** Jensen and Shannon's, nats. */
  readonly halfway: number;
}

const known = new WeakMap<TheoryInput, readonly Distances[]>();

/** E of both after fit n = 1, 2, …: sums over categories of what follows from p and the count alone. */
function expectedDistances(experiment: TheoryInput, counts: CountsInput): readonly Distances[] {
  const before = known.get(experiment);
  if (before !== undefined) return before;
  const found: Distances[] = [];
  known.set(experiment, found);
  const { probabilities, samples, chain } = counts;
  const kinds = distinct(probabilities).map(([p]) => p);
  if (kinds.length > MOST_KINDS) return found;
  const isFollowed = chain !== null && counts.temperature === 1 && !isDrift(counts);
  const fits = isFollowed || isDrift(counts) ? counts.fits : 1;
  const ofKind = kinds.map((p) => (k: number) => Number(probabilities[k] === p));
  const all = isFollowed
    ? mixedSpectra(probabilities, chain, fits, ofKind)
    : spectra(probabilities, samples, fits, ofKind);
  for (const spectrum of all) found.push(distancesOf(spectrum, kinds));
  return found;
}

function distancesOf(spectrum: readonly Spectrum[], kinds: readonly number[]): Distances {
  let [variation, halfway] = [0, 0];
  for (const [i, p] of kinds.entries()) {
    const M = spectrum[i].length - 1;
    for (const [x, number] of spectrum[i].entries()) {
      if (number === 0) continue;
      const own = x / M;
      variation += (number * Math.abs(own - p)) / 2;
      halfway += (number * (part(own, p) + part(p, own))) / 2;
    }
  }
  return { variation, halfway };
}

/** What a category adds to the divergence from the middle of both. */
function part(p: number, other: number): number {
  return p === 0 ? 0 : p * Math.log((2 * p) / (p + other));
}

function form(metric: string, title: string, of: (distances: Distances) => number): ClosedForm {
  return {
    metric,
    curve(experiment) {
      const input = countsInput(experiment);
      if (input === null) return null;
      const values = expectedDistances(experiment, input).map(of);
      if (values.length === 0) return null;
      return {
        title: `E[${title}], Markov chain of each count`,
        source: "Wright 1931, doi:10.1093/genetics/16.2.97",
        statistic: "mean",
        values: upTo(input.fits, values),
      };
    },
  };
}

/** How far models of categories are from the real distribution. */
export const distanceForms: readonly ClosedForm[] = [
  form("total-variation", "½ Σ |p − p₀|", ({ variation }) => variation),
  form("js", "Jensen–Shannon", ({ halfway }) => halfway),
];
