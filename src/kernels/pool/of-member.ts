import { covering, defineKernel } from "../../compute/kernel.ts";

/** The lineages of one member of an ecosystem. See shaders/pool/of-member.wgsl. */
export const ofMember = defineKernel({
  shader: "pool/of-member.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    values: { dtype: "f32", shape: "L W", access: "read" },
    chosen: { dtype: "f32", shape: "L W", access: "update" },
  },
  scalars: ["member", "members"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, W }, { WORKGROUP_SIZE }) => covering(L * W, WORKGROUP_SIZE),

  reference({ keys, values, chosen }, { member, members }, { L, W }) {
    for (let l = 0; l < L; l++) {
      if (keys[2 * l + 1] % members !== member) continue;
      for (let w = 0; w < W; w++) chosen[l * W + w] = values[l * W + w];
    }
  },
});
