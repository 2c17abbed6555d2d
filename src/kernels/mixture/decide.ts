import { covering, defineKernel } from "../../compute/kernel.ts";
import { DONE } from "./done.ts";

/** Whether a lineage's fit has come to rest. See shaders/mixture/decide.wgsl. */
export const decide = defineKernel({
  shader: "mixture/decide.wgsl",
  bindings: {
    scores: { dtype: "f32", shape: "L C 2", access: "read" },
    tolerance: { dtype: "f32", shape: "L", access: "read" },
    latest: { dtype: "f32", shape: "L 2", access: "update" },
    steps: { dtype: "u32", shape: "L", access: "update" },
    listed: { dtype: "u32", shape: "A", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ A }, { WORKGROUP_SIZE }) => covering(A, WORKGROUP_SIZE),

  reference({ scores, tolerance, latest, steps, listed }, _scalars, { C }) {
    for (const [place, l] of listed.entries()) {
      if (l === DONE) continue;
      let sum = 0;
      let mass = 0;
      for (let c = 0; c < C; c++) {
        sum += scores[2 * (l * C + c)];
        mass += scores[2 * (l * C + c) + 1];
      }
      const score = sum / Math.max(mass, 1e-30);
      if (steps[l] > 0 && Math.abs(score - latest[2 * l]) < tolerance[l]) listed[place] = DONE;
      steps[l]++;
      latest[2 * l] = score;
      latest[2 * l + 1] = mass;
    }
  },
});
