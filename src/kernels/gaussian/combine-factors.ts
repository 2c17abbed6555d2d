import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO } from "../logarithm.ts";
import { choleskyRoot } from "./cholesky.ts";

/** The factor of two sets of samples together. See shaders/gaussian/combine-factors.wgsl. */
export const combineFactors = defineKernel({
  shader: "gaussian/combine-factors.wgsl",
  bindings: {
    distance: { dtype: "f32", shape: "L D", access: "read" },
    firstLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    secondLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    firstFactor: { dtype: "f32", shape: "L D D", access: "read" },
    secondFactor: { dtype: "f32", shape: "L D D", access: "read" },
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    factor: { dtype: "f32", shape: "L D D", access: "write" },
  },
  scalars: ["firstRows", "secondRows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference(arrays, { firstRows, secondRows }, { L, D }) {
    const { distance, firstLogDeviation, secondLogDeviation, logDeviation, factor } = arrays;
    const a = firstRows / (firstRows + secondRows);
    const b = secondRows / (firstRows + secondRows);
    for (let l = 0; l < L; l++) {
      /** Row i of a set's own root, relative to the joint deviation. */
      const rowOf = (own: Float32Array, ownFactor: Float32Array, i: number) => {
        const at = l * D + i;
        const scale = logDeviation[at] <= LOG_ZERO ? 0 : Math.exp(own[at] - logDeviation[at]);
        return Array.from(ownFactor.subarray(at * D, (at + 1) * D), (entry) => scale * entry);
      };
      const offset = (i: number) => {
        const at = l * D + i;
        const size = Math.exp(Math.log(Math.abs(distance[at])) - logDeviation[at]);
        return logDeviation[at] <= LOG_ZERO ? 0 : Math.sign(distance[at]) * size;
      };
      const correlations = new Float64Array(D * D);
      for (let i = 0; i < D; i++) {
        for (let j = 0; j <= i; j++) {
          const first = dot(
            rowOf(firstLogDeviation, arrays.firstFactor, i),
            rowOf(firstLogDeviation, arrays.firstFactor, j),
          );
          const second = dot(
            rowOf(secondLogDeviation, arrays.secondFactor, i),
            rowOf(secondLogDeviation, arrays.secondFactor, j),
          );
          correlations[i * D + j] = a * first + b * second + a * b * offset(i) * offset(j);
        }
      }
      const root = choleskyRoot(correlations, D);
      for (let i = 0; i < D; i++) {
        const row = root.subarray(i * D, (i + 1) * D);
        const length = Math.hypot(...row);
        for (let j = 0; j < D; j++) {
          factor[(l * D + i) * D + j] = length === 0 ? Number(i === j) : row[j] / length;
        }
      }
    }
  },
});

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, entry, k) => sum + entry * y[k], 0);
}
