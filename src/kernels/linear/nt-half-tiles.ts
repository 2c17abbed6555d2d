import { defineKernel } from "../../compute/kernel.ts";
import { halfReference } from "./half.ts";
import { multiplyNT } from "./nt.ts";
import { workgroupTiles } from "./product.ts";

/** `multiplyNTTiles` with operands in half precision. See shaders/linear/nt-half-tiles.wgsl. */
export const multiplyNTHalfTiles = defineKernel({
  shader: "linear/nt-half-tiles.wgsl",
  bindings: multiplyNT.bindings,
  scalars: ["accumulate", "scaleA", "scaleB", "unscale"],
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: workgroupTiles,
  suits: ({ half }) => half === true,
  reference: halfReference({
    left: ({ M, K }, l, m, k) => (l * M + m) * K + k,
    right: ({ N, K }, l, k, n) => (l * N + n) * K + k,
  }),
});
