import { covering, defineKernel } from "../../compute/kernel.ts";
import { scoresBetween } from "./scores-between.ts";

/** Attention where all beams attend alike. See shaders/decoding/attention-scores-joint.wgsl. */
export const attentionScoresJoint = defineKernel({
  shader: "decoding/attention-scores-joint.wgsl",
  bindings: {
    joint: { dtype: "u32", shape: "L N", access: "read" },
    qkv: { dtype: "f32", shape: "L R E", access: "read" },
    kept: { dtype: "f32", shape: "L N Y F", access: "read" },
    ancestors: { dtype: "u32", shape: "L R T", access: "read" },
    scores: { dtype: "f32", shape: "L R H U", access: "update" },
  },
  scalars: ["S"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, H, U }, { WORKGROUP_SIZE }) =>
    covering(L * N * H * Math.ceil(U / 4), WORKGROUP_SIZE),

  reference(arrays, { S }, axes) {
    const { joint, ...others } = arrays;
    scoresBetween(others, { S, ...axes }, (text) => [0, S + joint[text]]);
  },
});
