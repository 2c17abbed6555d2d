import { defineKernel } from "../../compute/kernel.ts";
import { halfReference } from "./half.ts";
import { multiplyTN } from "./tn.ts";
import { workgroupTiles } from "./product.ts";

/** `multiplyTNTiles` with operands in half precision. See shaders/linear/tn-half-tiles.wgsl. */
export const multiplyTNHalfTiles = defineKernel({
  shader: "linear/tn-half-tiles.wgsl",
  bindings: multiplyTN.bindings,
  scalars: ["accumulate", "scaleA", "scaleB", "unscale"],
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: workgroupTiles,
  suits: ({ half }) => half === true,
  reference: halfReference({
    left: ({ M, K }, l, m, k) => (l * K + k) * M + m,
    right: ({ K, N }, l, k, n) => (l * K + k) * N + n,
  }),
});
