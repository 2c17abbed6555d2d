import { covering, defineKernel } from "../../compute/kernel.ts";

/** Shares of groups of categories. See shaders/categorical/group-shares.wgsl. */
export const groupShares = defineKernel({
  shader: "categorical/group-shares.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "L K", access: "read" },
    members: { dtype: "u32", shape: "M", access: "read" },
    ends: { dtype: "u32", shape: "G 2", access: "read" },
    shares: { dtype: "f32", shape: "L G 3", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 16 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ counts, members, ends, shares }, _scalars, { L, K, G }) {
    for (let l = 0; l < L; l++) {
      const own = Array.from(members, (k) => counts[l * K + k]);
      const all = sumOf(own);
      for (let g = 0; g < G; g++) {
        const first = g === 0 ? 0 : ends[2 * g - 1];
        const [rarest, end] = ends.subarray(2 * g, 2 * g + 2);
        const at = 3 * (l * G + g);
        shares[at] = all === 0 ? 0 : sumOf(own.slice(first, end)) / all;
        shares[at + 1] = aliveIn(own.slice(first, end));
        shares[at + 2] = aliveIn(own.slice(rarest, end));
      }
    }
  },
});

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function aliveIn(counts: readonly number[]): number {
  return counts.filter((count) => count > 0).length / counts.length;
}
