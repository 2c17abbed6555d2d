import { covering, defineKernel } from "../../compute/kernel.ts";

/** The samples with the highest scores. See shaders/pool/keep-best.wgsl. */
export const keepBest = defineKernel({
  shader: "pool/keep-best.wgsl",
  bindings: {
    scores: { dtype: "f32", shape: "L N", access: "read" },
    weight: { dtype: "f32", shape: "R N", access: "read" },
    share: { dtype: "f32", shape: "L", access: "read" },
    kept: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ scores, weight, share, kept }, { rows }, { L, N, R }) {
    kept.fill(0);
    for (let l = 0; l < L; l++) {
      const weightAt = (n: number) => weight[Math.min(l, R - 1) * N + n];
      const present = Array.from({ length: rows }, (_, n) => n).filter((n) => weightAt(n) > 0);
      const wanted = Math.round(Math.fround(share[l] * present.length));
      // Sorting is stable: of equals the first come first.
      const best = present.toSorted((a, b) => scores[l * N + b] - scores[l * N + a]);
      for (const n of best.slice(0, wanted)) kept[l * N + n] = weightAt(n);
    }
  },
});
