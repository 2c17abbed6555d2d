import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO, logarithm } from "../logarithm.ts";

/** Two sets of samples as halves of one. See shaders/gaussian/weigh-parts.wgsl. */
export const weighParts = defineKernel({
  shader: "gaussian/weigh-parts.wgsl",
  bindings: {
    firstMass: { dtype: "f32", shape: "L 3", access: "read" },
    secondMass: { dtype: "f32", shape: "L 3", access: "read" },
    distance: { dtype: "f32", shape: "L D", access: "read" },
    firstLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    secondLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    weighedDistance: { dtype: "f32", shape: "L D", access: "write" },
    firstWeighed: { dtype: "f32", shape: "L D", access: "write" },
    secondWeighed: { dtype: "f32", shape: "L D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, D }) {
    const { distance, firstLogDeviation, secondLogDeviation } = arrays;
    for (let i = 0; i < L * D; i++) {
      const one = arrays.firstMass[3 * Math.floor(i / D)];
      const other = arrays.secondMass[3 * Math.floor(i / D)];
      const a = other === 0 ? 1 : one / (one + other);
      const b = other === 0 ? 0 : other / (one + other);
      const weighed = (log: number, share: number) =>
        Math.max(LOG_ZERO, log + 0.5 * logarithm(2 * share));
      arrays.weighedDistance[i] = 2 * Math.sqrt(a * b) * distance[i];
      arrays.firstWeighed[i] = weighed(firstLogDeviation[i], a);
      arrays.secondWeighed[i] = weighed(secondLogDeviation[i], b);
    }
  },
});
