import type { Backend } from "../../compute/backend.ts";
import { attentionBackwardKeysFours } from "../../kernels/layers/attention-backward-keys-fours.ts";
import { attentionBackwardKeysQuads } from "../../kernels/layers/attention-backward-keys-quads.ts";
import { attentionBackwardKeys } from "../../kernels/layers/attention-backward-keys.ts";
import { attentionBackwardPanels } from "../../kernels/layers/attention-backward-panels.ts";
import { attentionBackwardQueriesFours } from "../../kernels/layers/attention-backward-queries-fours.ts";
import { attentionBackwardQueriesQuads } from "../../kernels/layers/attention-backward-queries-quads.ts";
import { attentionBackwardQueries } from "../../kernels/layers/attention-backward-queries.ts";
import { attentionForwardFours } from "../../kernels/layers/attention-forward-fours.ts";
import { attentionForwardPanels16 } from "../../kernels/layers/attention-forward-panels-16.ts";
import { attentionForwardPanels32 } from "../../kernels/layers/attention-forward-panels-32.ts";
import { attentionForwardQuads } from "../../kernels/layers/attention-forward-quads.ts";
import { attentionForward } from "../../kernels/layers/attention-forward.ts";

/** `ones` takes heads of any width, the others those of whole fours. */
const variants = {
  ones: {
    forward: attentionForward,
    queries: attentionBackwardQueries,
    keys: attentionBackwardKeys,
  },
  fours: {
    forward: attentionForwardFours,
    queries: attentionBackwardQueriesFours,
    keys: attentionBackwardKeysFours,
  },
  quads: {
    forward: attentionForwardQuads,
    queries: attentionBackwardQueriesQuads,
    keys: attentionBackwardKeysQuads,
  },
} as const;

/** All gradients at once, for heads of so many dimensions. Compiled when first asked for: it takes long. */
const backwardPanels: Readonly<Record<number, ReturnType<typeof attentionBackwardPanels>>> = {
  8: attentionBackwardPanels(2),
  12: attentionBackwardPanels(3),
  16: attentionBackwardPanels(4),
  32: attentionBackwardPanels(8),
};

/**
 * What takes the place of `quads.forward`, by the width of a head. They are compiled when they are
 * first asked for, which takes long.
 */
const forwardPanels = new Map([
  [16, attentionForwardPanels16],
  [32, attentionForwardPanels32],
]);

/** What every adapter may be asked for. */
export const attentionForwardKernels = Object.values(variants).map(({ forward }) => forward);
export const attentionKernels = Object.values(variants).flatMap((variant) =>
  Object.values(variant),
);

/** The kernels for heads of so many dimensions, in texts of T positions. */
export function attentionFor({ adapter }: Backend, width: number, T: number) {
  if (width % 4 !== 0) return variants.ones;
  if (variants.quads.forward.suits?.(adapter) !== true) return variants.fours;
  // Panels go past 32 keys at least.
  const forward = T > 16 ? forwardPanels.get(width)?.[T > 64 ? "long" : "short"] : undefined;
  return forward === undefined ? variants.quads : { ...variants.quads, forward };
}

/** What stands for both backward kernels of `attentionFor`; null where there is no such thing. */
export function attentionBackwardFor(
  { adapter }: Backend,
  width: number,
): ReturnType<typeof attentionBackwardPanels> | null {
  const kernel = backwardPanels[width];
  return kernel?.suits?.(adapter) === true ? kernel : null;
}
