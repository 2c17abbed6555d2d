import { covering, defineKernel } from "../../compute/kernel.ts";
import { invertRoot } from "./inverse-root.ts";

/** The components that a fit begins with. See shaders/mixture/begin.wgsl. */
export const mixtureBegin = defineKernel({
  shader: "mixture/begin.wgsl",
  bindings: {
    beforeWeight: { dtype: "f32", shape: "P K", access: "read" },
    beforeRoot: { dtype: "f32", shape: "P K D D", access: "read" },
    beforeScale: { dtype: "f32", shape: "P D", access: "read" },
    scale: { dtype: "f32", shape: "L D", access: "read" },
    weight: { dtype: "f32", shape: "L K", access: "write" },
    root: { dtype: "f32", shape: "L K D D", access: "write" },
    inverse: { dtype: "f32", shape: "L K D D", access: "write" },
    logScale: { dtype: "f32", shape: "L K", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, K }, { WORKGROUP_SIZE }) => covering(L * K, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, K, D, P }) {
    const { beforeWeight, beforeRoot, beforeScale, scale, weight, root } = arrays;
    for (let at = 0; at < L * K; at++) {
      const l = Math.floor(at / K);
      weight[at] = P === 0 ? 1 / K : beforeWeight[at];
      for (let i = 0; i < D; i++) {
        for (let j = 0; j < D; j++) {
          const e = (at * D + i) * D + j;
          root[e] =
            P === 0
              ? Number(i === j)
              : Math.exp(beforeScale[l * D + i] - scale[l * D + i]) * beforeRoot[e];
        }
      }
      invertRoot(arrays, at, D, weight[at]);
    }
  },
});
