import type { Slice } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { ClosedForms } from "../distribution.ts";

/** What one lineage's model looks like, for pictures of its distribution. */
export type Watched =
  | {
      readonly kind: "vector";
      /** [D], data units. */
      readonly mean: Float32Array;
      /** [D], natural logarithms of data units. */
      readonly logDeviation: Float32Array;
      /** [D, D], or null for a diagonal covariance. */
      readonly factor: Float32Array | null;
    }
  | { readonly kind: "category"; /** [K]. */ readonly counts: Uint32Array };

/** The parts of the closed forms that belong to one lineage. */
export function watchedSlices({ moments, categories }: ClosedForms, lineage: number): Slice[] {
  const tensors: Tensor[] = [];
  if (moments !== undefined) {
    tensors.push(moments.mean, moments.logDeviation);
    if (moments.factor !== null) tensors.push(moments.factor);
  } else if (categories !== undefined) {
    tensors.push(categories.counts);
  }
  return tensors.map((tensor) => {
    const length = tensor.shape.slice(1).reduce((product, extent) => product * extent, 1);
    return { tensor, start: lineage * length, length };
  });
}

/** Puts the arrays that were read for `watchedSlices` together again. */
export function watchedFrom(
  { moments, categories }: ClosedForms,
  arrays: readonly (Float32Array | Uint32Array)[],
): Watched | null {
  if (moments !== undefined) {
    const [mean, logDeviation, factor = null] = arrays as Float32Array[];
    return { kind: "vector", mean, logDeviation, factor };
  }
  return categories === undefined ? null : { kind: "category", counts: arrays[0] as Uint32Array };
}
