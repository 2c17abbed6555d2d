import { covering, defineKernel } from "../../compute/kernel.ts";

/** The squared L₂ distance of two mixtures. See shaders/metrics/mixture-distance.wgsl. */
export const mixtureDistance = defineKernel({
  shader: "metrics/mixture-distance.wgsl",
  bindings: {
    own: { dtype: "f32", shape: "L K", access: "read" },
    reference: { dtype: "f32", shape: "Q J", access: "read" },
    both: { dtype: "f32", shape: "L K", access: "read" },
    squared: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ own, reference, both, squared }, _scalars, { L, K, J, Q }) {
    for (let l = 0; l < L; l++) {
      let sum = 0;
      for (let k = 0; k < K; k++) sum += own[l * K + k] - 2 * both[l * K + k];
      for (let j = 0; j < J; j++) sum += reference[(Q === 1 ? 0 : l) * J + j];
      squared[l] = Math.max(0, sum);
    }
  },
});
