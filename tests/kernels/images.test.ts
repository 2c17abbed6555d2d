import { describe, expect, test } from "vitest";
import { MOST_POINTS, glyphTable } from "../../src/datasets/glyphs.ts";
import { inkPixels } from "../../src/kernels/images/ink.ts";
import { packedPixels, pickImages } from "../../src/kernels/images/pick.ts";
import { drawStrokes, piecesOf } from "../../src/kernels/images/strokes.ts";
import { permuted } from "../../src/random/permutation.ts";
import { expectAgreement, runKernel, scatteredFraction, scatteredWord } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

const table = glyphTable("digits-and-letters");
const G = table.classOf.length;
const keys = (i: number) => (i % 2 === 0 ? 7 : i >> 1);
const hands = (i: number) => [0.2, 2.6, 0.3][i % 3];

const strokesCase = {
  axes: { L: 3, N: 37, G, P: MOST_POINTS, E: piecesOf(MOST_POINTS) },
  scalars: { stream: 1, generation: 2 },
  inputs: {
    keys,
    hands,
    upTo: (i: number) => Math.floor((2 ** 32 * ((i % G) + 1)) / (G + 0.01)),
    glyphs: (i: number) => table.points[i],
  },
};

// Four pixels a step, and a number of steps that no workgroup divides.
const inkAxes = { L: 2, N: 5, E: 7, D: 12 * 11 };
const inkCase = {
  axes: inkAxes,
  scalars: { width: 12, stream: 1, generation: 2 },
  inputs: {
    keys,
    hands,
    segments: (i: number) => 16 * scatteredFraction(i) - 2,
    // 0 to 7 pieces, the rest of which nothing may be drawn
    pens: (i: number) => (i % 2 === 0 ? 0.5 + scatteredFraction(i) : (i >> 1) % 8),
  },
};

const pickCase = {
  axes: { L: 3, N: 11, S: 13, W: 2, D: 7 },
  scalars: { stream: 1, generation: 2 },
  inputs: { keys, pixels: scatteredWord },
};

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test("strokes", async () => {
    // A normal is within 1e-5, and moves a point by at most 3 pixels a deviation.
    await expectAgreement(drawStrokes, strokesCase, { absolute: 1e-4 });
  });

  test("ink", () => expectAgreement(inkPixels, inkCase, { absolute: 1e-4 }));

  test("pick", () => expectAgreement(pickImages, pickCase, { absolute: 1e-6 }));
});

test("the fast way to ink pixels does what the plain one does", async () => {
  const fast = await runKernel(cpu, inkPixels, inkCase);
  const plain = await runKernel(cpu, { ...inkPixels, fast: undefined } as never, inkCase);
  expect(plain["values"].some((value) => value > 0.9)).toBe(true);
  expectClose(fast["values"], plain["values"], { absolute: 1e-6 });
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("every image is picked once, in another order for every lineage", async () => {
    const axes = { L: 3, N: 13, S: 13, W: 1, D: 1 };
    const images = Uint8Array.from({ length: 13 }, (_, s) => 10 * s);
    const packed = packedPixels(images, 1);
    const inputs = { keys, pixels: (i: number) => packed[i] };
    const { values } = await runKernel(backend, pickImages, { ...pickCase, axes, inputs });
    const orders = [0, 1, 2].map((l) =>
      values.slice(13 * l, 13 * l + 13).map((value) => Math.round((255 * value) / 10)),
    );
    for (const order of orders)
      expect(order.toSorted((a, b) => a - b)).toEqual([...Array(13).keys()]);
    expect(new Set(orders.map(String)).size).toBe(3);
  });

  test("a lineage draws the same characters whatever is drawn beside them", async () => {
    const few = await runKernel(backend, drawStrokes, {
      ...strokesCase,
      axes: { ...strokesCase.axes, L: 1, N: 5 },
    });
    const many = await runKernel(backend, drawStrokes, strokesCase);
    expect(many["pens"].slice(0, 10)).toEqual(few["pens"]);
    expect(many["segments"].slice(0, few["segments"].length)).toEqual(few["segments"]);
  });
});

describe("a random order", () => {
  const roundKeys = Uint32Array.from({ length: 8 }, (_, i) => scatteredWord(i));

  test.each([1, 2, 3, 4, 5, 16, 17, 255, 1000])("of %i numbers has each of them", (count) => {
    const order = Array.from({ length: count }, (_, i) => permuted(i, count, roundKeys));
    expect(order.toSorted((a, b) => a - b)).toEqual([...Array(count).keys()]);
  });

  test("puts every number into every place equally often", () => {
    const counts = Array.from({ length: 36 }, () => 0);
    const N = 6000;
    for (let n = 0; n < N; n++) {
      const own = Uint32Array.from({ length: 8 }, (_, i) => scatteredWord(8 * n + i));
      for (let i = 0; i < 6; i++) counts[6 * i + permuted(i, 6, own)]++;
    }
    // 25 degrees of freedom: 65 is exceeded once in 10⁵.
    const chiSquare = counts.reduce((sum, count) => sum + (count - N / 6) ** 2 / (N / 6), 0);
    expect(chiSquare).toBeLessThan(65);
  });
});
