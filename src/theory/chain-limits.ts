import type { MarkovChain, TokenFacts } from "../distribution.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import type { ClosedForm } from "./closed-form.ts";
import { isLawful, poolsOf } from "./composed.ts";
import { upTo } from "./counts.ts";
import { type TheoryInput, fitsOf, stepsOf } from "./input.ts";
import { NOTHING } from "./noises.ts";
import { PoolLaw, type Source } from "./pool-law.ts";

/** Multiplications that a curve is worth. */
const MOST_WORK = 2e8;
/** Who looked at what temperatures make of loops without statistical error. */
const SOURCE = "this project, after Marchi et al. 2024, arXiv:2404.02325";

/** What is expected of one text, and what a chain learns from infinitely many. */
interface ExpectedCounts {
  /** [V]: how often it begins with each token. Sums to 1. */
  readonly starts: Float64Array;
  /** [V, V]: how often each token follows each. Sums to T − 1. */
  readonly pairs: Float64Array;
}

/** Who begins a text and who follows whom, with rows that sum to 1. */
interface Chances {
  readonly starts: Float64Array;
  readonly rows: readonly Float64Array[];
}

/** Rows in proportion to p^(1/T); after a token that nothing follows a text goes on as it begins. */
export function chancesOf(
  { starts: counts, pairs }: Record<"starts" | "pairs", Float64Array>,
  temperature = 1,
): Chances {
  const V = counts.length;
  const starts = tempered(counts, temperature);
  const rows = Array.from({ length: V }, (_, u) => {
    const row = pairs.subarray(u * V, (u + 1) * V);
    return row.some((count) => count > 0) ? tempered(row, temperature) : starts;
  });
  return { starts, rows };
}

