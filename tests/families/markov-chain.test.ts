import { describe, expect, test } from "vitest";
import { randomChain, runningSums } from "../../src/datasets/random-chain.ts";
import { closedPaths } from "../../src/experiments/chains.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { generationsOf } from "../../src/engine/run.ts";
import { markovChain } from "../../src/families/markov-chain.ts";
import { markovCount } from "../../src/kernels/markov/count.ts";
import { lostTransitions } from "../../src/kernels/markov/lost.ts";
import { markovSample } from "../../src/kernels/markov/sample.ts";
import { markovSurprise } from "../../src/kernels/markov/surprise.ts";
import { rateOf } from "../../src/metrics/entropy-rate.ts";
import { lostAtFirst } from "../../src/theory/markov.ts";
import { Lab } from "../../src/validation/lab.ts";
import { markovChecks } from "../../src/validation/markov.ts";
import { expectAgreement, scatteredFraction, scatteredWord } from "../support/agree.ts";
import { backends, cpu } from "../support/backends.ts";
import { BEGINNING, contextFor, resultOf } from "../support/contexts.ts";

const noFile = (name: string) => Promise.reject(new Error(`no ${name}`));
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, x) => total + x, 0);

describe("kernels", () => {
  const [V, T, N] = [7, 6, 9];
  /** Every third row of transitions is empty. */
  const counts = (i: number) => (Math.floor(i / V) % 3 === 1 ? 0 : scatteredWord(i) % 4);
  const table = (rows: number, of: (i: number) => number) =>
    runningSums(
      Uint32Array.from({ length: rows * V }, (_, i) => of(i)),
      V,
    );

  test.each([1, 5])("kernels/markov/count.ts agrees, %i rows of weights", async (R) => {
    await expectAgreement(
      markovCount,
      {
        axes: { L: 5, N, T, V, R, P: 20 },
        scalars: { first: 3, rows: 8 },
        inputs: {
          texts: (i) => scatteredWord(i) % V,
          mass: (i) => (i % 3 === 2 ? Math.floor(i / 3) % 2 : 4),
          units: (i) => scatteredWord(i) % 3,
          drawn: (i) => scatteredWord(i + 99) % 5,
          starts: () => 2,
          transitions: () => 1,
        },
      },
      {},
    );
  });

  test.each([1, 5])("kernels/markov/sample.ts agrees bit for bit, %i chains", async (R) => {
    // Large totals, of which many draws are uneven.
    const starts = table(R, (i) => 2 ** 28 + (scatteredWord(i) >>> 4));
    const upTo = table(R * V, counts);
    await expectAgreement(
      markovSample,
      {
        axes: { L: 5, N, T, V, R },
        scalars: { stream: 3, generation: 2 },
        inputs: { keys: (i) => 11 * i, starts: (i) => starts[i], upTo: (i) => upTo[i] },
      },
      {},
    );
  });

  test.each([
    { S: 1, R: 5, first: 0 },
    { S: 5, R: 1, first: 1 },
  ])("kernels/markov/surprise.ts agrees, %o", async ({ S, R, first }) => {
    const starts = table(R, (i) => 1 + (scatteredWord(i) % 9));
    const upTo = table(R * V, counts);
    await expectAgreement(
      markovSurprise,
      {
        axes: { L: 5, N, T, V, S, R },
        scalars: { first },
        inputs: {
          texts: (i) => scatteredWord(i) % V,
          starts: (i) => starts[i],
          upTo: (i) => upTo[i],
        },
      },
      { relative: 2e-6, absolute: 1e-7 },
    );
  });

  test("kernels/markov/lost.ts agrees", async () => {
    const inputs = { counts, shares: (i: number) => scatteredFraction(i) / V ** 2 };
    await expectAgreement(
      lostTransitions,
      { axes: { L: 5, V }, scalars: {}, inputs },
      {
        relative: 1e-6,
      },
    );
  });
});

