import { covering, defineKernel } from "../../compute/kernel.ts";

/** Sums over the rows of a matrix. See shaders/linear/row-sums.wgsl. */
export const rowSums = defineKernel({
  shader: "linear/row-sums.wgsl",
  bindings: {
    x: { dtype: "f32", shape: "L M N", access: "read" },
    out: { dtype: "f32", shape: "L N", access: "update" },
  },
  scalars: ["accumulate"],
  overrides: { WORKGROUP_SIZE: 16 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ x, out }, { accumulate }, { L, M, N }) {
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < N; n++) {
        let sum = accumulate === 0 ? 0 : out[l * N + n];
        for (let m = 0; m < M; m++) sum += x[(l * M + m) * N + n];
        out[l * N + n] = sum;
      }
    }
  },

  fast({ x, out }, { accumulate }, { L, M, N }) {
    const sums = new Float64Array(N);
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < N; n++) sums[n] = accumulate === 0 ? 0 : out[l * N + n];
      for (let m = 0; m < M; m++) {
        const row = (l * M + m) * N;
        for (let n = 0; n < N; n++) sums[n] += x[row + n];
      }
      out.set(sums, l * N);
    }
  },
});
