import { covering, defineKernel } from "../../compute/kernel.ts";

/** Scores become weights at a temperature. See shaders/decoding/temper.wgsl. */
export const temperScores = defineKernel({
  shader: "decoding/temper.wgsl",
  bindings: {
    temperature: { dtype: "f32", shape: "L", access: "read" },
    peaks: { dtype: "f32", shape: "L R C", access: "read" },
    scores: { dtype: "f32", shape: "L R V", access: "update" },
    masses: { dtype: "f32", shape: "L R C", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, C }, { WORKGROUP_SIZE }) => covering(L * R * C, WORKGROUP_SIZE),

  reference({ temperature, peaks, scores, masses }, _scalars, { L, R, V, C }) {
    for (let row = 0; row < L * R; row++) {
      const heat = temperature[Math.floor(row / R)];
      const peak = peaks.subarray(row * C, (row + 1) * C).reduce((a, b) => Math.max(a, b));
      for (let c = 0; c < C; c++) {
        let mass = 0;
        for (let v = c; v < V; v += C) {
          scores[row * V + v] = Math.exp((scores[row * V + v] - peak) / heat);
          mass += scores[row * V + v];
        }
        masses[row * C + c] = mass;
      }
    }
  },
});
