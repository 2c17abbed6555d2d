import { describe, expect, test } from "vitest";
import type { FactsOf } from "../../src/distribution.ts";
import {
  countsInProportion,
  openCategories,
  realCategoryKernels,
} from "../../src/datasets/real-categories.ts";
import { uniformCategories } from "../../src/datasets/uniform-categories.ts";
import { zipf } from "../../src/datasets/zipf.ts";
import { backends } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { contextFor } from "../support/contexts.ts";

const sum = (list: ArrayLike<number>) => Array.from(list).reduce((a, b) => a + b, 0);

test.each([1, 10, 65_536])("uniform over %i", (categories) => {
  const { counts, total } = uniformCategories.facts({ categories, groups: "" });
  expect(new Set(counts)).toEqual(new Set([counts[0]]));
  expect(counts.length).toBe(categories);
  expect(total).toBe(sum(counts));
});

test.each([
  [1, 1],
  [50, 1],
  [50, 0],
  [65_536, 1],
  [65_536, 5],
])("Zipf over %i with exponent %f", (categories, exponent) => {
  const { counts, total } = zipf.facts({ categories, exponent, groups: "" });
  expect(counts.length).toBe(categories);
  expect(total).toBe(sum(counts));
  expect(total).toBeLessThan(2 ** 32);
  expect(counts.every((count) => count > 0)).toBe(true);
  expect(counts.every((count, k) => k === 0 || count <= counts[k - 1])).toBe(true);
  const weights = Array.from({ length: categories }, (_, k) => (k + 1) ** -exponent);
  const whole = sum(weights);
  // As fine as a u32 total allows: 2⁻³² for each category, and what all of them shift together.
  expectClose(
    Array.from(counts, (count) => count / total),
    weights.map((weight) => weight / whole),
    { absolute: 2 ** -31, relative: categories * 2 ** -31 },
  );
});

test("counts in proportion keep everything alive and fit a u32", () => {
  const { counts, total } = countsInProportion(Float64Array.of(1, 1e-300, 1e9));
  expect([...counts].every((count) => count > 0)).toBe(true);
  expect(total).toBe(sum(counts));
  expect(total).toBeLessThan(2 ** 32);
});

describe.each(backends)("on $adapter.backend", (backend) => {
  const left: FactsOf<"category"> = {
    kind: "category",
    counts: Uint32Array.of(3, 1, 0),
    total: 4,
    names: null,
  };
  const right = { ...left, counts: Uint32Array.of(0, 1, 7), total: 8 };

  test("lineages that share their facts share one table, and draw as if each had its own", async () => {
    await backend.prepare(realCategoryKernels);
    using scope = backend.scope("test");
    const space = { kind: "category", categories: 3 } as const;
    const context = contextFor(backend, scope, { lineages: 3, space });
    const shared = openCategories(context, [left, left, left]);
    const apart = openCategories(context, [left, { ...left }, { ...left }]);
    expect(shared.forms.categories!.counts.shape).toEqual([1, 3]);
    expect(apart.forms.categories!.counts.shape).toEqual([3, 3]);
    const [one, other] = await backend.read(
      shared.draw(context, 99).values,
      apart.draw(context, 99).values,
    );
    expect(one).toEqual(other);
    expect(new Set(one)).toEqual(new Set([0, 1]));
  });

  test("each lineage draws from its own facts", async () => {
    await backend.prepare(realCategoryKernels);
    using scope = backend.scope("test");
    const space = { kind: "category", categories: 3 } as const;
    const context = contextFor(backend, scope, { lineages: 2, space });
    const [drawn] = await backend.read(
      openCategories(context, [left, right]).draw(context, 200).values,
    );
    expect(new Set(drawn.subarray(0, 200))).toEqual(new Set([0, 1]));
    expect(new Set(drawn.subarray(200))).toEqual(new Set([1, 2]));
  });
});
