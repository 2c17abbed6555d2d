import type { Context } from "../context.ts";
import { type FactsOf, type Real, spaceOf } from "../distribution.ts";
import { cumulative, drawCategories, drawKernels } from "../kernels/categorical/draw.ts";
import { gatherBlocks } from "../kernels/text/gather-blocks.ts";
import { Stream } from "../random/streams.ts";

/** The kernels that `openBlocks` dispatches. */
export const realBlockKernels = [...drawKernels, gatherBlocks];

type Facts = FactsOf<"tokens">;

/**
 * Real texts, all of which are known: the original set is the first blocks in their order, the same
 * for all lineages, and whatever is drawn later are random ones, each as likely as any other.
 */
export function openBlocks(context: Context, [facts]: readonly Facts[]): Real {
  const { scope, lineages: L } = context;
  const T = facts.length;
  const K = facts.blocks!.length / T;
  const blocks = scope.tensor("real blocks", "u32", [K, T], owned(facts.blocks!));
  const ones = scope.tensor("real weights", "u32", [1, K], new Uint32Array(K).fill(1));
  const upTo = cumulative(context, ones);
  return {
    space: spaceOf(facts),
    facts,
    forms: { heldOut: heldOutOf(context, facts) },
    draw(drawing, rows) {
      const { backend, scope, stream } = drawing;
      const places =
        stream === Stream.DATASET
          ? scope.tensor("places", "u32", [1, rows], Uint32Array.from({ length: rows }, firsts(K)))
          : drawCategories(drawing, upTo, rows);
      const texts = scope.tensor("real texts", "u32", [L, rows, T]);
      backend.dispatch(gatherBlocks, { blocks, places, texts }, {});
      return { values: texts, rows, birth: 0, frame: null };
    },
  };
}

/** In their order, and from the start again where there are not enough. */
function firsts(K: number) {
  return (_: unknown, n: number) => n % K;
}

/** u32 [1, M, T]. */
export function heldOutOf({ scope }: Context, { heldOut, length: T }: Facts) {
  return scope.tensor("held-out texts", "u32", [1, heldOut.length / T, T], owned(heldOut));
}

function owned(array: Uint32Array): Uint32Array<ArrayBuffer> {
  return array.buffer instanceof ArrayBuffer
    ? (array as Uint32Array<ArrayBuffer>)
    : Uint32Array.from(array);
}
