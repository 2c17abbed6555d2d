import type { DType, Shape, TypedArrayOf } from "./compute/tensor.ts";

/** What a run says about one generation: for each metric one number per lineage. */
export interface GenerationRecord {
  readonly generation: number;
  readonly metrics: Readonly<Record<string, ArrayLike<number>>>;
}

export interface StoredTensor {
  readonly label: string;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: TypedArrayOf<DType>;
}

/** A segment whose tensors are places in a checkpoint's list. */
export interface StoredSegment {
  readonly rows: number;
  readonly birth: number;
  /** Null for the original real data, which is drawn again and not stored. */
  readonly values: number | null;
  readonly frame: Readonly<Record<string, number | null>> | null;
}

/** Everything that generation `generation + 1` needs. Random numbers have no state to store. */
export interface Checkpoint {
  readonly generation: number;
  readonly tensors: readonly StoredTensor[];
  readonly parameters: Readonly<Record<string, number | null>>;
  readonly pool: readonly StoredSegment[];
}
