import { covering, defineKernel } from "../../compute/kernel.ts";

/** The spread of a pool and the noise around its rows. See shaders/kernel-density/roots.wgsl. */
export const densityRoots = defineKernel({
  shader: "kernel-density/roots.wgsl",
  bindings: {
    mass: { dtype: "f32", shape: "L 3", access: "read" },
    width: { dtype: "f32", shape: "L", access: "read" },
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    factor: { dtype: "f32", shape: "L E E", access: "read" },
    scale: { dtype: "f32", shape: "L D", access: "read" },
    root: { dtype: "f32", shape: "L 2 D D", access: "write" },
  },
  scalars: ["rule"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ mass, width, logDeviation, factor, scale, root }, { rule }, { L, D, E }) {
    for (let l = 0; l < L; l++) {
      const count = mass[3 * l] ** 2 / mass[3 * l + 1];
      for (let i = 0; i < D; i++) {
        const log = scale[l * D + i];
        for (let j = 0; j < D; j++) {
          const entry = E === 0 ? Number(i === j) : factor[(l * D + i) * D + j];
          const own = Math.exp(logDeviation[l * D + i] - log) * entry;
          const noise =
            rule > 0
              ? (rule * count) ** (-1 / (D + 4)) * own
              : i === j
                ? width[l] * Math.exp(-log)
                : 0;
          root[(2 * l * D + i) * D + j] = own;
          root[((2 * l + 1) * D + i) * D + j] = noise;
        }
      }
    }
  },
});
