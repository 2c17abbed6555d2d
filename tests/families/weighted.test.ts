import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { perLineage } from "../../src/config.ts";
import { keepWhereEmpty } from "../../src/engine/empty-pools.ts";
import { generationsOf } from "../../src/engine/run.ts";
import { categorical } from "../../src/families/categorical.ts";
import { gaussian } from "../../src/families/gaussian.ts";
import { ngram } from "../../src/families/ngram.ts";
import type { Family } from "../../src/families/family.ts";
import { LOG_ZERO } from "../../src/kernels/logarithm.ts";
import type { Parameters, Pool, SampleSpace, Segment } from "../../src/samples.ts";
import { scatteredFraction, scatteredNormal, scatteredWord } from "../support/agree.ts";
import { backends, cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { BEGINNING, contextFor, resultOf } from "../support/contexts.ts";
import { resolvedSmall } from "../support/experiments.ts";

const D = 2;
const SIZES = [37, 50];
const SPACES = {
  vector: { kind: "vector", dimensions: D },
  category: { kind: "category", categories: 7 },
  tokens: { kind: "tokens", vocabulary: 5, length: 6, start: 0 },
} satisfies Record<string, SampleSpace>;
type Kind = keyof typeof SPACES;

/** In data units: row n of segment s of lineage l. */
function rowOf(kind: Kind, l: number, s: number, n: number): number[] {
  const at = 1000 * l + 100 * s + n;
  if (kind === "category") return [scatteredWord(at) % 7];
  if (kind === "tokens") return Array.from({ length: 6 }, (_, t) => scatteredWord(6 * at + t) % 5);
  const [x, y] = [scatteredNormal(2 * at), scatteredNormal(2 * at + 1)];
  return [3 + x, -1 + 0.5 * x + 0.2 * y];
}

type WeightOf = (l: number, s: number, n: number) => number;
const part: WeightOf = (l, s, n) => Number(scatteredWord(500 + 1000 * l + 100 * s + n) % 3 !== 0);
const fractional: WeightOf = (l, s, n) => part(l, s, n) * scatteredFraction(100 * l + 50 * s + n);

/** Lineages side by side; `weight` of null leaves the weights out. */
function poolOf(
  { scope }: ReturnType<typeof contextFor>,
  kind: Kind,
  L: number,
  sizes: readonly number[],
  weight: WeightOf | null,
): Pool {
  return sizes.map((N, s): Segment => {
    const numbers: number[] = [];
    const weights: number[] = [];
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < N; n++) {
        numbers.push(...rowOf(kind, l, s, n));
        weights.push(weight?.(l, s, n) ?? 1);
      }
    }
    const shape = kind === "vector" ? [L, N, D] : kind === "category" ? [L, N] : [L, N, 6];
    const values =
      kind === "vector"
        ? scope.tensor("values", "f32", shape, Float32Array.from(numbers))
        : scope.tensor("values", "u32", shape, Uint32Array.from(numbers));
    const weighing = scope.tensor("weight", "f32", [L, N], Float32Array.from(weights));
    return { values, rows: N, birth: s, frame: null, ...(weight && { weight: weighing }) };
  });
}

const defaults = (family: Family, L: number, change: object) => {
  const settings = Object.entries(family.settings).map(([name, setting]) => [
    name,
    setting.kind === "number" ? (setting.off ?? setting.default) : setting.default,
  ]);
  return perLineage(family.settings, { ...Object.fromEntries(settings), ...change }, L) as never;
};

interface Fit {
  readonly family: Family;
  readonly kind: Kind;
  readonly config?: object;
  readonly L?: number;
  readonly weight?: WeightOf | null;
  /** What of each segment is there instead of all of it. */
  readonly sizes?: readonly number[];
  readonly previous?: WeightOf | null;
}

const anyFamily = (family: unknown) => family as Family;

/** By name of each parameter: its numbers of all lineages. */
async function fitted(backend: Backend, fit: Fit): Promise<Record<string, number[]>> {
  const { family, kind, config = {}, L = 3, weight = null, sizes = SIZES, previous } = fit;
  using scope = backend.scope("test");
  const context = contextFor(backend, scope, { lineages: L, space: SPACES[kind] });
  const told = defaults(family, L, config);
  const pool = poolOf(context, kind, L, sizes, weight);
  const learn = (from: Pool, before: Parameters | null) =>
    resultOf<Parameters>(family.fit(context, from, told, { ...BEGINNING, previous: before }));
  const before =
    previous === undefined ? null : await learn(poolOf(context, kind, L, [9], previous), null);
  const learned = await learn(pool, before);
  keepWhereEmpty(context, pool, family, { fitted: learned, previous: before, config: told });
  const entries = Object.entries(learned).flatMap(([name, tensor]) =>
    tensor === null ? [] : [[name, tensor] as const],
  );
  const arrays: readonly ArrayLike<number>[] = await backend.read(
    ...entries.map(([, tensor]) => tensor),
  );
  return Object.fromEntries(entries.map(([name], i) => [name, Array.from(arrays[i])]));
}

