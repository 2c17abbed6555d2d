import { defineKernel } from "../../compute/kernel.ts";
import { layerNormBackward } from "./layer-norm-backward.ts";
import { layerNormPartials } from "./layer-norm-partials.ts";
import { byFours, suitsNormQuads } from "./norm-quads.ts";
import { ROWS } from "./partial-sums.ts";

/**
 * `layerNormBackward` and `layerNormPartials` in one for rows of up to sixteen sixteens, by their
 * number, and by whether the gradient is added to what is there. See
 * shaders/layers/layer-norm-backward-quads.wgsl.
 */
export const layerNormBackwardQuads = byFours((FOURS) =>
  ([0, 1] as const).map((ADDED) =>
    defineKernel({
      shader: "layers/layer-norm-backward-quads.wgsl",
      bindings: { ...layerNormBackward.bindings, ...layerNormPartials.bindings },
      scalars: [],
      overrides: { WORKGROUP_SIZE: 4, FOURS, ADDED, ROWS },
      workgroups: ({ L, C }) => [L * C],
      suits: suitsNormQuads,

      reference(arrays, _scalars, axes) {
        layerNormBackward.reference(arrays, { accumulate: ADDED }, axes);
        layerNormPartials.reference(arrays, {}, axes);
      },
    }),
  ),
);
