import { covering, defineKernel } from "../../compute/kernel.ts";
import { crossEntropyBackward } from "./cross-entropy-backward.ts";

/**
 * `crossEntropyBackward` for vocabularies of whole fours. See
 * shaders/layers/cross-entropy-backward-fours.wgsl.
 */
export const crossEntropyBackwardFours = defineKernel({
  ...crossEntropyBackward,
  shader: "layers/cross-entropy-backward-fours.wgsl",
  overrides: { WORKGROUP_SIZE: 64, EACH: 4 },
  workgroups: ({ L, M, V }, { WORKGROUP_SIZE, EACH }) =>
    covering(L * M * Math.ceil(V / (4 * EACH)), WORKGROUP_SIZE),
});
