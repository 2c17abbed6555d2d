import { covering, defineKernel } from "../../compute/kernel.ts";

/** Deviations as if every row counted once. See shaders/gaussian/weigh-rows.wgsl. */
export const weighRows = defineKernel({
  shader: "gaussian/weigh-rows.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "L N D", access: "read" },
    weight: { dtype: "f32", shape: "L N", access: "read" },
    mass: { dtype: "f32", shape: "L 3", access: "read" },
    center: { dtype: "f32", shape: "L D", access: "read" },
    weighed: { dtype: "f32", shape: "L N D", access: "write" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, D }, { WORKGROUP_SIZE }) => covering(L * N * D, WORKGROUP_SIZE),

  reference({ values, weight, mass, center, weighed }, { rows }, { L, N, D }) {
    weighed.fill(0);
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < rows; n++) {
        const own = weight[l * N + n];
        if (own === 0) continue;
        for (let d = 0; d < D; d++) {
          const at = (l * N + n) * D + d;
          weighed[at] = Math.sqrt((own * rows) / mass[3 * l]) * (values[at] - center[l * D + d]);
        }
      }
    }
  },
});
