import { covering, defineKernel } from "../../compute/kernel.ts";

/** Components out of their frame. See shaders/mixture/to-data-units.wgsl. */
export const toDataUnits = defineKernel({
  shader: "mixture/to-data-units.wgsl",
  bindings: {
    center: { dtype: "f32", shape: "L K D", access: "read" },
    root: { dtype: "f32", shape: "L K D D", access: "read" },
    frameMean: { dtype: "f32", shape: "L D", access: "read" },
    frameLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    mean: { dtype: "f32", shape: "L K D", access: "write" },
    dataRoot: { dtype: "f32", shape: "L K D D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, K, D }, { WORKGROUP_SIZE }) => covering(L * K * D, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, K, D }) {
    const { center, root, frameMean, frameLogDeviation, mean, dataRoot } = arrays;
    for (let at = 0; at < L * K * D; at++) {
      const ld = Math.floor(at / (K * D)) * D + (at % D);
      const scale = Math.exp(frameLogDeviation[ld]);
      mean[at] = frameMean[ld] + scale * center[at];
      for (let j = 0; j < D; j++) dataRoot[at * D + j] = scale * root[at * D + j];
    }
  },
});
