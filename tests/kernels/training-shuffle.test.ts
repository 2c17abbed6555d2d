import { describe, expect, test } from "vitest";
import { shuffle } from "../../src/kernels/training/shuffle.ts";
import { Stream } from "../../src/random/streams.ts";
import { expectAgreement, runKernel } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { chiSquareScore } from "../support/chi-square.ts";
import type { Backend } from "../../src/compute/backend.ts";

function caseOf(count: number, { L = 3, B = 7, step = 0, generation = 0 } = {}) {
  return {
    axes: { L, B },
    scalars: { stream: Stream.SHUFFLE, generation, count },
    inputs: { clock: () => step, keys: (i: number) => (i % 2 === 0 ? 7 : i >> 1) },
  };
}

/** The order of `batches` steps in a row, of one lineage. */
async function ordered(backend: Backend, count: number, B: number, batches: number) {
  const orders: number[] = [];
  for (let step = 0; step < batches; step++) {
    const { order } = await runKernel(backend, shuffle, caseOf(count, { L: 1, B, step }));
    orders.push(...order);
  }
  return orders;
}

test.skipIf(webgpu === null).each([1, 2, 5, 97, 1000, 60_000])(
  "the order of %i samples is the same in WGSL",
  (count) =>
    expectAgreement(shuffle, caseOf(count, { B: 67, step: 5, generation: 3 }), { absolute: 0 }),
);

describe.each(backends)("on $adapter.backend", (backend) => {
  test.each([1, 2, 3, 10, 64, 1009])("an epoch has each of %i samples once", async (count) => {
    const { order } = await runKernel(backend, shuffle, caseOf(count, { B: 3 * count }));
    for (let epoch = 0; epoch < 3 * 3; epoch++) {
      const own = order.slice(epoch * count, (epoch + 1) * count);
      expect(own.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, n) => n));
    }
  });

  test("epochs run on across batches that do not divide them", async () => {
    const order = await ordered(backend, 10, 4, 5);
    for (const epoch of [order.slice(0, 10), order.slice(10)]) {
      expect(epoch.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    expect(order.slice(0, 10)).not.toEqual(order.slice(10));
  });

  test("lineages and generations have orders of their own", async () => {
    const { order } = await runKernel(backend, shuffle, caseOf(100, { L: 2, B: 100 }));
    const later = await runKernel(backend, shuffle, caseOf(100, { L: 1, B: 100, generation: 1 }));
    expect(order.slice(0, 100)).not.toEqual(order.slice(100));
    expect(order.slice(0, 100)).not.toEqual(later["order"]);
    const alone = await runKernel(backend, shuffle, caseOf(100, { L: 1, B: 100 }));
    expect(order.slice(0, 100)).toEqual(alone["order"]);
  });
});

test.each([3, 7, 12])("every sample is as often at every place of %i", async (count) => {
  const epochs = 4000;
  const { order } = await runKernel(cpu, shuffle, caseOf(count, { L: 1, B: epochs * count }));
  // Pairs (place, sample); a permutation leaves (count - 1)² of them free.
  const pairs = new Float64Array(count * count);
  // And pairs of neighbours, which a weak network would keep together.
  const neighbours = new Float64Array(count * count);
  for (const [i, sample] of order.entries()) {
    pairs[(i % count) * count + sample]++;
    if (i % count > 0) neighbours[order[i - 1] * count + sample]++;
  }
  const even = new Float64Array(count ** 2).fill(1 / count ** 2);
  expect(chiSquareScore(pairs, even)).toBeLessThan(4);
  const unequal = neighbours.filter((_, i) => i % (count + 1) !== 0);
  const evenUnequal = new Float64Array(count * (count - 1)).fill(1 / (count * (count - 1)));
  expect(chiSquareScore(unequal, evenUnequal)).toBeLessThan(4);
});
