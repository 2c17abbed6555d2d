import { describe, expect, test } from "vitest";
import { multiplyNNFours } from "../../src/kernels/linear/nn-fours.ts";
import { multiplyNNPanels } from "../../src/kernels/linear/nn-panels.ts";
import { multiplyNNQuads } from "../../src/kernels/linear/nn-quads.ts";
import { multiplyNNTiles } from "../../src/kernels/linear/nn-tiles.ts";
import { multiplyNN } from "../../src/kernels/linear/nn.ts";
import { multiplyNTFours } from "../../src/kernels/linear/nt-fours.ts";
import { multiplyNTPanels } from "../../src/kernels/linear/nt-panels.ts";
import { multiplyNTQuads } from "../../src/kernels/linear/nt-quads.ts";
import { multiplyNTTiles } from "../../src/kernels/linear/nt-tiles.ts";
import { multiplyNT } from "../../src/kernels/linear/nt.ts";
import { rowSums } from "../../src/kernels/linear/row-sums.ts";
import { multiplyTNFours } from "../../src/kernels/linear/tn-fours.ts";
import { multiplyTNPanels } from "../../src/kernels/linear/tn-panels.ts";
import { panelTiles } from "../../src/kernels/linear/product.ts";
import { multiplyTNQuads } from "../../src/kernels/linear/tn-quads.ts";
import { multiplyTNTiles } from "../../src/kernels/linear/tn-tiles.ts";
import { multiplyTN } from "../../src/kernels/linear/tn.ts";
import { expectAgreement, runKernel, scatteredNormal } from "../support/agree.ts";
import { webgpu } from "../support/backends.ts";

