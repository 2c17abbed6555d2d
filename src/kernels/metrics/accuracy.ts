import { covering, defineKernel } from "../../compute/kernel.ts";

/** How often answers have the right sign. See shaders/metrics/accuracy.wgsl. */
export const signAccuracy = defineKernel({
  shader: "metrics/accuracy.wgsl",
  bindings: {
    coefficients: { dtype: "f32", shape: "L C", access: "read" },
    slopes: { dtype: "f32", shape: "C", access: "read" },
    accuracy: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ coefficients, slopes, accuracy }, _scalars, { L, C }) {
    for (let l = 0; l < L; l++) {
      const own = coefficients.subarray(l * C, (l + 1) * C);
      const along = own.reduce((sum, x, c) => sum + x * slopes[c], 0);
      const lengths = Math.hypot(...own) * Math.hypot(...slopes);
      const cosine = Math.max(-1, Math.min(1, along / lengths));
      accuracy[l] = lengths === 0 ? 0.5 : 1 - Math.acos(cosine) / Math.PI;
    }
  },
});
