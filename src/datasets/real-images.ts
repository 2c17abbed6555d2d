import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { type FactsOf, type Real, spaceOf } from "../distribution.ts";
import { packedPixels, pickImages } from "../kernels/images/pick.ts";

type Facts = FactsOf<"image">;

/** The kernels that `openImages` dispatches. */
export const realImageKernels = [pickImages];

/** Real images out of a table that all lineages share. None comes twice in a draw. */
export function openImages({ scope }: Context, facts: readonly Facts[]): Real {
  const [first] = facts;
  const D = first.height * first.width;
  const packed = packedPixels(first.images!, D);
  const W = Math.ceil(D / 4);
  const pixels = scope.tensor("real images", "u32", [packed.length / W, W], packed);
  return {
    space: spaceOf(first),
    facts: first,
    forms: { heldOut: heldOutImages(scope, first) },
    draw({ backend, scope, keys, lineages, stream, generation }, rows) {
      const values = scope.tensor("real samples", "f32", [lineages, rows, D]);
      backend.dispatch(pickImages, { keys, pixels, values }, { stream, generation });
      return { values, rows, birth: 0, frame: null };
    },
  };
}

/** f32 [1, M, D], 0 to 1. */
export function heldOutImages(scope: Context["scope"], facts: Facts): Tensor<"f32"> {
  const { height, width, heldOut } = facts;
  const D = height * width;
  const grey = Float32Array.from(heldOut, (value) => value / 255);
  return scope.tensor("held-out images", "f32", [1, heldOut.length / D, D], grey);
}

/**
 * The share of each class among labels, and what the classes are called: their numbers. A class may be
 * among the held-out ones alone, as where a file is sorted by class.
 */
export function classesOf(
  labels: Uint8Array,
  heldOut: Uint8Array | null,
): Pick<Facts, "classes" | "frequencies"> {
  let most = 0;
  for (const some of [labels, heldOut ?? new Uint8Array()]) {
    for (const label of some) most = Math.max(most, label);
  }
  const frequencies = new Float64Array(most + 1);
  for (const label of labels) frequencies[label] += 1 / labels.length;
  return { classes: Array.from(frequencies, (_, k) => String(k)), frequencies };
}