interface Extents {
  readonly L: number;
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/** With a bias and a residual, unless told otherwise. */
function testCase({ L, M, N, K }: Extents, { isBare = false, accumulate = 0 } = {}) {
  const [X, Y] = isBare ? [0, 0] : [N, M];
  return {
    // The last is for those that sum columns besides.
    axes: { L, M, N, K, X, Y, S: isBare ? 0 : N },
    scalars: { accumulate },
    inputs: {
      a: scatteredNormal,
      b: (i: number) => scatteredNormal(i + 100_000),
      bias: (i: number) => scatteredNormal(i + 200_000),
      residual: (i: number) => scatteredNormal(i + 300_000),
    },
  };
}

/**
 * The k-th addition rounds a sum of about √k by 2⁻²⁴/√3 of it, in all 0.41 K 2⁻²⁴: five times that
 * where the sums wander twice as far, and three more addends.
 */
function tolerance({ K }: Extents) {
  return { absolute: 2e-6 + K * 2 ** -22 };
}

const anySizes: readonly Extents[] = [
  { L: 1, M: 1, N: 1, K: 1 },
  { L: 3, M: 7, N: 5, K: 3 },
  { L: 2, M: 8, N: 8, K: 8 },
  { L: 2, M: 9, N: 17, K: 6 },
  { L: 3, M: 37, N: 23, K: 41 },
  { L: 1, M: 5, N: 4, K: 300 },
];
const fours: readonly Extents[] = [
  { L: 1, M: 4, N: 4, K: 4 },
  { L: 3, M: 20, N: 12, K: 28 },
  { L: 2, M: 8, N: 36, K: 300 },
  { L: 3, M: 36, N: 68, K: 12 },
];

describe.skipIf(webgpu === null)("a product in WGSL", () => {
  const all = [multiplyNN, multiplyNT, multiplyTN];
  const ofFours = [
    multiplyNNFours,
    multiplyNTFours,
    multiplyTNFours,
    multiplyNNTiles,
    multiplyNTTiles,
    multiplyTNTiles,
  ];
  if (webgpu?.adapter.subgroups === true) {
    ofFours.push(multiplyNNQuads, multiplyNTQuads, multiplyTNQuads);
  }
  // Of use on this adapter or not, as long as they run.
  const wide = ofFours.map((kernel) => ({ ...kernel, suits: () => true }));
  const tall = { L: 2, M: 20, N: 8, K: 7 };
  const cases = [
    ...wide
      .filter(({ shader }) => shader.includes("tn"))
      .map((kernel) => ({ kernel, extents: tall })),
    ...all.flatMap((kernel) => [...anySizes, ...fours].map((extents) => ({ kernel, extents }))),
    ...wide.flatMap((kernel) => fours.map((extents) => ({ kernel, extents }))),
  ].map(({ kernel, extents }) => ({ kernel, extents, name: kernel.shader }));

  test.each(cases)("$name of $extents", async ({ kernel, extents }) => {
    await expectAgreement(kernel, testCase(extents), tolerance(extents));
    await expectAgreement(kernel, testCase(extents, { isBare: true }), tolerance(extents));
  });

  test("a row that is not finite stays within its row and its lineage", async () => {
    const extents = { L: 2, M: 9, N: 5, K: 6 };
    const bare = testCase(extents, { isBare: true });
    const a = (i: number) => (i === extents.M * extents.K ? NaN : scatteredNormal(i));
    for (const kernel of [multiplyNN, multiplyNT]) {
      const { out } = await runKernel(webgpu!, kernel, { ...bare, inputs: { ...bare.inputs, a } });
      const bad = out.flatMap((value, i) => (Number.isFinite(value) ? [] : [i]));
      expect(bad).toEqual([45, 46, 47, 48, 49]);
    }
  });
});

describe.skipIf(webgpu?.adapter.subgroups !== true)("a product by panels in WGSL", () => {
  // One panel and more, narrow, deep and wide, rows that divide nothing where they may (but into fours of aᵀ), in one tile and
  // in more. What is added besides the bias: nothing, out, the residual, or both. A ReLU or its gradient.
  const cases = [
    {
      kernel: multiplyNNPanels({ PANEL: 64, COLUMNS: 64, ADDED: 0, AFTER: 0, CORES: 4 }),
      extents: { L: 2, M: 7, N: 64, K: 64 },
    },
    {
      kernel: multiplyNNPanels({ PANEL: 128, COLUMNS: 64, ADDED: 2, AFTER: 1, CORES: 4 }),
      extents: { L: 2, M: 69, N: 128, K: 128 },
    },
    {
      kernel: multiplyNTPanels({ PANEL: 64, COLUMNS: 128, ADDED: 1, AFTER: 2, CORES: 4 }),
      extents: { L: 3, M: 5, N: 256, K: 192 },
    },
    {
      kernel: multiplyTNPanels({ PANEL: 128, COLUMNS: 64, ADDED: 3, AFTER: 1, CORES: 4 }),
      extents: { L: 2, M: 76, N: 64, K: 384 },
    },
  ].map(({ kernel, extents }) => ({
    kernel: { ...kernel, suits: () => true },
    extents,
    name: `${kernel.shader}, ${Object.values(kernel.overrides).join(" ")}`,
  }));

  test.each(cases)("$name of $extents", async ({ kernel, extents }) => {
    const { ADDED, AFTER } = kernel.overrides;
    const plain = testCase(extents, { isBare: true });
    // A gradient of what went into a ReLU always has what came out.
    if (AFTER < 2) await expectAgreement(kernel, plain, tolerance(extents));
    const { axes: all, inputs } = testCase(extents);
    const axes = { ...all, Y: ADDED > 1 || AFTER === 2 ? extents.M : 0 };
    const out = (i: number) => scatteredNormal(i + 400_000);
    const columnSums = (i: number) => scatteredNormal(i + 500_000);
    const everything = { axes, scalars: { accumulate: ADDED % 2 } };
    await expectAgreement(
      kernel,
      { ...everything, inputs: { ...inputs, out, columnSums } },
      tolerance(extents),
    );
  });

  test("a row that is not finite stays within its row and its lineage", async () => {
    const { kernel, extents } = cases[0];
    const bare = testCase(extents, { isBare: true });
    const a = (i: number) => (i === extents.M * extents.K ? NaN : scatteredNormal(i));
    const { out } = await runKernel(webgpu!, kernel, { ...bare, inputs: { ...bare.inputs, a } });
    const bad = out.flatMap((value, i) => (Number.isFinite(value) ? [] : [i]));
    expect(bad).toEqual(Array.from({ length: extents.N }, (_, i) => extents.M * extents.N + i));
  });

  // The kernel and who dispatches it each find out how high the tiles are.
  test("no row is left out, however many there are", async () => {
    const { kernel } = cases[0];
    const counts = [1, 33, 64, 100, 130, 257, 300, 511, 513, 700, 1030, 1500, 2049];
    for (const L of [1, 3]) {
      for (const M of counts) {
        const { axes } = testCase({ L, M, N: 64, K: 64 }, { isBare: true });
        const inputs = { a: () => 0, b: () => 0, bias: () => 1 };
        const filled = { axes: { ...axes, X: 64 }, scalars: { accumulate: 0 }, inputs };
        const { out } = await runKernel(webgpu!, kernel, filled);
        expect(out.findIndex((value) => value !== 1)).toBe(-1);
      }
    }
  });

  test("a lineage has the same bits alone and in company, in tiles of other sizes", async () => {
    const { kernel } = cases[0];
    const one = testCase({ L: 1, M: 130, N: 64, K: 64 }, { isBare: true });
    const many = testCase({ L: 4, M: 130, N: 64, K: 64 }, { isBare: true });
    expect(panelTiles(one.axes, kernel.overrides)).toEqual([3]);
    expect(panelTiles(many.axes, kernel.overrides)).toEqual([4]);
    // Each lineage is multiplied by numbers of its own, the first by those that it has alone.
    const alone = await runKernel(webgpu!, kernel, one);
    const both = await runKernel(webgpu!, kernel, many);
    expect(both["out"].slice(0, alone["out"].length)).toEqual(alone["out"]);
  });
});

describe.skipIf(webgpu === null)("row-sums in WGSL", () => {
  test.each([1, 7, 8, 37, 1000])("adds %i rows", async (M) => {
    const testCase = {
      axes: { L: 3, M, N: 5 },
      scalars: { accumulate: 0 },
      inputs: { x: scatteredNormal },
    };
    await expectAgreement(rowSums, testCase, tolerance({ L: 3, M: 1, N: 5, K: M }));
  });
});
