import { covering, defineKernel } from "../../compute/kernel.ts";

/** The longest row of parameters. */
export const ROW = 1024;

/** One step of Adam with decoupled weight decay. See shaders/training/adamw.wgsl. */
export const adamw = defineKernel({
  shader: "training/adamw.wgsl",
  bindings: {
    rows: { dtype: "u32", shape: "R 4", access: "read" },
    plan: { dtype: "f32", shape: "L 4", access: "read" },
    gradients: { dtype: "f32", shape: "L P", access: "read" },
    weights: { dtype: "f32", shape: "L P", access: "update" },
    first: { dtype: "f32", shape: "L P", access: "update" },
    second: { dtype: "f32", shape: "L P", access: "update" },
  },
  scalars: ["firstRate", "secondRate", "epsilon"],
  overrides: { WORKGROUP_SIZE: 64, ROW },
  workgroups: ({ L, R }, { WORKGROUP_SIZE }) => covering((L * R * ROW) / 4, WORKGROUP_SIZE),

  reference({ rows, plan, gradients, weights, first, second }, scalars, { L, R }) {
    const { firstRate, secondRate, epsilon } = scalars;
    for (let l = 0; l < L; l++) {
      const [scale, stride, correction, keep] = plan.subarray(4 * l);
      if (scale === 0) continue;
      for (let r = 0; r < R; r++) {
        const [start, perLineage, length, decays] = rows.subarray(4 * r);
        for (let i = 0; i < length; i++) {
          const e = start + l * perLineage + i;
          const g = scale * gradients[e];
          first[e] += (g - first[e]) * firstRate;
          second[e] += (g * g - second[e]) * secondRate;
          const kept = decays === 1 ? keep * weights[e] : weights[e];
          weights[e] = kept - (stride * first[e]) / (Math.sqrt(second[e]) * correction + epsilon);
        }
      }
    }
  },
});
