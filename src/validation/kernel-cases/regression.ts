import { agree } from "../../kernels/regression/agree.ts";
import { gramOf } from "../../kernels/regression/gram.ts";
import { respond } from "../../kernels/regression/respond.ts";
import { solveRegression } from "../../kernels/regression/solve.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredFraction, scatteredNormal } from "../scattered.ts";

/** A symmetric matrix of four, with a diagonal that outweighs the rest. */
const gram = (i: number) => {
  const [row, column] = [Math.floor((i % 16) / 4), i % 4];
  return row === column ? 9 : scatteredFraction(16 * Math.floor(i / 16) + row * column);
};

/** Linear models. */
export const regressionCases: readonly KernelCase[] = [
  {
    kernel: gramOf,
    axes: { L: 3, N: 37, D: 5, R: 3 },
    scalars: { rows: 35, accumulate: 1 },
    inputs: { values: scatteredNormal, weight: scatteredFraction, gram: scatteredNormal },
    relative: 1e-5,
    absolute: 2e-4,
  },
  {
    kernel: solveRegression,
    axes: { L: 3, D: 4, C: 3 },
    inputs: { gram, ridge: scatteredFraction, mass: () => 3 },
    relative: 1e-4,
    absolute: 2e-6,
    ignored: ["root"],
  },
  {
    kernel: respond,
    axes: { L: 3, N: 7, D: 5, C: 4, M: 4 },
    inputs: {
      normals: scatteredNormal,
      design: scatteredNormal,
      coefficients: scatteredNormal,
      noise: scatteredFraction,
    },
    absolute: 2e-5,
    relative: 2e-5,
  },
  {
    kernel: agree,
    axes: { L: 3, N: 29, D: 5, C: 4 },
    inputs: {
      values: (i) => (i === 4 ? 0 : scatteredNormal(i)),
      slopes: (i) => [0.6, -0.3, 0.5, 0.4][i],
    },
  },
];
