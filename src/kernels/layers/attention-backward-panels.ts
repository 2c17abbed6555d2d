import { defineKernel } from "../../compute/kernel.ts";
import { attentionBackwardKeys } from "./attention-backward-keys.ts";
import { attentionBackwardQueries } from "./attention-backward-queries.ts";
import { fastKeys, fastQueries } from "./attention-fast.ts";

/**
 * `attentionBackwardQueries` and `attentionBackwardKeys` in one, for heads of 4 `FOURS` dimensions.
 * See shaders/layers/attention-backward-panels.wgsl.
 */
export const attentionBackwardPanels = (FOURS: 2 | 3 | 4 | 8) =>
  defineKernel({
    ...attentionBackwardQueries,
    shader: "layers/attention-backward-panels.wgsl",
    overrides: { WORKGROUP_SIZE: 4, FOURS },
    workgroups: ({ L, B, H }) => [L * B * H],
    suits: ({ software, subgroups }) => software && subgroups === true,

    reference(arrays, scalars, axes) {
      attentionBackwardQueries.reference(arrays, scalars, axes);
      attentionBackwardKeys.reference(arrays, scalars, axes);
    },

    fast(arrays, scalars, axes) {
      fastQueries(arrays, scalars, axes);
      fastKeys(arrays, scalars, axes);
    },
  });
