import { covering, defineKernel } from "../../compute/kernel.ts";
import { scoresBetween } from "./scores-between.ts";

/** How much each newest token attends to each position. See shaders/decoding/attention-scores.wgsl. */
export const attentionScores = defineKernel({
  shader: "decoding/attention-scores.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    qkv: { dtype: "f32", shape: "L R E", access: "read" },
    kept: { dtype: "f32", shape: "L N Y F", access: "read" },
    ancestors: { dtype: "u32", shape: "L R T", access: "read" },
    scores: { dtype: "f32", shape: "L R H U", access: "update" },
  },
  scalars: ["S"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, H, U }, { WORKGROUP_SIZE }) => covering(L * R * H * U, WORKGROUP_SIZE),

  reference(arrays, { S }, axes) {
    const { clock, ...others } = arrays;
    scoresBetween(others, { S, ...axes }, () => [0, S + clock[0]]);
  },
});
