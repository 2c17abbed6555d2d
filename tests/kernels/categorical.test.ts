import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { addCounts } from "../../src/kernels/categorical/add.ts";
import { chunkSums } from "../../src/kernels/categorical/chunk-sums.ts";
import { CHUNK_LENGTH, chunkCount } from "../../src/kernels/categorical/chunks.ts";
import { categoricalCount } from "../../src/kernels/categorical/count.ts";
import { cumulate } from "../../src/kernels/categorical/cumulate.ts";
import { drawKernels } from "../../src/kernels/categorical/draw.ts";
import { categoricalSample } from "../../src/kernels/categorical/sample.ts";
import { temper } from "../../src/kernels/categorical/temper.ts";
import {
  tempered,
  temperedCounts,
  temperKernels,
} from "../../src/kernels/categorical/tempered-counts.ts";
import { Stream } from "../../src/random/streams.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { chiSquareScore } from "../support/chi-square.ts";
import { expectClose } from "../support/close.ts";
import { contextFor } from "../support/contexts.ts";

await webgpu?.prepare([...drawKernels, ...temperKernels, categoricalCount, addCounts]);

/** Scattered small numbers, a third of them zero. */
function scattered(length: number, below: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length }, (_, i) => {
    const word = Math.imul(i + 1, 0x9e3779b1) >>> 0;
    return word % 3 === 0 ? 0 : (word >>> 8) % below;
  });
}

async function cumulated(backend: Backend, R: number, K: number) {
  using scope = backend.scope("test");
  const counts = scope.tensor("counts", "u32", [R, K], scattered(R * K, 1000));
  const sums = scope.tensor("sums", "u32", [R, chunkCount(K)]);
  const cumulative = scope.tensor("cumulative", "u32", [R, K]);
  backend.dispatch(chunkSums, { counts, sums }, {});
  backend.dispatch(cumulate, { counts, sums, cumulative }, {});
  return await backend.read(sums, cumulative);
}

interface Draw {
  readonly L?: number;
  readonly N?: number;
  readonly generation?: number;
  /** Lineage numbers, by default 0 … L - 1. */
  readonly lineages?: readonly number[];
}

