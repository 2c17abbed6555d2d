import { covering, defineKernel } from "../../compute/kernel.ts";

/** Scores become logarithms of probabilities. See shaders/decoding/log-softmax.wgsl. */
export const logSoftmax = defineKernel({
  shader: "decoding/log-softmax.wgsl",
  bindings: {
    peaks: { dtype: "f32", shape: "L R C", access: "read" },
    masses: { dtype: "f32", shape: "L R C", access: "read" },
    scores: { dtype: "f32", shape: "L R V", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, C }, { WORKGROUP_SIZE }) => covering(L * R * C, WORKGROUP_SIZE),

  reference({ peaks, masses, scores }, _scalars, { L, R, V, C }) {
    for (let row = 0; row < L * R; row++) {
      let peak = -Infinity;
      for (let c = 0; c < C; c++) peak = Math.max(peak, peaks[row * C + c]);
      let mass = 0;
      for (let c = 0; c < C; c++) {
        mass += masses[row * C + c] * Math.exp(peaks[row * C + c] - peak);
      }
      for (let v = 0; v < V; v++) scores[row * V + v] -= peak + Math.log(mass);
    }
  },
});
