import { covering, defineKernel } from "../../compute/kernel.ts";

/** How likely images are of one class. See shaders/images/class-chances.wgsl. */
export const classChances = defineKernel({
  shader: "images/class-chances.wgsl",
  bindings: {
    features: { dtype: "f32", shape: "L N F", access: "read" },
    directions: { dtype: "f32", shape: "F K", access: "read" },
    offsets: { dtype: "f32", shape: "K", access: "read" },
    chances: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["named"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ features, directions, offsets, chances }, { named }, { L, N, F, K }) {
    for (let i = 0; i < L * N; i++) {
      let sum = 0;
      for (let k = 0; k < K; k++) {
        let ahead = offsets[k] - offsets[named];
        for (let f = 0; f < F; f++) {
          ahead += features[i * F + f] * (directions[f * K + k] - directions[f * K + named]);
        }
        sum += Math.exp(ahead);
      }
      chances[i] = 1 / sum;
    }
  },
});
