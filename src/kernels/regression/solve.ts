import { covering, defineKernel } from "../../compute/kernel.ts";

/** Of a pivot beside its diagonal, below which it is rounding. */
const LEAST = 1e-6;

/** Coefficients of ordinary and ridge least squares. See shaders/regression/solve.wgsl. */
export const solveRegression = defineKernel({
  shader: "regression/solve.wgsl",
  bindings: {
    gram: { dtype: "f32", shape: "L D D", access: "read" },
    ridge: { dtype: "f32", shape: "L", access: "read" },
    mass: { dtype: "f32", shape: "L 3", access: "read" },
    root: { dtype: "f32", shape: "L C C", access: "update" },
    coefficients: { dtype: "f32", shape: "L C", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 16 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ gram, ridge, mass, root, coefficients }, _scalars, { L, D, C }) {
    for (let l = 0; l < L; l++) {
      const entry = (i: number, j: number) =>
        gram[(l * D + i) * D + j] + (i === j ? ridge[l] * mass[3 * l] : 0);
      const R = Array.from({ length: C }, () => new Float64Array(C));
      const z = new Float64Array(C);
      for (let i = 0; i < C; i++) {
        for (let j = 0; j <= i; j++) {
          let rest = entry(i, j);
          for (let k = 0; k < j; k++) rest -= R[i][k] * R[j][k];
          if (i === j) R[i][i] = rest > LEAST * entry(i, i) ? Math.sqrt(rest) : 0;
          else R[i][j] = R[j][j] > 0 ? rest / R[j][j] : 0;
        }
        let rest = gram[(l * D + i) * D + C];
        for (let k = 0; k < i; k++) rest -= R[i][k] * z[k];
        z[i] = R[i][i] > 0 ? rest / R[i][i] : 0;
      }
      for (let i = C - 1; i >= 0; i--) {
        let rest = z[i];
        for (let k = i + 1; k < C; k++) rest -= R[k][i] * z[k];
        z[i] = R[i][i] > 0 ? rest / R[i][i] : 0;
      }
      for (const [i, row] of R.entries()) root.set(row, (l * C + i) * C);
      coefficients.set(z, l * C);
    }
  },
});
