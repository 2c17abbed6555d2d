import { covering, defineKernel } from "../../compute/kernel.ts";
import { embeddingForward } from "./embedding-forward.ts";

const of = (EACH: number, isFew: boolean) =>
  defineKernel({
    ...embeddingForward,
    shader: "layers/embedding-forward-fours.wgsl",
    overrides: { WORKGROUP_SIZE: 64, EACH },
    workgroups: ({ L, M, D }, { WORKGROUP_SIZE }) =>
      covering(L * M * Math.ceil(D / (4 * EACH)), WORKGROUP_SIZE),
    suits: ({ software }) => software === isFew,
  });

/**
 * `embeddingForward` for rows of whole fours. See shaders/layers/embedding-forward-fours.wgsl. By the
 * invocations: many for graphics cards, and few with more to do, which look up less.
 */
export const embeddingForwardFours = { many: of(1, false), few: of(4, true) };