/** Mean and covariance [D, D] of a lineage's rows by their weights, and of the divisor what it is. */
function exact(l: number, weight: WeightOf, divisor: "N" | "N-1") {
  const rows = SIZES.flatMap((N, s) =>
    Array.from({ length: N }, (_, n) => ({
      w: Math.fround(weight(l, s, n)),
      x: rowOf("vector", l, s, n).map(Math.fround),
    })),
  );
  const sum = (f: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + f(row), 0);
  const mass = sum(({ w }) => w);
  const mean = [0, 1].map((d) => sum(({ w, x }) => w * x[d]) / mass);
  const by = divisor === "N" ? mass : mass - sum(({ w }) => w * w) / mass;
  const covariance = [0, 1].map((i) =>
    [0, 1].map((j) => sum(({ w, x }) => w * (x[i] - mean[i]) * (x[j] - mean[j])) / by),
  );
  return { mean, covariance };
}

describe.each(backends)("on $adapter.backend", (backend) => {
  const full = { covariance: "full" };

  test.each(["N", "N-1"] as const)("a Gaussian has weighted moments over %s", async (divisor) => {
    const config = { ...full, divisor };
    for (const weight of [part, fractional]) {
      const family = anyFamily(gaussian);
      const found = await fitted(backend, { family, kind: "vector", config, weight });
      const diagonal = await fitted(backend, {
        family,
        kind: "vector",
        config: { divisor },
        weight,
      });
      for (let l = 0; l < 3; l++) {
        const { mean, covariance } = exact(l, weight, divisor);
        const deviations = covariance.map((row, i) => Math.sqrt(row[i]));
        const correlation = covariance[0][1] / deviations[0] / deviations[1];
        const logs = deviations.map(Math.log);
        for (const { mean: means, logDeviation } of [found, diagonal]) {
          expectClose(means.slice(D * l, D * l + D), mean, { absolute: 2e-6 });
          expectClose(logDeviation.slice(D * l, D * l + D), logs, { absolute: 3e-6 });
        }
        const factor = found["factor"].slice(4 * l, 4 * l + 4);
        const lower = [1, 0, correlation, Math.sqrt(1 - correlation ** 2)];
        expectClose(factor, lower, { absolute: 5e-6 });
      }
    }
  });

  test("weights of 0 and 1 are the rows that are left", async () => {
    // The first 17 and 21 of each segment; the rest is not there.
    const left = [17, 21];
    const weight: WeightOf = (_l, s, n) => Number(n < left[s]);
    for (const [family, kind, config] of [
      [gaussian, "vector", full],
      [gaussian, "vector", { ...full, divisor: "N-1" }],
      [gaussian, "vector", { divisor: "N-1" }],
      [categorical, "category", {}],
    ] as const) {
      const fit = { family: anyFamily(family), kind, config };
      const all = await fitted(backend, { ...fit, weight });
      const alone = await fitted(backend, { ...fit, sizes: left });
      for (const name of Object.keys(alone)) {
        // Integers exactly; sums of numbers in another order.
        const tolerance = kind === "category" ? {} : { absolute: 5e-6 };
        expectClose(all[name], alone[name], tolerance);
      }
    }
  });

  test("a lineage counts the same alone and in company", async () => {
    for (const [family, kind] of [
      [gaussian, "vector"],
      [categorical, "category"],
    ] as const) {
      for (const weight of [part, fractional]) {
        const fit = {
          family: anyFamily(family),
          kind,
          weight,
          config: family === gaussian ? full : {},
        };
        const [alone, beside] = [
          await fitted(backend, { ...fit, L: 1 }),
          await fitted(backend, { ...fit, L: 9 }),
        ];
        for (const [name, values] of Object.entries(alone)) {
          expect(beside[name].slice(0, values.length)).toEqual(values);
        }
      }
    }
  });

  test("fractions of weights are shares of categories, and what has none is dead", async () => {
    const weight: WeightOf = (l, s, n) =>
      rowOf("category", l, s, n)[0] === 3 ? 0 : 1e-3 + fractional(l, s, n);
    const family = anyFamily(categorical);
    const { counts, totals } = await fitted(backend, { family, kind: "category", weight });
    for (let l = 0; l < 3; l++) {
      const expected = new Float64Array(7);
      for (const [s, N] of SIZES.entries()) {
        for (let n = 0; n < N; n++) {
          expected[rowOf("category", l, s, n)[0]] += Math.fround(weight(l, s, n));
        }
      }
      const mass = expected.reduce((sum, w) => sum + w, 0);
      const own = counts.slice(7 * l, 7 * l + 7);
      expect(own.reduce((sum, count) => sum + count, 0)).toBe(totals[l]);
      expect(own[3]).toBe(0);
      // Each of 87 rows is rounded by half of less than 2⁻³⁰ of the sum.
      const shares = own.map((count) => count / totals[l]);
      expectClose(
        shares,
        Array.from(expected, (w) => w / mass),
        { absolute: 87 * 2 ** -30 },
      );
    }
  });

  test("whole weights count texts as often as they say, and 0 not at all", async () => {
    const family = anyFamily(ngram);
    const config = { order: 2 };
    const twice: WeightOf = (l, s, n) => (n < 20 ? 2 * part(l, s, n) : 0);
    const { counts } = await fitted(backend, { family, kind: "tokens", config, weight: twice });
    const E = counts.length / 3;
    for (let l = 0; l < 3; l++) {
      let texts = 0;
      for (const s of [0, 1]) for (let n = 0; n < 20; n++) texts += twice(l, s, n);
      expect(counts[l * E]).toBe(6 * texts);
      expect(counts.slice(l * E, (l + 1) * E).every((count) => count % 2 === 0)).toBe(true);
    }
    const some: WeightOf = (l, s, n) => (s === 0 ? fractional(l, s, n) : 0);
    const resampled = await fitted(backend, { family, kind: "tokens", config, weight: some });
    // As many texts as the pool has rows.
    expect(resampled["counts"][0]).toBe(6 * 87);
  });

  test.each([
    [gaussian, "vector", full],
    [categorical, "category", {}],
    [ngram, "tokens", { order: 2 }],
  ] as const)("a lineage without a pool keeps what it was: %#", async (one, kind, config) => {
    const family = anyFamily(one);
    const first: WeightOf = () => 1;
    const before = await fitted(backend, { family, kind, config, sizes: [9], weight: first });
    const weight: WeightOf = (l, s, n) => (l === 1 ? 0 : part(l, s, n));
    const fit = { family, kind, config, weight };
    const kept = await fitted(backend, { ...fit, previous: first });
    const unkept = await fitted(backend, { ...fit, weight: part });
    for (const [name, values] of Object.entries(kept)) {
      const size = values.length / 3;
      const oldSize = before[name].length / 3;
      const old = before[name].slice(oldSize, 2 * oldSize);
      const own = values.slice(size, 2 * size).slice(0, oldSize);
      expect(own, name).toEqual(old);
      for (const l of [0, 2]) {
        const slice = (all: readonly number[]) => all.slice(l * size, (l + 1) * size);
        expect(slice(values)).toEqual(slice(unkept[name]));
      }
    }
  });
});

