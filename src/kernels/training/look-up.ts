import { covering, defineKernel } from "../../compute/kernel.ts";

/** Which rows stand at the places of a batch's order. See shaders/training/look-up.wgsl. */
export const lookUp = defineKernel({
  shader: "training/look-up.wgsl",
  bindings: {
    chosen: { dtype: "u32", shape: "L P", access: "read" },
    order: { dtype: "u32", shape: "L B", access: "read" },
    places: { dtype: "u32", shape: "L B", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B }, { WORKGROUP_SIZE }) => covering(L * B, WORKGROUP_SIZE),

  reference({ chosen, order, places }, _scalars, { L, B, P }) {
    for (let l = 0; l < L; l++) {
      for (let i = l * B; i < (l + 1) * B; i++) places[i] = chosen[l * P + order[i]];
    }
  },
});
