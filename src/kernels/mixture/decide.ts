import { covering, defineKernel } from "../../compute/kernel.ts";

/** Whether a lineage's fit has come to rest. See shaders/mixture/decide.wgsl. */
export const decide = defineKernel({
  shader: "mixture/decide.wgsl",
  bindings: {
    scores: { dtype: "f32", shape: "L C 2", access: "read" },
    tolerance: { dtype: "f32", shape: "L", access: "read" },
    latest: { dtype: "f32", shape: "L 2", access: "update" },
    steps: { dtype: "u32", shape: "L", access: "update" },
    done: { dtype: "u32", shape: "L", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ scores, tolerance, latest, steps, done }, _scalars, { L, C }) {
    for (let l = 0; l < L; l++) {
      if (done[l] === 1) continue;
      let sum = 0;
      let mass = 0;
      for (let c = 0; c < C; c++) {
        sum += scores[2 * (l * C + c)];
        mass += scores[2 * (l * C + c) + 1];
      }
      const score = sum / Math.max(mass, 1e-30);
      if (steps[l] > 0 && Math.abs(score - latest[2 * l]) < tolerance[l]) done[l] = 1;
      steps[l]++;
      latest[2 * l] = score;
      latest[2 * l + 1] = mass;
    }
  },
});
