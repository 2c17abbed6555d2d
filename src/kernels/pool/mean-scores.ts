import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO } from "../logarithm.ts";

/** Mean scores of all samples and of the chosen ones. See shaders/pool/mean-scores.wgsl. */
export const meanScores = defineKernel({
  shader: "pool/mean-scores.wgsl",
  bindings: {
    scores: { dtype: "f32", shape: "L N", access: "read" },
    weight: { dtype: "f32", shape: "R N", access: "read" },
    chosen: { dtype: "u32", shape: "Q G", access: "read" },
    chosenWeight: { dtype: "f32", shape: "L G", access: "read" },
    ofAll: { dtype: "f32", shape: "L", access: "write" },
    ofChosen: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference(arrays, { rows }, { L, N, G, R, Q }) {
    const { scores, weight, chosen, chosenWeight, ofAll, ofChosen } = arrays;
    const meanOf = (pairs: readonly (readonly [score: number, own: number])[]) => {
      const counted = pairs.filter(([score, own]) => own > 0 && !(score <= LOG_ZERO));
      const mass = counted.reduce((sum, [, own]) => sum + own, 0);
      // 0 / 0 is not a number here as there.
      return counted.reduce((sum, [score, own]) => sum + own * score, 0) / mass;
    };
    for (let l = 0; l < L; l++) {
      const all = Array.from(
        { length: rows },
        (_, n) => [scores[l * N + n], weight[Math.min(l, R - 1) * N + n]] as const,
      );
      ofAll[l] = meanOf(all);
      const some = Array.from(
        { length: G },
        (_, g) =>
          [scores[l * N + chosen[Math.min(l, Q - 1) * G + g]], chosenWeight[l * G + g]] as const,
      );
      ofChosen[l] = meanOf(some);
    }
  },
});
