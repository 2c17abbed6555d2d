import { covering, defineKernel } from "../../compute/kernel.ts";
import { fold } from "./fold.ts";

/** `fold` for C a multiple of 4. See shaders/layers/fold-fours.wgsl. */
export const foldFours = defineKernel({
  ...fold,
  shader: "layers/fold-fours.wgsl",
  workgroups: ({ L, B, H, W, C }, { WORKGROUP_SIZE }) =>
    covering(L * B * H * W * (C / 4), WORKGROUP_SIZE),
});

/** The kernel for so many channels: what it does is the same, how fast is not. */
export function foldOf(C: number): typeof fold {
  return C % 4 === 0 ? foldFours : fold;
}
