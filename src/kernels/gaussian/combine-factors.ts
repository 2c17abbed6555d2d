import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO } from "../logarithm.ts";

/** Directions thinner than this, of a deviation of 1, are rounding even in double precision. */
const SMALLEST_LENGTH = 1e-12;

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
    rows: { dtype: "f32", shape: "L D W", access: "write" },
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
      const left = Array.from({ length: D }, (_, i) => {
        const at = l * D + i;
        const joint = logDeviation[at];
        if (joint <= LOG_ZERO) return Array.from({ length: 2 * D + 1 }, () => 0);
        const first = Math.sqrt(a) * Math.exp(firstLogDeviation[at] - joint);
        const second = Math.sqrt(b) * Math.exp(secondLogDeviation[at] - joint);
        const apart = Math.exp(Math.log(Math.abs(distance[at])) - joint);
        return [
          ...Array.from(arrays.firstFactor.subarray(at * D, (at + 1) * D), (f) => first * f),
          ...Array.from(arrays.secondFactor.subarray(at * D, (at + 1) * D), (f) => second * f),
          Math.sqrt(a * b) * Math.sign(distance[at]) * apart,
        ];
      });
      const root = new Float64Array(D * D);
      for (let j = 0; j < D; j++) {
        const length = Math.hypot(...left[j]);
        if (length <= SMALLEST_LENGTH) continue;
        const direction = left[j].map((x) => x / length);
        for (let i = j; i < D; i++) {
          const along = left[i].reduce((sum, x, w) => sum + x * direction[w], 0);
          root[i * D + j] = along;
          left[i] = left[i].map((x, w) => x - along * direction[w]);
        }
      }
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