describe.each([
  { successors: 0, stay: 0.3 },
  { successors: 3, stay: 0.1 },
])("a random chain with %o", (config) => {
  const V = 30;
  const chain = randomChain({ tokens: V, exponent: 1.2, pattern: 4, ...config });
  const P = Array.from({ length: V }, (_, u) => {
    const row = chain.counts.subarray(u * V, (u + 1) * V);
    return Array.from(row, (count) => count / sum(row));
  });
  const frequencies = Array.from(chain.starts, (count) => count / sum(chain.starts));

  test("says in the long run what it says at the start", () => {
    for (const v of frequencies.keys()) {
      const next = sum(frequencies.map((frequency, u) => frequency * P[u][v]));
      expect(Math.abs(next - frequencies[v])).toBeLessThan(1e-8);
    }
    expect(frequencies[0] / frequencies[9]).toBeCloseTo(10 ** 1.2, 6);
  });

  test("gets everywhere, by links that are as few as asked for", () => {
    const links = P.map((row) => row.flatMap((chance, v) => (chance > 0 ? [v] : [])));
    const others = links.map((list, u) => list.filter((v) => v !== u).length);
    if (config.successors === 0) expect(Math.min(...others)).toBe(V - 1);
    else expect(sum(others) / V).toBeLessThan(2 * config.successors);
    const reached = new Set([V - 1]);
    for (const u of reached) for (const v of links[u]) reached.add(v);
    expect(reached.size).toBe(V);
    for (const [u, row] of P.entries()) expect(row[u]).toBeGreaterThanOrEqual(config.stay);
  });
});

const [V, T] = [3, 4];
const space = { kind: "tokens", vocabulary: V, length: T, start: 0 } as const;

/** What a lineage learns from texts with weights, and what it makes of all texts there are. */
async function learned(
  texts: readonly (readonly number[])[],
  { weights, temperature = 1 }: { weights?: readonly number[]; temperature?: number } = {},
) {
  using scope = cpu.scope("test");
  const context = contextFor(cpu, scope, { lineages: 1, space });
  const N = texts.length;
  const values = scope.tensor("texts", "u32", [1, N, T], Uint32Array.from(texts.flat()));
  const weight =
    weights === undefined
      ? {}
      : { weight: scope.tensor("weight", "f32", [1, N], Float32Array.from(weights)) };
  const pool = [{ values, rows: N, birth: 0, frame: null, ...weight }];
  const config = { temperature: Float64Array.of(temperature) };
  const chain = await resultOf(markovChain.fit(context, pool, config, BEGINNING));
  const every = Array.from({ length: V ** T }, (_, i) =>
    Array.from({ length: T }, (_position, t) => Math.floor(i / V ** t) % V),
  );
  const all = scope.tensor("all", "u32", [1, V ** T, T], Uint32Array.from(every.flat()));
  const segment = { values: all, rows: V ** T, birth: 0, frame: null };
  const logProb = await markovChain.forms(context, chain, config).logProb!(context, segment);
  const drawing = { ...BEGINNING, original: pool };
  const drawn = await resultOf(markovChain.sample(context, chain, 4000, config, drawing));
  const [starts, counts, logs, written] = await cpu.read(
    chain.starts,
    chain.counts,
    logProb,
    drawn.values,
  );
  return { starts: [...starts], counts: [...counts], every, logs, written };
}

const texts = [
  [0, 1, 0, 2],
  [0, 0, 1, 1],
  [1, 0, 2, 2],
];

test("what follows what is counted, as often as whole weights say", async () => {
  const { starts, counts } = await learned(texts);
  expect(starts).toEqual([2, 1, 0]);
  expect(counts).toEqual([1, 2, 2, 2, 1, 0, 0, 0, 1]);
  const filtered = await learned(texts, { weights: [1, 0, 1] });
  expect(filtered.starts).toEqual([1, 1, 0]);
  expect(filtered.counts).toEqual([0, 1, 2, 2, 0, 0, 0, 0, 1]);
  // Shares that are no whole numbers: as many texts as there are, in proportion.
  const shares = await learned(texts, { weights: [0.5, 0, 0] });
  expect(shares.starts).toEqual([3, 0, 0]);
  expect(shares.counts).toEqual([0, 3, 3, 3, 0, 0, 0, 0, 0]);
});

test("the probabilities of all texts sum to 1, and texts are written as often", async () => {
  // Nothing follows the last token, after which texts go on as they begin.
  const { every, logs, written } = await learned([texts[0], texts[1]]);
  const chances = Array.from(logs, (log) => Math.exp(log));
  expect(sum(chances)).toBeCloseTo(1, 5);
  expectWritten(written, every, chances);
});

/** What was written is as frequent as its chance of the 4000 texts says. */
function expectWritten(
  written: ArrayLike<number>,
  every: readonly (readonly number[])[],
  chances: readonly number[],
): void {
  const found = new Map<string, number>();
  for (let i = 0; i < written.length; i += T) {
    const text = Array.from({ length: T }, (_, t) => written[i + t]).join();
    found.set(text, (found.get(text) ?? 0) + 1);
  }
  for (const [i, text] of every.entries()) {
    const count = found.get(text.join()) ?? 0;
    const expected = 4000 * chances[i];
    expect(Math.abs(count - expected)).toBeLessThanOrEqual(4.5 * Math.sqrt(expected));
  }
}

