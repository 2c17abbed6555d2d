import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import type { Context } from "../../src/context.ts";
import { memoryNeed } from "../../src/engine/memory.ts";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { ngram } from "../../src/families/ngram.ts";
import { metrics } from "../../src/metrics/index.ts";
import type { Metric } from "../../src/metrics/metric.ts";
import type { Checkpoint, GenerationRecord } from "../../src/record.ts";
import type { Pool } from "../../src/samples.ts";
import { backends, cpu } from "../support/backends.ts";
import { scatteredWord } from "../support/agree.ts";
import { chiSquareScore } from "../support/chi-square.ts";
import { contextFor } from "../support/contexts.ts";

const V = 13;
const T = 11;
const space = { kind: "tokens", vocabulary: V, length: T, start: 0, unknown: 5 } as const;
const config = (L: number, change: object = {}) => ({
  order: 3,
  smoothing: "kneser-ney" as "kneser-ney" | "add-k",
  k: new Float64Array(L),
  temperature: new Float64Array(L).fill(1),
  forbidUnknown: false,
  prompt: "none" as "none" | "original",
  ...change,
});

/** Texts of lineage `key`, in which every token is near the one before it. */
const textsOf = (key: number, rows: number) => {
  const texts = new Uint32Array(rows * T);
  for (let i = 0; i < texts.length; i++) {
    const step = scatteredWord(1000 * key + i) % 4;
    texts[i] = ((i % T === 0 ? key : texts[i - 1]) + step) % V;
  }
  return texts;
};

function poolOf({ scope }: Context, keys: readonly number[], rows: readonly number[]): Pool {
  return rows.map((count, i) => {
    const all = Uint32Array.from(keys.flatMap((key) => [...textsOf(key + 50 * i, count + 1)]));
    const values = scope.tensor("texts", "u32", [keys.length, count + 1, T], all);
    // The last row of each segment is absent.
    return { values, rows: count, birth: 0, frame: null };
  });
}

async function trained(
  backend: Backend,
  keys: readonly number[],
  { change = {}, rows = [6, 3], count = 5, asked: wanted = textsOf(77, 2) } = {},
) {
  using scope = backend.scope("test");
  const L = keys.length;
  const context = contextFor(backend, scope, { lineages: L, space, keys });
  const pool = poolOf(context, keys, rows);
  const before = { previous: null, first: null, original: pool, unfinished: null };
  const chosen = config(L, change);
  const parameters = await (ngram.fit(context, pool, chosen, before) as Promise<never>);
  const { values } = await (ngram.sample(context, parameters, count, chosen, before) as Promise<{
    values: Pool[0]["values"];
  }>);
  const M = wanted.length / T;
  const asked = scope.tensor("asked", "u32", [1, M, T], wanted);
  const { surprise } = ngram.forms(context, parameters, chosen);
  const nats = await surprise!(context, asked);
  expect(nats.shape).toEqual([L, M, T]);
  expect(values.shape).toEqual([L, count, T]);
  const [tokens, surprised] = await backend.read(values, nats);
  return keys.map((_, l) => ({
    tokens: tokens.slice(l * count * T, (l + 1) * count * T) as Uint32Array,
    nats: surprised.slice(l * M * T, (l + 1) * M * T),
  }));
}

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a lineage is the same alone and in company", async () => {
    for (const prompt of ["none", "original"]) {
      const [, second, third] = await trained(backend, [3, 8, 5], { change: { prompt } });
      expect(await trained(backend, [8], { change: { prompt } })).toEqual([second]);
      expect(await trained(backend, [5], { change: { prompt } })).toEqual([third]);
      expect(second.tokens).not.toEqual(third.tokens);
    }
  });
});

test("both backends write the same", async () => {
  const all = await Promise.all(backends.map((backend) => trained(backend, [3, 8])));
  for (const one of all) expect(one).toEqual(all[0]);
});

