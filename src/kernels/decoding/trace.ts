import { covering, defineKernel } from "../../compute/kernel.ts";

/** The new tokens of every row and where its beam came through. See shaders/decoding/trace.wgsl. */
export const trace = defineKernel({
  shader: "decoding/trace.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    log: { dtype: "u32", shape: "L T R 2", access: "read" },
    ancestors: { dtype: "u32", shape: "L R T", access: "update" },
    history: { dtype: "u32", shape: "L R T", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R }, { WORKGROUP_SIZE }) => covering(L * R, WORKGROUP_SIZE),

  reference({ clock, log, ancestors, history }, _scalars, { L, R, T }) {
    for (let l = 0; l < L; l++) {
      for (let r = 0; r < R; r++) {
        let row = r;
        for (let s = Math.min(clock[0], T) - 1; s >= 0; s--) {
          const entry = 2 * ((l * T + s) * R + row);
          ancestors[(l * R + r) * T + s] = row;
          history[(l * R + r) * T + s] = log[entry];
          row = log[entry + 1];
        }
      }
    }
  },
});