/** Draws from rows of weights [R, K]; of several R, lineage l takes row l. */
async function draw(backend: Backend, rows: readonly Uint32Array[], options: Draw = {}) {
  const { L = rows.length, N = 1001, generation = 0 } = options;
  using scope = backend.scope("test");
  const K = rows[0].length;
  const upTo = rows.flatMap((row) => {
    let sum = 0;
    return Array.from(row, (count) => (sum += count));
  });
  const lineages = options.lineages ?? Array.from({ length: L }, (_, l) => l);
  const keyWords = Uint32Array.from(lineages.flatMap((lineage) => [7, lineage]));
  const keys = scope.tensor("keys", "u32", [L, 2], keyWords);
  const cumulative = scope.tensor("cumulative", "u32", [rows.length, K], Uint32Array.from(upTo));
  const samples = scope.tensor("samples", "u32", [L, N]);
  const random = { stream: Stream.SAMPLE, generation };
  backend.dispatch(categoricalSample, { keys, cumulative, samples }, random);
  const counts = scope.zeros("counts", "u32", [L, K]);
  const totals = scope.tensor("totals", "u32", [L]);
  backend.dispatch(categoricalCount, { values: samples, counts, totals }, { rows: N });
  const [drawn, counted] = await backend.read(samples, counts);
  return { drawn, counted };
}

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test.each([
    [3, 5],
    [5, CHUNK_LENGTH],
    [2, 1009],
    [1, 65_536],
  ])("when it cumulates %i rows of %i categories", async (R, K) => {
    expect(await cumulated(webgpu!, R, K)).toEqual(await cumulated(cpu, R, K));
  });

  test("when it draws, bit for bit", async () => {
    const rows = [scattered(301, 1000), scattered(301, 3), scattered(301, 10_000_000)];
    expect(await draw(webgpu!, rows)).toEqual(await draw(cpu, rows));
  });

  test("when a total just above 2³¹ sends half of the bits back", async () => {
    const rows = [Uint32Array.of(2 ** 30, 0, 2 ** 30, 1), Uint32Array.of(2 ** 32 - 1, 0, 0, 0)];
    expect(await draw(webgpu!, rows)).toEqual(await draw(cpu, rows));
  });

  test("when all lineages share one distribution", async () => {
    const row = scattered(77, 1000);
    const shared = await draw(webgpu!, [row], { L: 3 });
    expect(shared).toEqual(await draw(cpu, [row], { L: 3 }));
    expect(shared).toEqual(await draw(cpu, [row, row, row]));
  });

  test("for 100,003 lineages, more than one dimension of a grid holds", async () => {
    const [L, N, last] = [100_003, 173, 100_002];
    const row = scattered(10, 1000);
    const { drawn, counted } = await draw(webgpu!, [row], { L, N });
    const alone = await draw(cpu, [row], { L: 1, N, lineages: [last] });
    expect(drawn.subarray(last * N)).toEqual(alone.drawn);
    expect(counted.subarray(last * 10)).toEqual(alone.counted);
  });

  test("when it counts the first rows only", async () => {
    const count = async (backend: Backend) => {
      using scope = backend.scope("test");
      const [L, N, K] = [3, 1003, 7];
      // Runs of equal neighbours, of every length up to fifteen.
      const values = Uint32Array.from({ length: L * N }, (_, i) => Math.floor(i ** 1.3 / 9) % K);
      const counts = scope.zeros("counts", "u32", [L, K]);
      const totals = scope.tensor("totals", "u32", [L]);
      const tensors = { values: scope.tensor("values", "u32", [L, N], values), counts, totals };
      backend.dispatch(categoricalCount, tensors, { rows: 789 });
      return await backend.read(counts, totals);
    };
    const [counts, totals] = await count(webgpu!);
    expect([counts, totals]).toEqual(await count(cpu));
    expect([...totals]).toEqual([789, 789, 789]);
    expect(counts.reduce((sum, x) => sum + x, 0)).toBe(3 * 789);
  });

  test("when it adds", async () => {
    const add = async (backend: Backend) => {
      using scope = backend.scope("test");
      const [L, K] = [5, 33];
      const table = (label: string, factor: number) =>
        scope.tensor(label, "u32", [L, K], scattered(L * K, factor));
      const vector = (label: string, x: number) =>
        scope.tensor(
          label,
          "u32",
          [L],
          Uint32Array.from({ length: L }, (_, l) => x * l),
        );
      const counts = scope.tensor("counts", "u32", [L, K]);
      const totals = scope.tensor("totals", "u32", [L]);
      backend.dispatch(
        addCounts,
        {
          firstCounts: table("first", 10),
          firstTotals: vector("first", 3),
          secondCounts: table("second", 1000),
          secondTotals: vector("second", 50),
          counts,
          totals,
        },
        {},
      );
      return await backend.read(counts, totals);
    };
    expect(await add(webgpu!)).toEqual(await add(cpu));
  });

  test.each([
    [4, 50],
    [3, 1009],
  ])("when it tempers %i rows of %i categories", async (L, K) => {
    const temperatures = Float64Array.from([0.05, 0.7, 1, 20].slice(0, L));
    const weigh = async (backend: Backend) => {
      using scope = backend.scope("test");
      const counts = scope.tensor("counts", "u32", [L, K], scattered(L * K, 100_000));
      const context = contextFor(backend, scope, {
        lineages: L,
        space: { kind: "category", categories: K },
      });
      return (await backend.read(temperedCounts(context, counts, temperatures)))[0];
    };
    const [actual, expected] = [await weigh(webgpu!), await weigh(cpu)];
    // Rounded logarithms up to 11.5 are divided by T, and ⌊⌋ may fall on either side.
    for (const [l, temperature] of temperatures.entries()) {
      const row = (weights: Uint32Array) => weights.subarray(l * K, (l + 1) * K);
      const relative = 1e-6 * (1 + 2 / temperature);
      expectClose(row(actual), row(expected), { relative, absolute: 1 });
    }
  });
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a lineage draws the same whatever runs beside it", async () => {
    const rows = [scattered(40, 50), scattered(40, 7), scattered(40, 900)];
    const company = await draw(backend, rows, { N: 99 });
    const alone = await draw(backend, [rows[1]], { N: 99, lineages: [1] });
    expect(company.drawn.slice(99, 198)).toEqual(alone.drawn);
  });

  test("generations do not share numbers", async () => {
    const row = new Uint32Array(65_536).fill(1);
    const { drawn: first } = await draw(backend, [row]);
    const { drawn: second } = await draw(backend, [row], { generation: 1 });
    // Of 1,001 pairs 0.015 agree by chance.
    expect(first.filter((k, n) => k === second[n]).length).toBeLessThan(3);
  });

  test("the dead are never drawn, beside the largest totals and at either end", async () => {
    const row = Uint32Array.from({ length: 999 }, (_, k) => (k % 3 === 1 ? 12_000_000 : 0));
    const { counted } = await draw(backend, [row], { N: 100_003 });
    expect(row.every((count, k) => count > 0 || counted[k] === 0)).toBe(true);
    expect(row.every((count, k) => count === 0 || counted[k] > 0)).toBe(true);
  });

  test("tempered weights fit a u32, keep the dead dead and the living alive", async () => {
    using scope = backend.scope("test");
    const [L, K] = [5, 65_536];
    const row = scattered(K, 60_000).map((count, k) => (k === 5 ? 4_000_000 : count));
    const table = new Uint32Array(L * K);
    for (let l = 0; l < L; l++) table.set(row, l * K);
    const counts = scope.tensor("counts", "u32", [L, K], table);
    const temperatures = Float64Array.of(0.05, 0.5, 1, 2, 20);
    const space = { kind: "category", categories: K } as const;
    const context = contextFor(backend, scope, { lineages: L, space });
    const [weights] = await backend.read(temperedCounts(context, counts, temperatures));
    for (const [l, temperature] of temperatures.entries()) {
      const own = weights.subarray(l * K, (l + 1) * K);
      expect(own.every((weight, k) => weight > 0 === row[k] > 0)).toBe(true);
      const total = own.reduce((sum, weight) => sum + weight, 0);
      expect(total).toBeLessThan(2 ** 32);
      if (temperature === 1) {
        expect(own).toEqual(row);
        continue;
      }
      const expected = temper(Float64Array.from(row), temperature);
      // ⌊⌋ and max(1, …) move a probability by at most 2⁻³².
      expectClose(
        Float64Array.from(own, (weight) => weight / total),
        expected,
        { relative: 4e-5, absolute: 2 ** -31 },
      );
    }
  });

  test.each([0.5, 0.9, 2])("temperature %f applied n times is p^(T^-n)", async (temperature) => {
    using scope = backend.scope("test");
    const [L, K, times] = [3, 300, 4];
    const p = Float64Array.from({ length: K }, (_, k) => 1 / (k + 1));
    const first = new Float32Array(L * K).map((_, i) => Math.log(p[i % K]));
    const space = { kind: "category", categories: K } as const;
    const context = contextFor(backend, scope, { lineages: L, space });
    const vector = context.vector(new Float64Array(L).fill(temperature));
    let logs = scope.tensor("logs", "f32", [L, K], first);
    for (let n = 0; n < times; n++) logs = tempered(context, logs, vector);
    const [result] = await backend.read(logs);
    // What f32 holds of T is what was applied.
    const exponent = Math.fround(temperature) ** -times;
    const expected = temper(p, 1 / exponent);
    for (let l = 0; l < L; l++) {
      const own = Float64Array.from(result.subarray(l * K, (l + 1) * K), Math.exp);
      expectClose(own, expected, { relative: 1e-5, absolute: 1e-12 });
    }
  });
});

