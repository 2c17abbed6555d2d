import { covering, defineKernel } from "../../compute/kernel.ts";
import { unfold } from "./unfold.ts";

/** `unfold` for C a multiple of 4. See shaders/layers/unfold-fours.wgsl. */
export const unfoldFours = defineKernel({
  ...unfold,
  shader: "layers/unfold-fours.wgsl",
  workgroups: ({ L, B, Y, X, K }, { WORKGROUP_SIZE }) =>
    covering(L * B * Y * X * (K / 4), WORKGROUP_SIZE),
});

/** The kernel for so many channels: what it does is the same, how fast is not. */
export function unfoldOf(C: number): typeof unfold {
  return C % 4 === 0 ? unfoldFours : unfold;
}
