import type { AdapterInfo } from "../../compute/backend.ts";
import type { Workgroups } from "../../compute/kernel.ts";

/**
 * What the kernels of shaders/layers/attention-quad.wgsl have in common: a workgroup of one quad for
 * sixteen positions, which would leave most of a graphics card idle.
 */
export const attentionQuads = {
  overrides: { WORKGROUP_SIZE: 4 },
  workgroups: ({ L, B, H, T }: Readonly<Record<"L" | "B" | "H" | "T", number>>): Workgroups => [
    L * B * H * Math.ceil(T / 16),
  ],
  suits: ({ software, subgroups }: AdapterInfo): boolean => software && subgroups === true,
};
