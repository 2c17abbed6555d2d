import { covering, defineKernel } from "../../compute/kernel.ts";

/** The integral of the product of two mixtures. See shaders/mixture/overlap.wgsl. */
export const mixtureOverlap = defineKernel({
  shader: "mixture/overlap.wgsl",
  bindings: {
    weight: { dtype: "f32", shape: "R K", access: "read" },
    mean: { dtype: "f32", shape: "R K D", access: "read" },
    root: { dtype: "f32", shape: "R K D D", access: "read" },
    otherWeight: { dtype: "f32", shape: "Q J", access: "read" },
    otherMean: { dtype: "f32", shape: "Q J D", access: "read" },
    otherRoot: { dtype: "f32", shape: "Q J D D", access: "read" },
    scratch: { dtype: "f32", shape: "L K D E", access: "update" },
    parts: { dtype: "f32", shape: "L K", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, K }, { WORKGROUP_SIZE }) => covering(L * K, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, K, J, D, R, Q }) {
    const { weight, mean, root, otherWeight, otherMean, otherRoot, parts } = arrays;
    const sum = new Float64Array(D * D);
    const offset = new Float64Array(D);
    for (let at = 0; at < L * K; at++) {
      const l = Math.floor(at / K);
      const one = (R === 1 ? 0 : l) * K + (at - l * K);
      let total = 0;
      for (let j = 0; j < J; j++) {
        const other = (Q === 1 ? 0 : l) * J + j;
        let square = 0;
        let log = 0;
        for (let i = 0; i < D; i++) {
          for (let c = 0; c <= i; c++) {
            let entry = 0;
            for (let m = 0; m <= c; m++) {
              entry += root[(one * D + i) * D + m] * root[(one * D + c) * D + m];
              entry += otherRoot[(other * D + i) * D + m] * otherRoot[(other * D + c) * D + m];
            }
            for (let m = 0; m < c; m++) entry -= sum[i * D + m] * sum[c * D + m];
            sum[i * D + c] = c === i ? Math.sqrt(entry) : entry / sum[c * D + c];
          }
          offset[i] = mean[one * D + i] - otherMean[other * D + i];
          for (let m = 0; m < i; m++) offset[i] -= sum[i * D + m] * offset[m];
          offset[i] /= sum[i * D + i];
          square += offset[i] ** 2;
          log += Math.log(sum[i * D + i]) + 0.5 * Math.log(2 * Math.PI);
        }
        total += otherWeight[other] * Math.exp(-0.5 * square - log);
      }
      parts[at] = weight[one] * total;
    }
  },
});