function tempered(weights: Float64Array, temperature: number): Float64Array {
  const largest = weights.reduce((a, b) => Math.max(a, b), 0);
  const powers = weights.map((weight) => (weight / largest) ** (1 / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** What texts of T tokens are like, and on the way how often each token is followed by another. */
export function expectedCounts({ starts, rows }: Chances, T: number): ExpectedCounts {
  const V = starts.length;
  const before = new Float64Array(V);
  let at = starts;
  for (let t = 1; t < T; t++) {
    const next = new Float64Array(V);
    for (const [u, row] of rows.entries()) {
      before[u] += at[u];
      for (let v = 0; v < V; v++) next[v] += at[u] * row[v];
    }
    at = next;
  }
  const pairs = Float64Array.from({ length: V * V }, (_, e) => {
    const u = Math.floor(e / V);
    return before[u] * rows[u][e % V];
  });
  return { starts, pairs };
}

const known = new WeakMap<TheoryInput, readonly ExpectedCounts[] | null>();

/**
 * What chains learn from infinitely many texts, fit by fit: the mixture of what texts of their pools
 * are expected to have, in the shares of the rows. Where texts are replaced, P ∝ P₀^(T^−n) in every
 * row. Null for other families and data, or interventions without a law.
 */
export function limitChains(input: TheoryInput): readonly ExpectedCounts[] | null {
  const before = known.get(input);
  if (before !== undefined) return before;
  const found = chains(input);
  known.set(input, found);
  return found;
}

function chains(input: TheoryInput): readonly ExpectedCounts[] | null {
  const { family, facts, samples } = input;
  const steps = stepsOf(input);
  if (family.plugin.name !== "markov-chain" || facts.kind !== "tokens") return null;
  if (facts.chain === undefined || !isLawful(steps)) return null;
  const { length: T } = facts;
  const temperature = (family.config["temperature"] ?? 1) as number | Schedule;
  const real = expectedCounts(chancesOf(countsOf(facts.chain)), T);
  const most = MOST_WORK / (real.pairs.length * T);
  const law = new PoolLaw({ isLimit: true });
  const drawn = new WeakMap<Source, ExpectedCounts>();
  const all: ExpectedCounts[] = [];
  const draw = (generation: number) => {
    const source = law.drawn({ centre: NOTHING, within: 1, drift: 0 }, 1);
    const written = chancesOf(all[generation], valueAt(temperature, generation));
    drawn.set(source, expectedCounts(written, T));
    return source;
  };
  for (const { parts } of poolsOf(steps, samples, law, draw)) {
    const portions = parts.map(({ source, rows, weight }) => ({
      counts: drawn.get(source) ?? (source.isReal ? real : null),
      share: rows * weight,
    }));
    const mixed = mixtureOf(portions);
    if (mixed === null) break;
    all.push(mixed);
    if (all.length >= Math.min(most, fitsOf(input))) break;
  }
  return all;
}

function countsOf({ starts, counts }: MarkovChain) {
  return { starts: Float64Array.from(starts), pairs: Float64Array.from(counts) };
}

/** Null where some rows are neither real nor of one model. */
function mixtureOf(
  portions: readonly { readonly counts: ExpectedCounts | null; readonly share: number }[],
): ExpectedCounts | null {
  const whole = portions.reduce((sum, { share }) => sum + share, 0);
  const [first] = portions;
  if (whole === 0 || first.counts === null) return null;
  const starts = new Float64Array(first.counts.starts.length);
  const pairs = new Float64Array(first.counts.pairs.length);
  for (const { counts, share } of portions) {
    if (counts === null) return null;
    for (const [v, count] of counts.starts.entries()) starts[v] += (share / whole) * count;
    for (const [e, count] of counts.pairs.entries()) pairs[e] += (share / whole) * count;
  }
  return { starts, pairs };
}

type Of = (model: Chances, facts: TokenFacts, asked: number) => number;

/** A curve of something that follows from the chain; `asked` are the texts that the metric reads. */
function limitForm(metric: string, title: string, of: Of): ClosedForm {
  return {
    metric,
    curve(input) {
      const { family, facts, metrics } = input;
      if (facts.kind !== "tokens" || (family.config["temperature"] ?? 1) === 1) return null;
      const models = limitChains(input);
      if (models === null || models.length < 2) return null;
      const { config } = metrics.find(({ plugin }) => plugin.name === metric)!;
      const values = models.map((model) => of(chancesOf(model), facts, Number(config["texts"])));
      return {
        title: `${title} for infinitely many texts`,
        source: SOURCE,
        statistic: "limit",
        values: upTo(fitsOf(input), values).map((value) =>
          value !== null && Number.isFinite(value) ? value : null,
        ),
      };
    },
  };
}

/** Nats of the tokens of a text but the first, on average. */
function rateOf(model: Chances, T: number): number {
  const { pairs } = expectedCounts(model, T);
  const V = model.starts.length;
  const nats = pairs.reduce((sum, count, e) => {
    const chance = model.rows[Math.floor(e / V)][e % V];
    return chance === 0 ? sum : sum - count * Math.log(chance);
  }, 0);
  return nats / (T - 1);
}

/** Nats per token of the held-out texts themselves. */
function lossOf({ rows }: Chances, { heldOut, length: T }: TokenFacts, asked: number): number {
  const texts = Math.min(asked, heldOut.length / T);
  let nats = 0;
  for (let n = 0; n < texts; n++) {
    const text = heldOut.subarray(n * T, (n + 1) * T);
    for (let t = 1; t < T; t++) nats -= Math.log(rows[text[t - 1]][text[t]]);
  }
  return nats / (texts * (T - 1));
}

/** What chains at another temperature come near whose texts are many. */
export const chainLimitForms: readonly ClosedForm[] = [
  limitForm(
    "entropy-rate",
    "Entropy rate of P ∝ P₀^(T^−n), or of the mixture",
    (model, { length }) => rateOf(model, length),
  ),
  limitForm("held-out-loss", "−ln P of the held-out texts", lossOf),
  limitForm("held-out-perplexity", "Perplexity of the held-out texts", (...of) =>
    Math.exp(lossOf(...of)),
  ),
];
