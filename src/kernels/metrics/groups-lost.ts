import { covering, defineKernel } from "../../compute/kernel.ts";

/** Groups with too few samples. See shaders/metrics/groups-lost.wgsl. */
export const groupsLost = defineKernel({
  shader: "metrics/groups-lost.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "L G C", access: "read" },
    least: { dtype: "u32", shape: "G", access: "read" },
    lost: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ counts, least, lost }, _scalars, { L, G, C }) {
    const countOf = (row: number) =>
      counts.subarray(row * C, (row + 1) * C).reduce((sum, count) => sum + count, 0);
    for (let l = 0; l < L; l++) {
      lost[l] = least.filter((count, g) => countOf(l * G + g) < count).length;
    }
  },
});
