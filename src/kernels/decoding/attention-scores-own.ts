import { covering, defineKernel } from "../../compute/kernel.ts";
import { scoresBetween } from "./scores-between.ts";

/** Attention where the beams went apart. See shaders/decoding/attention-scores-own.wgsl. */
export const attentionScoresOwn = defineKernel({
  shader: "decoding/attention-scores-own.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    joint: { dtype: "u32", shape: "L N", access: "read" },
    qkv: { dtype: "f32", shape: "L R E", access: "read" },
    kept: { dtype: "f32", shape: "L N Y F", access: "read" },
    ancestors: { dtype: "u32", shape: "L R T", access: "read" },
    scores: { dtype: "f32", shape: "L R H U", access: "update" },
  },
  scalars: ["S"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, H }, { WORKGROUP_SIZE }) => covering(L * R * H, WORKGROUP_SIZE),

  reference(arrays, { S }, axes) {
    const { joint, clock, ...others } = arrays;
    scoresBetween(others, { S, ...axes }, (text) => [S + joint[text], S + clock[0]]);
  },
});
