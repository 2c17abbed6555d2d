import { covering, defineKernel } from "../../compute/kernel.ts";

/** Sums of weights and of their squares. See shaders/pool/mass.wgsl. */
export const sumWeights = defineKernel({
  shader: "pool/mass.wgsl",
  bindings: {
    weight: { dtype: "f32", shape: "L N", access: "read" },
    mass: { dtype: "f32", shape: "L 3", access: "write" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64, RUN: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ weight, mass }, { rows }, { L, N }) {
    for (let l = 0; l < L; l++) {
      const own = Array.from(weight.subarray(l * N, l * N + rows));
      mass[3 * l] = own.reduce((sum, w) => sum + w, 0);
      mass[3 * l + 1] = own.reduce((sum, w) => sum + w * w, 0);
      mass[3 * l + 2] = Number(own.every(Number.isInteger));
    }
  },
});
