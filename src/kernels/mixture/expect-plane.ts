import { covering, defineKernel } from "../../compute/kernel.ts";
import { expectStep } from "./expect.ts";

/** Which component each row in the plane belongs to. See shaders/mixture/expect-plane.wgsl. */
export const expectPlane = defineKernel({
  shader: "mixture/expect-plane.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "L N 2", access: "read" },
    presence: { dtype: "f32", shape: "L W", access: "read" },
    center: { dtype: "f32", shape: "L K 2", access: "read" },
    inverse: { dtype: "f32", shape: "L K 2 2", access: "read" },
    logScale: { dtype: "f32", shape: "L K", access: "read" },
    listed: { dtype: "u32", shape: "A", access: "read" },
    responsibility: { dtype: "f32", shape: "L K N", access: "update" },
    score: { dtype: "f32", shape: "L N", access: "update" },
  },
  scalars: ["hard"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ A, N }, { WORKGROUP_SIZE }) => covering(A * Math.ceil(N / 4), WORKGROUP_SIZE),

  reference(arrays, scalars, axes) {
    expectStep.reference(arrays, scalars, { ...axes, D: 2 });
  },
});
