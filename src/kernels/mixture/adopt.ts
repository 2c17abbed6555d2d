import { covering, defineKernel } from "../../compute/kernel.ts";

/** Takes over the components of a mixture, narrowed. See shaders/mixture/adopt.wgsl. */
export const mixtureAdopt = defineKernel({
  shader: "mixture/adopt.wgsl",
  bindings: {
    shift: { dtype: "f32", shape: "L", access: "read" },
    givenWeight: { dtype: "f32", shape: "R J", access: "read" },
    givenMean: { dtype: "f32", shape: "R J D", access: "read" },
    givenRoot: { dtype: "f32", shape: "R J D D", access: "read" },
    weight: { dtype: "f32", shape: "L K", access: "write" },
    center: { dtype: "f32", shape: "L K D", access: "write" },
    root: { dtype: "f32", shape: "L K D D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, K }, { WORKGROUP_SIZE }) => covering(L * K, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, D, K, J, R }) {
    const { shift, givenWeight, givenMean, givenRoot, weight, center, root } = arrays;
    for (let i = 0; i < L * K; i++) {
      const [l, k] = [Math.floor(i / K), i % K];
      const j = Math.min(k, J - 1) + (R === 1 ? 0 : l * J);
      weight[i] = k < J ? givenWeight[j] : 0;
      center.set(givenMean.subarray(j * D, (j + 1) * D), i * D);
      const factor = Math.exp(shift[l]);
      const narrowed = givenRoot.subarray(j * D * D, (j + 1) * D * D).map((x) => factor * x);
      root.set(narrowed, i * D * D);
    }
  },
});
