import type { Backend, Scope } from "./compute/backend.ts";
import type { Graphs } from "./compute/graph.ts";
import type { Tensor } from "./compute/tensor.ts";
import type { SampleSpace, Segment } from "./samples.ts";

/** All that a plug-in may touch in one generation. */
export interface Context {
  readonly backend: Backend;
  /** Null where there is no ONNX Runtime, and in a dry run. */
  readonly graphs: Graphs | null;
  /** Tensors made here live as long as something of the run refers to them. */
  readonly scope: Scope;
  /** L. */
  readonly lineages: number;
  /** What one sample is, the same throughout a run. */
  readonly space: SampleSpace;
  /** u32 [L, 2]: seed and own number of each lineage, the key of all its random numbers. */
  readonly keys: Tensor<"u32">;
  readonly generation: number;
  /** The random stream of this call; nobody else draws from it in this generation. */
  readonly stream: number;
  readonly signal: AbortSignal;
  /** Milliseconds, for the pace of long work; no number may depend on it. */
  now(): number;
  /** Whether only the sizes of tensors matter: what the host would compute may be left out. */
  readonly dry: boolean;
  /** A per-lineage setting as f32 [L], mapped; the same array and map give the same tensor. */
  vector(values: Float64Array, map?: (value: number) => number): Tensor<"f32">;
  /**
   * Something that follows from a segment alone (and from `basis`, where given), such as its
   * moments: made once and kept as long as the segment is.
   */
  derive<T extends object>(segment: Segment, name: string, basis: object | null, make: () => T): T;
}
