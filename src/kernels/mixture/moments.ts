import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO, logarithm } from "../logarithm.ts";

/** Mean and covariance of a whole mixture. See shaders/mixture/moments.wgsl. */
export const mixtureMoments = defineKernel({
  shader: "mixture/moments.wgsl",
  bindings: {
    weight: { dtype: "f32", shape: "L K", access: "read" },
    center: { dtype: "f32", shape: "L K D", access: "read" },
    root: { dtype: "f32", shape: "L K D D", access: "read" },
    frameMean: { dtype: "f32", shape: "L D", access: "read" },
    frameLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    mean: { dtype: "f32", shape: "L D", access: "write" },
    logDeviation: { dtype: "f32", shape: "L D", access: "write" },
    factor: { dtype: "f32", shape: "L D D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, K, D }) {
    const { weight, center, root, frameMean, frameLogDeviation, mean, logDeviation, factor } =
      arrays;
    for (let l = 0; l < L; l++) {
      const middle = new Float64Array(D);
      for (let k = 0; k < K; k++) {
        for (let d = 0; d < D; d++) {
          middle[d] += weight[l * K + k] * center[(l * K + k) * D + d];
        }
      }
      const covariance = new Float64Array(D * D);
      for (let at = l * K; at < (l + 1) * K; at++) {
        for (let i = 0; i < D; i++) {
          for (let j = 0; j < D; j++) {
            let product = (center[at * D + i] - middle[i]) * (center[at * D + j] - middle[j]);
            for (let m = 0; m < D; m++) {
              product += root[(at * D + i) * D + m] * root[(at * D + j) * D + m];
            }
            covariance[i * D + j] += weight[at] * product;
          }
        }
      }
      const own = new Float64Array(D * D);
      for (let i = 0; i < D; i++) {
        const deviation = Math.sqrt(covariance[i * D + i]);
        const log = frameLogDeviation[l * D + i];
        mean[l * D + i] = frameMean[l * D + i] + Math.exp(log) * middle[i];
        logDeviation[l * D + i] = Math.max(LOG_ZERO, log + logarithm(deviation));
        let rest = 1;
        for (let j = 0; j < i; j++) {
          if (deviation === 0 || own[j * D + j] === 0) continue;
          let entry = covariance[i * D + j] / (deviation * Math.sqrt(covariance[j * D + j]));
          for (let m = 0; m < j; m++) entry -= own[i * D + m] * own[j * D + m];
          own[i * D + j] = entry / own[j * D + j];
          rest -= own[i * D + j] ** 2;
        }
        own[i * D + i] = Math.sqrt(Math.max(0, rest));
      }
      factor.set(own, l * D * D);
    }
  },
});
