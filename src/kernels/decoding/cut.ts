import { covering, defineKernel } from "../../compute/kernel.ts";

/** Takes away the weights below a threshold. See shaders/decoding/cut.wgsl. */
export const cutBelow = defineKernel({
  shader: "decoding/cut.wgsl",
  bindings: {
    threshold: { dtype: "u32", shape: "L R", access: "read" },
    weights: { dtype: "f32", shape: "L R V", access: "update" },
    masses: { dtype: "f32", shape: "L R C", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, C }, { WORKGROUP_SIZE }) => covering(L * R * C, WORKGROUP_SIZE),

  reference({ threshold, weights, masses }, _scalars, { L, R, V, C }) {
    const bits = new Uint32Array(weights.buffer, weights.byteOffset, weights.length);
    for (let row = 0; row < L * R; row++) {
      for (let c = 0; c < C; c++) {
        let mass = 0;
        for (let v = c; v < V; v += C) {
          if (bits[row * V + v] < threshold[row]) weights[row * V + v] = 0;
          mass += weights[row * V + v];
        }
        masses[row * C + c] = mass;
      }
    }
  },
});
