import { covering, defineKernel } from "../../compute/kernel.ts";

const RELATIVE_PIVOT = 1e-6;

/**
 * The lower triangular root of a positive semidefinite matrix [D, D], of which only the lower half
 * is read, in double precision. Directions beyond `rank`, and lost ones, have a column of zeros.
 */
export function choleskyRoot(matrix: ArrayLike<number>, D: number, rank = D): Float64Array {
  const root = new Float64Array(D * D);
  for (let j = 0; j < D; j++) {
    let pivot = matrix[j * D + j];
    for (let k = 0; k < j; k++) pivot -= root[j * D + k] ** 2;
    if (j >= rank || pivot <= RELATIVE_PIVOT * matrix[j * D + j]) continue;
    root[j * D + j] = Math.sqrt(pivot);
    for (let i = j + 1; i < D; i++) {
      let entry = matrix[i * D + j];
      for (let k = 0; k < j; k++) entry -= root[i * D + k] * root[j * D + k];
      root[i * D + j] = entry / root[j * D + j];
    }
  }
  return root;
}

/** The root of a segment's covariance. See shaders/gaussian/cholesky.wgsl. */
export const cholesky = defineKernel({
  shader: "gaussian/cholesky.wgsl",
  bindings: {
    products: { dtype: "f32", shape: "L C D D", access: "read" },
    root: { dtype: "f32", shape: "L D D", access: "write" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ products, root }, { rows }, { L, C, D }) {
    for (let l = 0; l < L; l++) {
      const covariance = new Float64Array(D * D);
      for (let c = 0; c < C; c++) {
        for (let e = 0; e < D * D; e++) covariance[e] += products[(l * C + c) * D * D + e] / rows;
      }
      root.set(choleskyRoot(covariance, D, rows - 1), l * D * D);
    }
  },
});
