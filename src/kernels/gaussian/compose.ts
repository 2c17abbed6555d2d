import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO, logarithm } from "../logarithm.ts";

/** Moments in data units from those in a frame. See shaders/gaussian/compose.wgsl. */
export const composeMoments = defineKernel({
  shader: "gaussian/compose.wgsl",
  bindings: {
    center: { dtype: "f32", shape: "L D", access: "read" },
    root: { dtype: "f32", shape: "L D D", access: "read" },
    frameMean: { dtype: "f32", shape: "L D", access: "read" },
    frameLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    frameFactor: { dtype: "f32", shape: "L E E", access: "read" },
    mean: { dtype: "f32", shape: "L D", access: "write" },
    logDeviation: { dtype: "f32", shape: "L D", access: "write" },
    factor: { dtype: "f32", shape: "L D D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, D, E }) {
    const { center, root, frameMean, frameLogDeviation, frameFactor } = arrays;
    for (let l = 0; l < L; l++) {
      for (let i = 0; i < D; i++) {
        const frameRow = Array.from({ length: D }, (_, k) =>
          E === 0 ? Number(i === k) : frameFactor[(l * D + i) * D + k],
        );
        const row = Array.from({ length: D }, (_, j) =>
          frameRow.reduce((sum, entry, k) => sum + entry * root[(l * D + k) * D + j], 0),
        );
        const offset = frameRow.reduce((sum, entry, k) => sum + entry * center[l * D + k], 0);
        const length = Math.hypot(...row);
        const at = l * D + i;
        arrays.mean[at] = frameMean[at] + Math.exp(frameLogDeviation[at]) * offset;
        arrays.logDeviation[at] = Math.max(LOG_ZERO, frameLogDeviation[at] + logarithm(length));
        for (let j = 0; j < D; j++) {
          arrays.factor[at * D + j] = length === 0 ? Number(i === j) : row[j] / length;
        }
      }
    }
  },
});
