import { defineKernel } from "../../compute/kernel.ts";
import { halfReference } from "./half.ts";
import { multiplyNN } from "./nn.ts";
import { workgroupTiles } from "./product.ts";

/** `multiplyNNTiles` with operands in half precision. See shaders/linear/nn-half-tiles.wgsl. */
export const multiplyNNHalfTiles = defineKernel({
  shader: "linear/nn-half-tiles.wgsl",
  bindings: multiplyNN.bindings,
  scalars: ["accumulate", "scaleA", "scaleB", "unscale"],
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: workgroupTiles,
  suits: ({ half }) => half === true,
  reference: halfReference({
    left: ({ M, K }, l, m, k) => (l * M + m) * K + k,
    right: ({ K, N }, l, k, n) => (l * K + k) * N + n,
  }),
});
