import { covering, defineKernel } from "../../compute/kernel.ts";
import { ROW, adamw } from "./adamw.ts";

const of = (EACH: number, isFew: boolean) =>
  defineKernel({
    ...adamw,
    shader: "training/adamw-fours.wgsl",
    overrides: { WORKGROUP_SIZE: 64, ROW, EACH },
    workgroups: ({ L, R }, { WORKGROUP_SIZE }) =>
      covering((L * R * ROW) / (4 * EACH), WORKGROUP_SIZE),
    suits: ({ software }) => software === isFew,
  });

/**
 * `adamw` over rows of whole fours. See shaders/training/adamw-fours.wgsl. By the invocations: many
 * for graphics cards, and few with more to do, which look up less.
 */
export const adamwFours = { many: of(1, false), few: of(4, true) };
