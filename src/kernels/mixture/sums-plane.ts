import { covering, defineKernel } from "../../compute/kernel.ts";
import { chunkSums } from "./chunk-sums.ts";

/** What a chunk of rows in the plane says of each component. See shaders/mixture/sums-plane.wgsl. */
export const sumsPlane = defineKernel({
  shader: "mixture/sums-plane.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "L N 2", access: "read" },
    presence: { dtype: "f32", shape: "L W", access: "read" },
    center: { dtype: "f32", shape: "L K 2", access: "read" },
    responsibility: { dtype: "f32", shape: "L K N", access: "read" },
    score: { dtype: "f32", shape: "L N", access: "read" },
    listed: { dtype: "u32", shape: "A", access: "read" },
    sums: { dtype: "f32", shape: "L C K 6", access: "update" },
    scores: { dtype: "f32", shape: "L C 2", access: "update" },
  },
  scalars: ["chunkLength"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ A, C, K }, { WORKGROUP_SIZE }) => covering(A * C * K, WORKGROUP_SIZE),

  reference(arrays, scalars, axes) {
    chunkSums.reference(arrays, scalars, { ...axes, D: 2, F: 6 });
  },
});