test("a model of high order that adds nothing says what it has read", async () => {
  const change = { order: 5, smoothing: "add-k" };
  const [{ tokens }] = await trained(cpu, [4], { change, rows: [9], count: 60 });
  const read = textsOf(4, 9);
  const grams = (texts: Uint32Array) => {
    const found = new Set<string>();
    for (let i = 0; i < texts.length; i++) {
      if ((i % T) + 3 <= T) found.add(texts.subarray(i, i + 3).join());
    }
    return found;
  };
  const known = grams(read);
  // Only where a text ends within the model's memory may it go on from a shorter context.
  const unknown = [...grams(tokens)].filter((gram) => !known.has(gram));
  expect(unknown.length).toBeLessThan(known.size / 10);
  expect([...tokens].every((token) => read.includes(token))).toBe(true);
});

test("order 1 draws by frequency", async () => {
  const [{ tokens }] = await trained(cpu, [4], {
    change: { order: 1, smoothing: "add-k" },
    rows: [40],
    count: 3000,
  });
  const read = textsOf(4, 40);
  const p = Array.from(
    { length: V },
    (_, k) => read.filter((one) => one === k).length / read.length,
  );
  const counts = p.map((_, k) => tokens.filter((one) => one === k).length);
  expect(Math.abs(chiSquareScore(counts, p))).toBeLessThan(4);
});

test("what stands for the unknown is written only where it may be", async () => {
  const written = async (forbidUnknown: boolean) =>
    (await trained(cpu, [3, 8], { change: { forbidUnknown }, count: 40 })).map(({ tokens }) => [
      ...tokens,
    ]);
  for (const tokens of await written(false)) expect(tokens).toContain(space.unknown);
  for (const tokens of await written(true)) expect(tokens).not.toContain(space.unknown);
});

test("a prompt is what a text goes on from", async () => {
  const change = { prompt: "original", order: 2, smoothing: "add-k" };
  const [{ tokens }] = await trained(cpu, [4], { change, rows: [6], count: 12 });
  const read = textsOf(4, 6);
  for (let n = 0; n < 12; n++) {
    const last = read[((n % 6) + 1) * T - 1];
    expect((tokens[n * T] - last + V) % V).toBeLessThan(4);
  }
});

test("surprise is small for what was read and large for the rest, and 0 for first tokens", async () => {
  const [{ nats }] = await trained(cpu, [77], { rows: [30] });
  const [{ nats: foreign }] = await trained(cpu, [3], { rows: [1] });
  const mean = (all: Float32Array) => all.reduce((sum, x) => sum + x, 0) / (2 * (T - 1));
  expect(nats[0]).toBe(0);
  expect(nats[T]).toBe(0);
  // Four steps, each as likely.
  expect(mean(nats)).toBeLessThan(Math.log(4) * 1.2);
  expect(mean(foreign)).toBeGreaterThan(mean(nats) + 0.5);
});

test("surprise is that of the model at temperature 1, given all that came before in the text", async () => {
  const change = { order: 2, smoothing: "add-k", k: Float64Array.of(0.5) };
  const [{ nats }] = await trained(cpu, [77], { change, rows: [30] });
  const read = textsOf(77, 30);
  const count = (...gram: readonly number[]) =>
    read.reduce((sum, _, i) => {
      const isWhole = (i % T) + gram.length <= T;
      return sum + Number(isWhole && gram.every((token, j) => read[i + j] === token));
    }, 0);
  const asked = textsOf(77, 2);
  for (const [i, token] of asked.entries()) {
    if (i % T === 0) continue;
    const before = asked[i - 1];
    const all = Array.from({ length: V }, (_, one) => count(before, one));
    const total = all.reduce((sum, one) => sum + one, 0);
    expect(nats[i]).toBeCloseTo(-Math.log((all[token] + 0.5) / (total + 0.5 * V)), 5);
  }
  // How tokens are drawn is no part of what was learned.
  const cold = await trained(cpu, [77], {
    change: { ...change, temperature: Float64Array.of(0.3) },
    rows: [30],
  });
  expect(cold[0].nats).toEqual(nats);
});

