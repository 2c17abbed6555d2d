import { covering, defineKernel } from "../../compute/kernel.ts";
import { invertRoot } from "./inverse-root.ts";

/** Inverse roots and scales of densities. See shaders/mixture/invert.wgsl. */
export const mixtureInvert = defineKernel({
  shader: "mixture/invert.wgsl",
  bindings: {
    weight: { dtype: "f32", shape: "R K", access: "read" },
    root: { dtype: "f32", shape: "R K D D", access: "read" },
    inverse: { dtype: "f32", shape: "R K D D", access: "write" },
    logScale: { dtype: "f32", shape: "R K", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ R, K }, { WORKGROUP_SIZE }) => covering(R * K, WORKGROUP_SIZE),

  reference({ weight, root, inverse, logScale }, _scalars, { R, K, D }) {
    for (let i = 0; i < R * K; i++) invertRoot({ root, inverse, logScale }, i, D, weight[i]);
  },
});
