import { multiplyNNFours } from "../../kernels/linear/nn-fours.ts";
import { multiplyNNHalfTiles } from "../../kernels/linear/nn-half-tiles.ts";
import { multiplyNNPanels } from "../../kernels/linear/nn-panels.ts";
import { multiplyNNQuads } from "../../kernels/linear/nn-quads.ts";
import { multiplyNNTiles } from "../../kernels/linear/nn-tiles.ts";
import { multiplyNN } from "../../kernels/linear/nn.ts";
import { multiplyNTFours } from "../../kernels/linear/nt-fours.ts";
import { multiplyNTHalfTiles } from "../../kernels/linear/nt-half-tiles.ts";
import { multiplyNTPanels } from "../../kernels/linear/nt-panels.ts";
import { multiplyNTQuads } from "../../kernels/linear/nt-quads.ts";
import { multiplyNTTiles } from "../../kernels/linear/nt-tiles.ts";
import { multiplyNT } from "../../kernels/linear/nt.ts";
import { rowSums } from "../../kernels/linear/row-sums.ts";
import { multiplyTNFours } from "../../kernels/linear/tn-fours.ts";
import { multiplyTNHalfTiles } from "../../kernels/linear/tn-half-tiles.ts";
import { multiplyTNPanels } from "../../kernels/linear/tn-panels.ts";
import { multiplyTNQuads } from "../../kernels/linear/tn-quads.ts";
import { multiplyTNTiles } from "../../kernels/linear/tn-tiles.ts";
import { multiplyTN } from "../../kernels/linear/tn.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredNormal } from "../scattered.ts";

/** The four operands of a product, of numbers about `size`. */
const operands = (size: number) => ({
  a: (i: number) => size * scatteredNormal(i),
  b: (i: number) => scatteredNormal(i + 100_000),
  bias: (i: number) => size * scatteredNormal(i + 200_000),
  residual: (i: number) => size * scatteredNormal(i + 300_000),
});

/** The k-th addition rounds a sum of about √k by 2⁻²⁴/√3 of it, in all 0.41 K 2⁻²⁴: ten times that. */
const rounding = (K: number) => 2e-6 + K * 2 ** -22;

const any = { L: 3, M: 37, N: 23, K: 41 };
const fours = { L: 2, M: 36, N: 68, K: 28 };
const panels = { L: 2, M: 36, N: 64, K: 128 };

const single = [
  ...[multiplyNN, multiplyNT, multiplyTN].map((kernel) => ({ kernel, extents: any })),
  ...[
    multiplyNNFours,
    multiplyNTFours,
    multiplyTNFours,
    multiplyNNTiles,
    multiplyNTTiles,
    multiplyTNTiles,
    multiplyNNQuads,
    multiplyNTQuads,
    multiplyTNQuads,
  ].map((kernel) => ({ kernel, extents: fours })),
  ...[multiplyNNPanels, multiplyNTPanels, multiplyTNPanels].map((panelsOf) => ({
    kernel: panelsOf({ PANEL: 64, COLUMNS: 64, ADDED: 3, AFTER: 1, CORES: 4 }),
    extents: panels,
  })),
].map(({ kernel, extents }): KernelCase => {
  // The last is for those that sum columns besides.
  const axes = { ...extents, X: extents.N, Y: extents.M, S: extents.N };
  const [scalars, inputs] = [{ accumulate: 0 }, operands(1)];
  return { kernel, axes, scalars, inputs, absolute: rounding(extents.K) };
});

/** An operand so small that half precision alone would lose nearly all of its bits. */
const half = [multiplyNNHalfTiles, multiplyNTHalfTiles, multiplyTNHalfTiles].map(
  (kernel): KernelCase => ({
    kernel,
    axes: { ...fours, X: fours.N, Y: fours.M },
    scalars: { accumulate: 1, scaleA: 2 ** 10, scaleB: 1, unscale: 2 ** -10 },
    inputs: { ...operands(1e-6), out: (i) => 1e-6 * scatteredNormal(i + 400_000) },
    // A number between two of half precision may become either: an ulp of every operand at most.
    absolute: 1e-6 * (5 * Math.sqrt(fours.K) * 2 ** -12 + fours.K * 2 ** -22),
    relative: 1e-6,
  }),
);

/** Matrix products of training in every variant that an adapter may choose. */
export const productCases: readonly KernelCase[] = [
  ...single,
  ...half,
  {
    kernel: rowSums,
    axes: { L: 3, M: 37, N: 5 },
    scalars: { accumulate: 0 },
    inputs: { x: scatteredNormal },
    absolute: rounding(37),
  },
];
