import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { covering, defineKernel } from "../../compute/kernel.ts";

/** W₂² of a Gaussian to independent Gaussians. See shaders/metrics/wasserstein-full.wgsl. */
export const wassersteinFull = defineKernel({
  shader: "metrics/wasserstein-full.wgsl",
  bindings: {
    mean: { dtype: "f32", shape: "L D", access: "read" },
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    factor: { dtype: "f32", shape: "L D D", access: "read" },
    realMean: { dtype: "f32", shape: "L D", access: "read" },
    realDeviation: { dtype: "f32", shape: "L D", access: "read" },
    scratch: { dtype: "f32", shape: "L D D", access: "write" },
    w2: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, D }) {
    const { mean, logDeviation, factor, realMean, realDeviation, w2 } = arrays;
    for (let l = 0; l < L; l++) {
      let sum = 0;
      const product = Matrix.zeros(D, D);
      for (let i = 0; i < D; i++) {
        const real = realDeviation[l * D + i];
        const deviation = Math.exp(logDeviation[l * D + i]);
        sum += (mean[l * D + i] - realMean[l * D + i]) ** 2 + real ** 2 + deviation ** 2;
        for (let j = 0; j < D; j++) {
          product.set(i, j, real * deviation * factor[(l * D + i) * D + j]);
        }
      }
      const { diagonal } = new SingularValueDecomposition(product);
      w2[l] = Math.max(0, sum - 2 * diagonal.reduce((total, value) => total + value, 0));
    }
  },
});
