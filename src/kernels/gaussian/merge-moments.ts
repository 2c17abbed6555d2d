import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO, logarithm } from "../logarithm.ts";

/** Moments of a segment from its chunks. See shaders/gaussian/merge-moments.wgsl. */
export const mergeMoments = defineKernel({
  shader: "gaussian/merge-moments.wgsl",
  bindings: {
    means: { dtype: "f32", shape: "L C D", access: "read" },
    squares: { dtype: "f32", shape: "L C D", access: "read" },
    frameMean: { dtype: "f32", shape: "L D", access: "read" },
    frameLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    mean: { dtype: "f32", shape: "L D", access: "write" },
    logDeviation: { dtype: "f32", shape: "L D", access: "write" },
  },
  scalars: ["rows", "chunkLength"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D, WORKGROUP_SIZE),

  reference(arrays, { rows, chunkLength }, { L, C, D }) {
    const { means, squares, frameMean, frameLogDeviation, mean, logDeviation } = arrays;
    for (let l = 0; l < L; l++) {
      for (let d = 0; d < D; d++) {
        let m = 0;
        for (let c = 0; c < C; c++) {
          const count = Math.min(rows - c * chunkLength, chunkLength);
          m += (count / rows) * means[(l * C + c) * D + d];
        }
        let variance = 0;
        for (let c = 0; c < C; c++) {
          const count = Math.min(rows - c * chunkLength, chunkLength);
          const at = (l * C + c) * D + d;
          variance += (squares[at] + count * (means[at] - m) ** 2) / rows;
        }
        const i = l * D + d;
        mean[i] = frameMean[i] + Math.exp(frameLogDeviation[i]) * m;
        logDeviation[i] = Math.max(LOG_ZERO, frameLogDeviation[i] + 0.5 * logarithm(variance));
      }
    }
  },
});
