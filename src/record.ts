import type { DType, Shape, TypedArrayOf } from "./compute/tensor.ts";

/** What a run says about one generation: for each metric one number per lineage. */
export interface GenerationRecord {
  readonly generation: number;
  readonly metrics: Readonly<Record<string, ArrayLike<number>>>;
  /** For each metric with bins: how many of all lineages' samples fell into each. */
  readonly histograms?: Readonly<Record<string, ArrayLike<number>>>;
  /** What interventions say of their work: "name.quantity" to one number per lineage. */
  readonly reports?: Readonly<Record<string, ArrayLike<number>>>;
  /** Some of what the first lineage drew, to be looked at. */
  readonly exhibit?: Exhibit;
  /** What fitting said on the way: name to points of [step, mean over lineages]. */
  readonly traces?: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

export type Exhibit =
  | {
      readonly kind: "tokens";
      /** One list per text. */
      readonly tokens: readonly (readonly number[])[];
      /** The model's own probability of each, in whole percents; null where it gives none. */
      readonly percents: readonly (readonly number[])[] | null;
      /** Of generation 0: the texts that it learned from, in the places of what was drawn. */
      readonly original?: readonly (readonly number[])[];
    }
  | {
      readonly kind: "image";
      /** Grey values 0 to 255 of each image, row by row, in base64. */
      readonly images: readonly string[];
      /** Of generation 0: images that it learned from. */
      readonly original?: readonly string[];
    };

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
  /** Absent where every row counts once. */
  readonly weight?: number;
  /** Where the weights are for one generation only; null where none come back after it. */
  readonly lastingWeight?: number | null;
  readonly set?: number;
  readonly drawn?: number;
  readonly source?: Readonly<Record<string, StoredHolder>>;
}

/** Tensors by name, as places in a checkpoint's list. */
export type StoredHolder = Readonly<Record<string, number | null>>;

/** Everything that generation `generation + 1` needs. Random numbers have no state to store. */
export interface Checkpoint {
  /** The last one that is finished; -1 for none. */
  readonly generation: number;
  readonly tensors: readonly StoredTensor[];
  /** Null before generation 0. */
  readonly parameters: StoredHolder | null;
  /** What generation 0 learned, where a later one needs it. */
  readonly first: StoredHolder | null;
  readonly pool: readonly StoredSegment[];
  /** Where the next generation was left, in the middle of long work. */
  readonly unfinished: {
    readonly phase: "fit" | "sample";
    /** Steps of the work that are done. */
    readonly done: number;
    readonly state: StoredHolder;
    /** What was fitted, while sampling. */
    readonly fitted: StoredHolder | null;
    readonly traces: NonNullable<GenerationRecord["traces"]>;
  } | null;
}
