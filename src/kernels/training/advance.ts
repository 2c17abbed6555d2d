import { defineKernel } from "../../compute/kernel.ts";

/** Moves the clock on by one step. See shaders/training/advance.wgsl. */
export const advance = defineKernel({
  shader: "training/advance.wgsl",
  bindings: { clock: { dtype: "u32", shape: "1", access: "update" } },
  scalars: [],
  overrides: {},
  workgroups: () => [1],

  reference({ clock }) {
    clock[0]++;
  },
});
