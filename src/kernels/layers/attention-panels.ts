import type { AdapterInfo } from "../../compute/backend.ts";
import type { Workgroups } from "../../compute/kernel.ts";

/**
 * What the kernels of shaders/layers/attention-panels.wgsl have in common: a workgroup of one quad
 * for a whole text and head, and so much code that only a processor should be asked to run it. They
 * take texts of 64 positions at most where `LONG` is 0.
 */
export const attentionPanels = (LONG: 0 | 1) => ({
  overrides: { WORKGROUP_SIZE: 4, LONG },
  workgroups: ({ L, B, H }: Readonly<Record<"L" | "B" | "H", number>>): Workgroups => [L * B * H],
  suits: ({ software, subgroups }: AdapterInfo): boolean => software && subgroups === true,
});