test("in double precision, tempering n times is p^(T^-n) to 1e-12", () => {
  const p = Float64Array.from({ length: 50 }, (_, k) => 1 / (k + 1));
  let now: Float64Array = p;
  for (let n = 0; n < 5; n++) now = temper(now, 0.8);
  const powers = p.map((x) => x ** (0.8 ** -5));
  const sum = powers.reduce((a, b) => a + b, 0);
  expectClose(
    now,
    powers.map((x) => x / sum),
    { relative: 1e-12 },
  );
});

describe.skipIf(webgpu === null)("a million draws follow the distribution", () => {
  const zipfWeights = (K: number) =>
    Uint32Array.from({ length: K }, (_, k) => Math.round(300_000_000 / (k + 1)));
  test.each([
    ["10 equal categories", new Uint32Array(10).fill(1)],
    ["Zipf's law over 50", zipfWeights(50)],
    ["65,536 equal categories", new Uint32Array(65_536).fill(1)],
    ["Zipf's law over 65,536", zipfWeights(65_536)],
    ["totals that send half of the bits back", Uint32Array.of(2 ** 30, 3, 2 ** 30, 2 ** 20)],
  ])("%s", async (_name, weights) => {
    const { counted } = await draw(webgpu!, [weights], { N: 1_000_000 });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const score = chiSquareScore(
      counted,
      Array.from(weights, (weight) => weight / total),
    );
    // Too even would be as suspicious as too uneven.
    expect(Math.abs(score)).toBeLessThan(4);
  });
});
