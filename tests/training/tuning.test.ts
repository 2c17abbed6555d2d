import { afterEach, describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { multiply } from "../../src/training/multiply.ts";
import { classOf, setTuning, tuningOf } from "../../src/training/product-kernels.ts";
import { tuneProducts } from "../../src/training/tuning.ts";
import { cpu } from "../support/backends.ts";

const EXAMPLES = [
  { M: 12, N: 24, K: 20 },
  { M: 12, N: 24, K: 132 },
];

/**
 * The CPU backend in the clothes of a graphics card, whose clock goes by what each shader is said
 * to cost. `spoiled` is a shader that gives wrong numbers.
 */
function pretended({ name = "card", spoiled = "", half = false } = {}) {
  let time = 0;
  const dispatched: string[] = [];
  const adapter = { ...cpu.adapter, software: false, subgroups: true, half, description: name };
  const backend: Backend = Object.assign(Object.create(cpu) as Backend, {
    adapter,
    prepare: () => Promise.resolve(),
    scope: (label: string) => cpu.scope(label),
    read: (...readables: Parameters<Backend["read"]>) => cpu.read(...readables),
    dispatch(...[kernel, tensors, scalars]: Parameters<Backend["dispatch"]>) {
      dispatched.push(kernel.shader);
      const costs = { half: 0.5, fours: 3, quads: 2, tiles: kernel.shader.includes("tn") ? 1 : 4 };
      time += Object.entries(costs).find(([word]) => kernel.shader.includes(word))?.[1] ?? 9;
      cpu.dispatch(kernel, tensors, scalars);
      if (kernel.shader === spoiled) {
        const { out } = tensors as unknown as { out: { array: Float32Array } };
        out.array[0] += 1;
      }
    },
  });
  return { backend, dispatched, now: () => time };
}

afterEach(() => setTuning(cpu, {}));

describe("tuning", () => {
  test("takes the fastest variant of each class, and products go by it", async () => {
    const { backend, dispatched, now } = pretended({ name: "fast tiles" });
    const tuning = await tuneProducts(backend, { now, examples: EXAMPLES });
    const quads = { "NN small short": "quads", "NN small long": "quads" };
    const others = { "NT small short": "quads", "NT small long": "quads" };
    expect(tuning).toEqual({
      ...quads,
      ...others,
      "TN small short": "tiles",
      "TN small long": "tiles",
    });
    expect(JSON.parse(JSON.stringify(tuning))).toEqual(tuning);

    dispatched.length = 0;
    using scope = backend.scope("test");
    const of = (...shape: number[]) => scope.zeros("x", "f32", shape);
    multiply(backend, { product: "NN", a: of(1, 12, 20), b: of(1, 20, 24), out: of(1, 12, 24) });
    multiply(backend, { product: "TN", a: of(1, 20, 12), b: of(1, 20, 24), out: of(1, 12, 24) });
    // Too few columns for quads, and no whole fours.
    multiply(backend, { product: "NN", a: of(1, 12, 20), b: of(1, 20, 8), out: of(1, 12, 8) });
    multiply(backend, { product: "NN", a: of(1, 12, 20), b: of(1, 20, 7), out: of(1, 12, 7) });
    expect(dispatched).toEqual([
      "linear/nn-quads.wgsl",
      "linear/tn-tiles.wgsl",
      "linear/nn-fours.wgsl",
      "linear/nn.wgsl",
    ]);
  });

  test("leaves out a variant whose numbers are wrong on this adapter", async () => {
    const { backend, now } = pretended({ name: "odd quads", spoiled: "linear/nn-quads.wgsl" });
    const tuning = await tuneProducts(backend, { now, examples: EXAMPLES });
    expect(tuning["NN small short"]).toBe("registers");
    expect(tuning["NT small short"]).toBe("quads");
  });

  test("times an adapter once, and takes what a run began with as it is", async () => {
    const first = pretended({ name: "again" });
    const tuning = await tuneProducts(first.backend, { now: first.now, examples: EXAMPLES });
    const second = pretended({ name: "again" });
    await tuneProducts(second.backend, { now: second.now, examples: EXAMPLES });
    expect(second.dispatched).toEqual([]);
    expect(tuningOf(second.backend)).toBe(tuning);

    const third = pretended({ name: "a third" });
    const known = { "NN small short": "tiles" } as const;
    await tuneProducts(third.backend, { now: third.now, known, examples: EXAMPLES });
    expect(third.dispatched).toEqual([]);
    expect(tuningOf(third.backend)).toEqual(known);
  });

  test("asks for half precision where an experiment does, and leaves all else as it is", async () => {
    const { backend, dispatched, now } = pretended({ name: "half card", half: true });
    const plain = await tuneProducts(backend, { now, examples: EXAMPLES });
    expect(Object.values(plain)).not.toContain("half-tiles");
    expect(dispatched.join()).not.toContain("half");
    const tuning = await tuneProducts(backend, { now, examples: EXAMPLES, precision: "half" });
    expect(tuning).toMatchObject({ ...plain, "NN small short half": "half-tiles" });

    using scope = backend.scope("test");
    const [a, b] = [scope.zeros("a", "f32", [1, 12, 20]), scope.zeros("b", "f32", [1, 20, 24])];
    const out = scope.zeros("out", "f32", [1, 12, 24]);
    dispatched.length = 0;
    multiply(backend, { product: "NN", a, b, out });
    multiply(backend, { product: "NN", a, b, out, precision: "half" });
    // Nothing tuned: what was asked for, where the rows are whole fours.
    setTuning(backend, {});
    multiply(backend, { product: "NN", a, b, out, precision: "half" });
    const [c, d] = [
      [1, 20, 7],
      [1, 12, 7],
    ].map((shape) => scope.zeros("x", "f32", shape));
    multiply(backend, { product: "NN", a, b: c, out: d, precision: "half" });
    expect(dispatched).toEqual([
      "linear/nn-quads.wgsl",
      "linear/nn-half-tiles.wgsl",
      "linear/nn-half-tiles.wgsl",
      "linear/nn.wgsl",
    ]);
  });

  test("goes by single precision where an adapter has no other", async () => {
    const { backend, dispatched, now } = pretended({ name: "single card" });
    const asked = await tuneProducts(backend, { now, examples: EXAMPLES, precision: "half" });
    expect(Object.keys(asked).join()).not.toContain("half");
    expect(dispatched.join()).not.toContain("half");
  });

  test("times nothing where a processor plays the graphics card", async () => {
    expect(await tuneProducts(cpu, { now: () => expect.fail("a clock was read") })).toEqual({});
    expect(tuningOf(cpu)).toEqual({});
  });
});

test("the variant of a product does not depend on how many samples are done at once", () => {
  for (const kind of ["NN", "NT"] as const) {
    const classes = [1, 100, 5_000, 100_000].map((M) => classOf(kind, { M, N: 64, K: 64 }));
    expect(new Set(classes).size).toBe(1);
  }
  const [short, long] = [64, 512].map((K) => classOf("NN", { M: 100, N: 64, K }));
  const [narrow, wide] = [64, 512].map((N) => classOf("NT", { M: 100, N, K: 64 }));
  expect(short).not.toBe(long);
  expect(narrow).not.toBe(wide);
});
