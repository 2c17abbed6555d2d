import { covering, defineKernel } from "../../compute/kernel.ts";

/** Four more bits of a threshold. See shaders/decoding/narrow.wgsl. */
export const narrowThreshold = defineKernel({
  shader: "decoding/narrow.wgsl",
  bindings: {
    share: { dtype: "f32", shape: "L", access: "read" },
    masses: { dtype: "f32", shape: "L R C", access: "read" },
    above: { dtype: "f32", shape: "L R C 16", access: "read" },
    threshold: { dtype: "u32", shape: "L R", access: "update" },
  },
  scalars: ["shift", "mass", "whole"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R }, { WORKGROUP_SIZE }) => covering(L * R, WORKGROUP_SIZE),

  reference({ share, masses, above, threshold }, { shift, mass, whole }, { L, R, C }) {
    for (let row = 0; row < L * R; row++) {
      const part = share[Math.floor(row / R)];
      const start = shift === 28 ? 0 : threshold[row];
      threshold[row] = 0;
      if (part <= 0 || part >= whole) continue;
      let total = 0;
      for (let c = 0; c < C; c++) total += masses[row * C + c];
      const goal = mass === 1 ? part * total : part;
      let digit = 15;
      for (; digit > 0; digit--) {
        let sum = 0;
        for (let c = 0; c < C; c++) sum += above[(row * C + c) * 16 + digit];
        if (sum >= goal) break;
      }
      threshold[row] = start + digit * 2 ** shift;
    }
  },
});