test.each(backends)(
  "one row that is left has no deviation, on $adapter.backend",
  async (backend) => {
    const weight: WeightOf = (_l, s, n) => Number(s === 1 && n === 3);
    for (const config of [{}, { covariance: "full", divisor: "N-1" }]) {
      const family = anyFamily(gaussian);
      const { mean, logDeviation } = await fitted(backend, {
        family,
        kind: "vector",
        config,
        weight,
      });
      expectClose(mean.slice(0, D), rowOf("vector", 0, 1, 3), { absolute: 1e-6 });
      expect(logDeviation.every((log) => log <= LOG_ZERO / 2)).toBe(true);
    }
  },
);

test("a network without a pool keeps its weights, and one with some of it learns from that", async () => {
  const losses = async (truePositiveRate: number) => {
    const experiment = await resolvedSmall({
      dataset: { name: "grammar", config: { length: 4, heldOut: 3 } },
      family: {
        name: "transformer",
        config: { width: 8, layers: 1, heads: 2, batch: 4, epochs: 1 },
      },
      interventions: [{ name: "watermark", config: { truePositiveRate } }],
      metrics: [{ name: "held-out-loss" }],
      lineages: 2,
      samples: 8,
      generations: 2,
    });
    const all: number[][] = [];
    for await (const { record } of generationsOf(experiment, { backend: cpu })) {
      all.push(Array.from(record.metrics["held-out-loss"]));
    }
    return all;
  };
  const [first, same] = await losses(1);
  expect(same).toEqual(first);
  const [before, after] = await losses(0.5);
  expect(before).toEqual(first);
  expect(after[0]).not.toBe(first[0]);
});
