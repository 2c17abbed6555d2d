import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO, logarithm } from "../logarithm.ts";

/** Moments of two weighted sets together. See shaders/gaussian/combine-weighted.wgsl. */
export const combineWeighted = defineKernel({
  shader: "gaussian/combine-weighted.wgsl",
  bindings: {
    firstMass: { dtype: "f32", shape: "L 3", access: "read" },
    secondMass: { dtype: "f32", shape: "L 3", access: "read" },
    firstMean: { dtype: "f32", shape: "L D", access: "read" },
    firstLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    secondMean: { dtype: "f32", shape: "L D", access: "read" },
    secondLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    mean: { dtype: "f32", shape: "L D", access: "write" },
    logDeviation: { dtype: "f32", shape: "L D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, D }) {
    const { firstMean, firstLogDeviation, secondMean, secondLogDeviation } = arrays;
    for (let i = 0; i < L * D; i++) {
      const one = arrays.firstMass[3 * Math.floor(i / D)];
      const other = arrays.secondMass[3 * Math.floor(i / D)];
      const a = other === 0 ? 1 : one / (one + other);
      const b = 1 - a;
      const distance = secondMean[i] - firstMean[i];
      // Of an empty set nothing may enter, however large it is.
      const terms = [
        [a, firstLogDeviation[i]],
        [b, secondLogDeviation[i]],
        [a * b, logarithm(Math.abs(distance))],
      ].filter(([share]) => share > 0);
      const largest = Math.max(...terms.map(([, log]) => log));
      const variance = terms.reduce(
        (sum, [share, log]) => sum + share * Math.exp(2 * (log - largest)),
        0,
      );
      arrays.mean[i] =
        a === 1 ? firstMean[i] : b === 1 ? secondMean[i] : firstMean[i] + b * distance;
      arrays.logDeviation[i] = Math.max(LOG_ZERO, largest + 0.5 * Math.log(variance));
    }
  },
});
