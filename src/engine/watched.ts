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
      /** Of a mixture; null for a model that is none. */
      readonly components: WatchedComponents | null;
      /** [N, 2], data units: some of what it drew, in the plane alone. */
      readonly points: Float32Array | null;
    }
  | { readonly kind: "category"; /** [K]. */ readonly counts: Uint32Array };

/** The Gaussians of a mixture, data units. */
export interface WatchedComponents {
  /** [K]. */
  readonly weight: Float32Array;
  /** [K, D]. */
  readonly mean: Float32Array;
  /** [K, D, D]: lower triangular roots of the covariances. */
  readonly root: Float32Array;
}

/** More points than these are one blot. */
const MOST_POINTS = 400;

interface Part {
  readonly tensor: Tensor;
  /** Of the second axis, where not all of it. */
  readonly most?: number;
}

/** What of the closed forms makes a picture, by name, in the order in which it is read. */
function partsOf({ moments, categories, mixture, samples }: ClosedForms): Record<string, Part> {
  const parts: Record<string, Part> = {};
  const add = (name: string, tensor: Tensor | null | undefined, most?: number) => {
    if (tensor !== null && tensor !== undefined) {
      parts[name] = most === undefined ? { tensor } : { tensor, most };
    }
  };
  if (moments === undefined) {
    add("counts", categories?.counts);
    return parts;
  }
  add("mean", moments.mean);
  add("logDeviation", moments.logDeviation);
  add("factor", moments.factor);
  add("weight", mixture?.weight);
  add("componentMean", mixture?.mean);
  add("root", mixture?.root);
  if (samples !== undefined && moments.mean.shape[1] === 2) {
    add("values", samples.values, Math.min(MOST_POINTS, samples.rows));
    add("frameMean", samples.frame?.mean);
    add("frameLogDeviation", samples.frame?.logDeviation);
    add("frameFactor", samples.frame?.factor);
  }
  return parts;
}

/** The parts of the closed forms that belong to one lineage. */
export function watchedSlices(forms: ClosedForms, lineage: number): Slice[] {
  return Object.values(partsOf(forms)).map(({ tensor, most }) => {
    const [, rows = 1, ...rest] = tensor.shape;
    const row = rest.reduce((product, extent) => product * extent, 1);
    return { tensor, start: lineage * rows * row, length: (most ?? rows) * row };
  });
}

/** Puts the arrays that were read for `watchedSlices` together again. */
export function watchedFrom(
  forms: ClosedForms,
  arrays: readonly (Float32Array | Uint32Array)[],
): Watched | null {
  const names = Object.keys(partsOf(forms));
  if (names.length === 0) return null;
  const read = Object.fromEntries(names.map((name, i) => [name, arrays[i]]));
  if (names[0] === "counts") return { kind: "category", counts: read["counts"] as Uint32Array };
  const { mean, logDeviation, factor, weight, componentMean, root, values } = read as Record<
    string,
    Float32Array | undefined
  >;
  return {
    kind: "vector",
    mean: mean!,
    logDeviation: logDeviation!,
    factor: factor ?? null,
    components: weight === undefined ? null : { weight, mean: componentMean!, root: root! },
    points: values === undefined ? null : inDataUnits(read as Record<string, Float32Array>),
  };
}

/** [N, 2]. */
function inDataUnits({
  values,
  frameMean,
  frameLogDeviation,
  frameFactor = Float32Array.of(1, 0, 0, 1),
}: Readonly<Record<string, Float32Array>>): Float32Array {
  if (frameMean === undefined) return values;
  return values.map((_, e) => {
    const [row, i] = [e - (e % 2), e % 2];
    const turned = frameFactor[2 * i] * values[row] + frameFactor[2 * i + 1] * values[row + 1];
    return frameMean[i] + Math.exp(frameLogDeviation[i]) * turned;
  });
}
