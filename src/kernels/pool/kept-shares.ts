import { covering, defineKernel } from "../../compute/kernel.ts";

/** What a filter has done, as shares. See shaders/pool/kept-shares.wgsl. */
export const keptShares = defineKernel({
  shader: "pool/kept-shares.wgsl",
  bindings: {
    sums: { dtype: "f32", shape: "L 4", access: "read" },
    markedKept: { dtype: "f32", shape: "L", access: "write" },
    otherKept: { dtype: "f32", shape: "L", access: "write" },
    markedBefore: { dtype: "f32", shape: "L", access: "write" },
    markedAfter: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ sums, markedKept, otherKept, markedBefore, markedAfter }, _scalars, { L }) {
    for (let l = 0; l < L; l++) {
      const [before, after, otherBefore, otherAfter] = sums.subarray(4 * l);
      // 0 / 0 is not a number here as there.
      markedKept[l] = after / before;
      otherKept[l] = otherAfter / otherBefore;
      markedBefore[l] = before / (before + otherBefore);
      markedAfter[l] = after / (after + otherAfter);
    }
  },
});
