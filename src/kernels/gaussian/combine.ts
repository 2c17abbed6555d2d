import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO, logarithm } from "../logarithm.ts";

/** Moments of two sets of samples together. See shaders/gaussian/combine.wgsl. */
export const combineMoments = defineKernel({
  shader: "gaussian/combine.wgsl",
  bindings: {
    firstMean: { dtype: "f32", shape: "L D", access: "read" },
    firstLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    secondMean: { dtype: "f32", shape: "L D", access: "read" },
    secondLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    mean: { dtype: "f32", shape: "L D", access: "write" },
    logDeviation: { dtype: "f32", shape: "L D", access: "write" },
  },
  scalars: ["firstRows", "secondRows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D, WORKGROUP_SIZE),

  reference(arrays, { firstRows, secondRows }, { L, D }) {
    const { firstMean, firstLogDeviation, secondMean, secondLogDeviation } = arrays;
    const a = firstRows / (firstRows + secondRows);
    const b = secondRows / (firstRows + secondRows);
    for (let i = 0; i < L * D; i++) {
      const distance = secondMean[i] - firstMean[i];
      const logDistance = logarithm(Math.abs(distance));
      const largest = Math.max(logDistance, firstLogDeviation[i], secondLogDeviation[i]);
      const variance =
        a * Math.exp(2 * (firstLogDeviation[i] - largest)) +
        b * Math.exp(2 * (secondLogDeviation[i] - largest)) +
        a * b * Math.exp(2 * (logDistance - largest));
      arrays.mean[i] = firstMean[i] + b * distance;
      arrays.logDeviation[i] = Math.max(LOG_ZERO, largest + 0.5 * Math.log(variance));
    }
  },
});
