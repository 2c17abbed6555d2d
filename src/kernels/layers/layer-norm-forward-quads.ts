import { defineKernel } from "../../compute/kernel.ts";
import { layerNormForward } from "./layer-norm-forward.ts";
import { byFours, suitsNormQuads } from "./norm-quads.ts";

/**
 * `layerNormForward` for rows of up to sixteen sixteens, by their number. See
 * shaders/layers/layer-norm-forward-quads.wgsl.
 */
export const layerNormForwardQuads = byFours((FOURS) =>
  defineKernel({
    ...layerNormForward,
    shader: "layers/layer-norm-forward-quads.wgsl",
    overrides: { WORKGROUP_SIZE: 4, FOURS, ROWS: 16 },
    workgroups: ({ L, M }, { ROWS }) => [L * Math.ceil(M / ROWS)],
    suits: suitsNormQuads,
  }),
);
