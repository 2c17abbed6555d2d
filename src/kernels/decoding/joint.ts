import { covering, defineKernel } from "../../compute/kernel.ts";

/** How many new tokens the beams of a text have in common. See shaders/decoding/joint.wgsl. */
export const jointTokens = defineKernel({
  shader: "decoding/joint.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    ancestors: { dtype: "u32", shape: "L R T", access: "read" },
    joint: { dtype: "u32", shape: "L N", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ clock, ancestors, joint }, _scalars, { L, N, R, T }) {
    const K = R / N;
    for (let text = 0; text < L * N; text++) {
      const at = (k: number, s: number) => ancestors[(text * K + k) * T + s];
      const isShared = (s: number) => {
        for (let k = 1; k < K; k++) if (at(k, s) !== at(0, s)) return false;
        return true;
      };
      let count = clock[0];
      while (count > 0 && !isShared(count - 1)) count--;
      joint[text] = count;
    }
  },
});
