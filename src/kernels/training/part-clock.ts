import { defineKernel } from "../../compute/kernel.ts";

/** The clock of one part of a step. See shaders/training/part-clock.wgsl. */
export const partClock = defineKernel({
  shader: "training/part-clock.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    own: { dtype: "u32", shape: "1", access: "write" },
  },
  scalars: ["parts", "part"],
  overrides: { WORKGROUP_SIZE: 1 },
  workgroups: () => [1],

  reference({ clock, own }, { parts, part }) {
    own[0] = clock[0] * parts + part;
  },
});
