import type { Scope } from "./backend.ts";
import type { DType, Tensor } from "./tensor.ts";

/** Tensors by the names that a graph gives its inputs or outputs. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/** An ONNX graph that is ready to run on the tensors of a backend. */
export interface Graph {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Writes all outputs. It follows every dispatch before it and is done before every dispatch and
   * read after it has settled; until then its tensors must be left alone.
   *
   * A u32 tensor is what the graph calls int32. A view must begin where its tensor begins: see
   * `Graphs.own` for others.
   */
  run(inputs: NamedTensors, outputs: NamedTensors): Promise<void>;
}

/** Runs ONNX graphs beside the kernels of one backend, on the same tensors. */
export interface Graphs {
  /** The same bytes give the same graph. Throws a `GraphError` for what is no graph that runs here. */
  open(bytes: Uint8Array): Promise<Graph>;
  /** The tensor itself, or a copy in `scope` where it begins inside of another tensor. */
  own<D extends DType>(scope: Scope, tensor: Tensor<D>): Tensor<D>;
  /** Lets go of every graph. The backend stays. */
  close(): Promise<void>;
}