test("tokens are drawn as the model says, each number for one question", async () => {
  // So little was read that most draws go on to the shorter contexts, which ask again.
  const model = { rows: [2], count: 20_000, change: { order: 3 } };
  const [{ tokens }] = await trained(cpu, [4], model);
  const first = Array.from({ length: V }, (_, k) => {
    let count = 0;
    for (let i = 0; i < tokens.length; i += T) if (tokens[i] === k) count++;
    return count;
  });
  const given = first.indexOf(Math.max(...first));
  const followers = new Uint32Array(V);
  for (let i = 0; i < tokens.length; i += T) if (tokens[i] === given) followers[tokens[i + 1]]++;
  const pairs = Uint32Array.from({ length: V * T }, (_, i) =>
    i % T === 0 ? given : Math.floor(i / T),
  );
  const [{ nats }] = await trained(cpu, [4], { ...model, count: 1, asked: pairs });
  const p = Array.from({ length: V }, (_, k) => Math.exp(-nats[k * T + 1]));
  expect(p.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
  expect(Math.abs(chiSquareScore(followers, p))).toBeLessThan(4);
});

describe("in a run", () => {
  const names = [...(metrics as ReadonlyMap<string, Metric>).values()]
    .filter(({ kind }) => kind === "tokens")
    .map(({ name }) => ({ name }) as Experiment["metrics"][number]);
  const experiment: Experiment = {
    name: "ngrams",
    dataset: { name: "grammar", config: { length: 41, heldOut: 7 } },
    family: { name: "ngram", config: { prompt: "original" } },
    interventions: [{ name: "keep-original", config: { fraction: 0.2 } }, { name: "accumulate" }],
    metrics: names,
    lineages: 2,
    generations: 4,
    samples: 31,
    seed: 3,
  };
  const run = async (backend: Backend, from: Checkpoint | null = null) => {
    const resolved = await resolveExperiment(experiment, () => Promise.reject(new Error("none")));
    const all: { record: GenerationRecord; checkpoint: Checkpoint }[] = [];
    for await (const { record, checkpoint } of generationsOf(resolved, { backend, from })) {
      all.push({ record, checkpoint: await checkpoint() });
    }
    return all;
  };

  test("every metric of texts has a value, the same on all backends", async () => {
    expect(names.length).toBeGreaterThan(20);
    const all = await Promise.all(backends.map((backend) => run(backend)));
    for (const one of all) {
      expect(one.map(({ record }) => record)).toEqual(all[0].map(({ record }) => record));
    }
    for (const { record } of all[0]) {
      for (const [name, values] of Object.entries(record.metrics)) {
        expect(Array.from(values), name).not.toContain(NaN);
      }
      const histogram = record.histograms!["perplexity-histogram"];
      expect(Array.from(histogram).reduce((sum, count) => sum + count, 0)).toBe(2 * 31);
    }
  });

  test("it goes on from a checkpoint as if nothing had been", async () => {
    const whole = await run(cpu);
    for (const [g, { checkpoint }] of whole.entries()) {
      const rest = await run(cpu, checkpoint);
      expect(rest.map(({ record }) => record)).toEqual(
        whole.slice(g + 1).map(({ record }) => record),
      );
    }
  });

  test("its memory is known before", async () => {
    const resolved = await resolveExperiment(experiment, () => Promise.reject(new Error("none")));
    const { tensors } = await memoryNeed(resolved, cpu.adapter);
    // The texts alone, of the pool at the end; and no more than a hundred times that.
    const texts = 4 * 2 * 41 * 31 * 4;
    expect(tensors).toBeGreaterThan(texts);
    expect(tensors).toBeLessThan(100 * texts);
    const many = await memoryNeed({ ...resolved, samples: 1_000_000 }, cpu.adapter);
    expect(many.tensors).toBeGreaterThan((texts / 31) * 1_000_000);
  });
});