test.each([0.5, 1.7])("at temperature %d every token follows p^(1/T)", async (temperature) => {
  const { starts, counts, every, logs, written } = await learned(texts, { temperature });
  const tempered = (row: readonly number[]) => {
    const powers = row.map((count) => count ** (1 / temperature));
    return powers.map((power) => power / sum(powers));
  };
  const first = tempered(starts);
  const rows = [0, 1, 2].map((u) => tempered(counts.slice(3 * u, 3 * u + 3)));
  const chances = every.map((text) =>
    text.slice(1).reduce((chance, v, t) => chance * rows[text[t]][v], first[text[0]]),
  );
  expectWritten(written, every, chances);
  // What it has learned is what it has read all the same.
  expect(sum(Array.from(logs, (log) => Math.exp(log)))).toBeCloseTo(1, 5);
  expect(counts).toEqual([1, 2, 2, 2, 1, 0, 0, 0, 1]);
});

test("the entropy rate is that of the rows, as often as they are come by", () => {
  const chain = randomChain({ tokens: 9, exponent: 1, stay: 0.4, successors: 3, pattern: 2 });
  const rate = sum(
    Array.from(chain.starts, (count, u) => {
      const row = Array.from(chain.counts.subarray(u * 9, (u + 1) * 9));
      const nats = row.map((one) => (one === 0 ? 0 : -(one / sum(row)) * Math.log(one / sum(row))));
      return (count / sum(chain.starts)) * sum(nats);
    }),
  );
  expect(rateOf(chain.starts, chain.counts, 13)).toBeCloseTo(rate, 7);
  // One way through, and an empty row after which a text begins anew in one of two ways.
  expect(rateOf(Uint32Array.of(2, 0), Uint32Array.of(0, 5, 3, 0), 6)).toBe(0);
  expect(rateOf(Uint32Array.of(1, 1), Uint32Array.of(0, 1, 0, 0), 2)).toBeCloseTo(Math.LN2 / 2);
});

test("the formula of what is missed agrees with every text there is", () => {
  const chain = randomChain({ tokens: 3, exponent: 1, stay: 0.2, successors: 1, pattern: 3 });
  const facts = { chain, length: T } as Parameters<typeof lostAtFirst>[0];
  const { starts, counts } = chain;
  const P = (u: number, v: number) => counts[u * V + v] / sum(counts.subarray(u * V, u * V + V));
  let lost = 0;
  for (let e = 0; e < V * V; e++) {
    const [u, v] = [Math.floor(e / V), e % V];
    let unseen = 0;
    for (let i = 0; i < V ** T; i++) {
      const text = Array.from({ length: T }, (_, t) => Math.floor(i / V ** t) % V);
      const pairs = text.slice(1).map((to, t) => [text[t], to]);
      if (pairs.some(([from, to]) => from === u && to === v)) continue;
      const start = starts[text[0]] / sum(starts);
      unseen += pairs.reduce((chance, [from, to]) => chance * P(from, to), start);
    }
    lost += (starts[u] / sum(starts)) * P(u, v) * unseen ** 5;
  }
  expect(lostAtFirst(facts, 5)).toBeCloseTo(lost, 10);
});

test("the check on the sheet passes", async () => {
  const { predicted, measured, standardError } = await markovChecks[0].run(
    new Lab(cpu, new AbortController().signal),
  );
  expect(standardError).toBeLessThan(0.02 * predicted);
  expect(Math.abs(measured - predicted)).toBeLessThan(4 * standardError);
});

test.each(backends)(
  "a chain without choice has none ever after, on $adapter.backend",
  async (backend) => {
    const experiment = await resolveExperiment(
      {
        ...closedPaths,
        dataset: { name: "markov-source", config: { tokens: 3, length: 5, heldOut: 1 } },
        lineages: 40,
        generations: 60,
        samples: 3,
      },
      noFile,
    );
    let before = new Float64Array(40).fill(1);
    for await (const { record } of generationsOf(experiment, { backend })) {
      const rates = Float64Array.from(record.metrics["entropy-rate"]);
      for (const [l, rate] of rates.entries()) if (before[l] === 0) expect(rate).toBe(0);
      before = rates;
    }
    expect(before.filter((rate) => rate === 0).length).toBeGreaterThan(30);
  },
);

test("what has no chain behind it is refused", async () => {
  const dataset = { name: "grammar" as const, config: { heldOut: 1, length: 8 } };
  await expect(resolveExperiment({ ...closedPaths, dataset }, noFile)).rejects.toThrow(
    'take the dataset "markov-source"',
  );
  const metrics = [{ name: "entropy-rate" as const }];
  await expect(
    resolveExperiment({ ...closedPaths, dataset, metrics }, noFile),
  ).resolves.toMatchObject({ seed: 1 });
});
