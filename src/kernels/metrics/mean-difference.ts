import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO } from "../logarithm.ts";

/** The mean difference of two logarithms. See shaders/metrics/mean-difference.wgsl. */
export const meanDifference = defineKernel({
  shader: "metrics/mean-difference.wgsl",
  bindings: {
    first: { dtype: "f32", shape: "F N", access: "read" },
    second: { dtype: "f32", shape: "L N", access: "read" },
    mean: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ first, second, mean }, { rows }, { L, N, F }) {
    for (let l = 0; l < L; l++) {
      let sum = 0;
      for (let n = 0; n < rows; n++) {
        const one = first[(F === 1 ? 0 : l * N) + n];
        const other = second[l * N + n];
        if (other > LOG_ZERO) sum += one - other;
        else if (one > LOG_ZERO) sum = Infinity;
      }
      mean[l] = sum / rows;
    }
  },
});
