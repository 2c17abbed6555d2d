import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { gaussianPair } from "../../src/datasets/gaussian-pair.ts";
import { grammar } from "../../src/datasets/grammar.ts";
import { zipf } from "../../src/datasets/zipf.ts";
import { type ClosedForms, spaceOf } from "../../src/distribution.ts";
import { categorical } from "../../src/families/categorical.ts";
import { gaussian } from "../../src/families/gaussian.ts";
import { LOG_ZERO } from "../../src/kernels/logarithm.ts";
import type { Moments, SampleSpace, Segment } from "../../src/samples.ts";
import { WindowReader } from "../../src/text/grammar/windows.ts";
import { scatteredNormal } from "../support/agree.ts";
import { backends, cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { contextFor } from "../support/contexts.ts";

type Context = ReturnType<typeof contextFor>;

/** What a form says of a segment. */
async function asked(
  backend: Backend,
  space: SampleSpace,
  L: number,
  make: (context: Context) => { readonly forms: ClosedForms; readonly segment: Segment },
): Promise<number[]> {
  using scope = backend.scope("test");
  const context = contextFor(backend, scope, { lineages: L, space });
  const { forms, segment } = make(context);
  const found = await forms.logProb!(context, segment);
  return Array.from((await backend.read(found))[0]);
}

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);
const rows = { rows: 7, birth: 1 };

describe.each(backends)("on $adapter.backend", (backend) => {
  // Two lineages: one as it begins, one that has collapsed beyond what a float resolves.
  const logDeviations = [0.3, -0.5, -60, -61];
  const factor = [1, 0, 0.6, 0.8];

  test.each(["diagonal", "full"])("a %s Gaussian knows the density of its samples", async (how) => {
    const z = Array.from({ length: 2 * 7 * 2 }, (_, i) => scatteredNormal(i));
    const found = await asked(backend, { kind: "vector", dimensions: 2 }, 2, ({ scope }) => {
      const moments: Moments = {
        mean: scope.tensor("mean", "f32", [2, 2], Float32Array.of(3, -1, 5, 7)),
        logDeviation: scope.tensor("log", "f32", [2, 2], Float32Array.from(logDeviations)),
        factor:
          how === "diagonal"
            ? null
            : scope.tensor("factor", "f32", [2, 2, 2], Float32Array.of(...factor, ...factor)),
      };
      const values = scope.tensor("values", "f32", [2, 7, 2], Float32Array.from(z));
      const forms = gaussian.forms(null as never, moments, null as never);
      return { forms, segment: { values, ...rows, frame: moments } };
    });
    const expected = found.map((_, i) => {
      const l = Math.floor(i / 7);
      const square = z[2 * i] ** 2 + z[2 * i + 1] ** 2;
      const logDeterminant =
        logDeviations[2 * l] + logDeviations[2 * l + 1] + (how === "full" ? Math.log(0.8) : 0);
      return -0.5 * square - logDeterminant - 2 * HALF_LOG_2PI;
    });
    expectClose(found, expected, { absolute: 1e-4 });
  });

  test("two modes know the density of points, whatever frame those come in", async () => {
    const config = { separation: 3, deviation: 0.5 };
    const facts = gaussianPair.facts({ ...defaultsOf(gaussianPair.settings), ...config } as never);
    const [marginal] = facts.kind === "vector" ? facts.marginals : [];
    const values = Float32Array.from({ length: 7 }, (_, i) => scatteredNormal(i));
    const found = await asked(backend, spaceOf(facts), 1, (context) => {
      const { scope } = context;
      const real = gaussianPair.open(context, [facts] as never);
      const frame = {
        mean: scope.tensor("mean", "f32", [1, 1], Float32Array.of(0.5)),
        logDeviation: scope.tensor("log", "f32", [1, 1], Float32Array.of(Math.log(2))),
        factor: null,
      };
      const segment = { values: scope.tensor("values", "f32", [1, 7, 1], values), ...rows, frame };
      return { forms: real.forms, segment };
    });
    const expected = Array.from(values, (z) => {
      const x = 0.5 + 2 * z;
      const density = marginal.reduce((sum, { weight, mean, deviation }) => {
        const square = ((x - mean) / deviation) ** 2;
        return sum + (weight / deviation) * Math.exp(-0.5 * square - HALF_LOG_2PI);
      }, 0);
      return Math.log(density);
    });
    expectClose(found, expected, { absolute: 1e-4 });
  });

  test("categories know their probability, and what has none", async () => {
    const counts = Uint32Array.of(3, 0, 1, 4, 2, 2);
    const categories = Uint32Array.of(0, 1, 2, 2, 1, 0, 1);
    const found = await asked(backend, { kind: "category", categories: 3 }, 2, ({ scope }) => {
      const model = {
        counts: scope.tensor("counts", "u32", [2, 3], counts),
        totals: scope.tensor("totals", "u32", [2], Uint32Array.of(4, 8)),
      };
      const values = Uint32Array.from([...categories, ...categories]);
      const segment = {
        values: scope.tensor("values", "u32", [2, 7], values),
        ...rows,
        frame: null,
      };
      return { forms: categorical.forms(null as never, model, null as never), segment };
    });
    const expected = [0, 1].flatMap((l) =>
      Array.from(categories, (k) => {
        const p = counts[3 * l + k] / [4, 8][l];
        return p === 0 ? LOG_ZERO : Math.log(p);
      }),
    );
    expectClose(found, expected, { absolute: 1e-6, relative: 1e-7 });
  });
});

test("the real categories are asked alike, one table for all lineages", async () => {
  const facts = zipf.facts({ categories: 4, exponent: 1, groups: "" });
  const found = await asked(cpu, spaceOf(facts), 2, (context) => ({
    forms: zipf.open(context, [facts, facts] as never).forms,
    segment: {
      values: context.scope.tensor("values", "u32", [2, 2], Uint32Array.of(0, 1, 2, 3)),
      rows: 2,
      birth: 1,
      frame: null,
    },
  }));
  expectClose(
    found,
    [1, 2, 3, 4].map((k) => -Math.log((k * 25) / 12)),
    { absolute: 1e-6 },
  );
});

test("a grammar knows its texts exactly, and others not at all", async () => {
  const config = { ...defaultsOf(grammar.settings), length: 12, heldOut: 3 };
  const facts = grammar.facts(config as never);
  if (facts.kind !== "tokens") throw new Error("a grammar gives texts");
  const { heldOut, pieces, start } = facts;
  const texts = Uint32Array.from(heldOut);
  texts.set([1, 1, 1, 1], 24);
  const found = await asked(cpu, spaceOf(facts), 1, (context) => ({
    forms: grammar.open(context, [facts] as never).forms,
    segment: {
      values: context.scope.tensor("values", "u32", [1, 3, 12], texts),
      rows: 3,
      birth: 1,
      frame: null,
    },
  }));
  const reader = new WindowReader(facts.grammar!, pieces.length, start);
  const expected = [0, 1].map((n) => reader.logProbability(heldOut.subarray(12 * n, 12 * n + 12)));
  expectClose(found.slice(0, 2), expected, { relative: 1e-6 });
  expect(found[2]).toBe(Math.fround(LOG_ZERO));
});

function defaultsOf(settings: Readonly<Record<string, { readonly default: unknown }>>) {
  return Object.fromEntries(Object.entries(settings).map(([name, one]) => [name, one.default]));
}
