import { covering, defineKernel } from "../../compute/kernel.ts";

/** The largest score of every strand and its mass. See shaders/decoding/strand-masses.wgsl. */
export const strandMasses = defineKernel({
  shader: "decoding/strand-masses.wgsl",
  bindings: {
    scores: { dtype: "f32", shape: "L R V", access: "read" },
    peaks: { dtype: "f32", shape: "L R C", access: "write" },
    masses: { dtype: "f32", shape: "L R C", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, C }, { WORKGROUP_SIZE }) => covering(L * R * C, WORKGROUP_SIZE),

  reference({ scores, peaks, masses }, _scalars, { L, R, V, C }) {
    for (let row = 0; row < L * R; row++) {
      for (let c = 0; c < C; c++) {
        let peak = -Infinity;
        for (let v = c; v < V; v += C) peak = Math.max(peak, scores[row * V + v]);
        let mass = 0;
        for (let v = c; v < V; v += C) mass += Math.exp(scores[row * V + v] - peak);
        peaks[row * C + c] = peak;
        masses[row * C + c] = mass;
      }
    }
  },
});
