import type { DeviceError } from "../errors.ts";
import type { AnyKernel, Bindings, Kernel, ScalarsOf, TensorsOf } from "./kernel.ts";
import type { DType, Shape, Tensor, TypedArrayOf } from "./tensor.ts";

/** What ran the numbers. Goes into every manifest. */
export interface AdapterInfo {
  readonly backend: "webgpu" | "cpu";
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** Whether a processor plays the graphics card: fine for correctness, void for speed. */
  readonly software: boolean;
  /** Of the processor, where it plays the graphics card. */
  readonly cores?: number;
  /** Whether kernels that require subgroups run. */
  readonly subgroups?: boolean;
  /** Whether kernels that require half precision run. */
  readonly half?: boolean;
  /** Bytes of the largest tensor. */
  readonly maxTensorBytes: number;
  /** Bytes that a run may take in all; beyond it a run is refused. */
  readonly memoryBytes: number;
}

/** Owns the tensors that are made through it. */
export interface Scope extends Disposable {
  /** Without `data` the content is undefined until a kernel writes it. */
  tensor<D extends DType>(label: string, dtype: D, shape: Shape, data?: TypedArrayOf<D>): Tensor<D>;
  /** A tensor of zeros. */
  zeros<D extends DType>(label: string, dtype: D, shape: Shape): Tensor<D>;
  /**
   * Another shape for a tensor or a part of it: the same numbers, no copy. It begins `start` elements
   * in, a multiple of `VIEW_ALIGNMENT`, and is gone when the tensor is.
   */
  view<D extends DType>(label: string, of: Tensor<D>, shape: Shape, start?: number): Tensor<D>;
  /** Frees every tensor of this scope that is not in `kept`, itself or by a view. */
  sweep(kept: ReadonlySet<Tensor>): void;
}

/** A contiguous part of a tensor, in elements. */
export interface Slice<D extends DType = DType> {
  readonly tensor: Tensor<D>;
  readonly start: number;
  readonly length: number;
}

/** Dispatches that were recorded once, to be run many times. Keeps no tensor alive. */
export interface Program extends Disposable {
  readonly label: string;
  /** How many a replay runs. */
  readonly dispatches: number;
}

type Readable = Tensor | Slice;
type ArrayRead<R> =
  R extends Slice<infer D> ? TypedArrayOf<D> : R extends Tensor<infer D> ? TypedArrayOf<D> : never;
export type ArraysRead<R extends readonly Readable[]> = { [I in keyof R]: ArrayRead<R[I]> };

/** How far the kernels that work needs are compiled. */
export interface Compiled {
  readonly done: number;
  readonly total: number;
}

/**
 * The only interface between the science and the hardware.
 *
 * Dispatches run in the order in which they are given. `read` is the only wait: it settles after
 * every dispatch before it, and one call costs one round trip however many tensors it names.
 */
export interface Backend {
  readonly adapter: AdapterInfo;
  /**
   * Why nothing can be computed here any more; null as long as something can. Once there, it stays:
   * dispose of this backend and open another.
   */
  readonly failed: DeviceError | null;
  /** Bytes of all tensors at the widest moment so far, and of buffers kept for the next ones. */
  readonly peakBytes: number;
  /**
   * Compiles all kernels at once, and tells of each that was not there yet. A shader that does not
   * fit throws a `ShaderError`.
   */
  prepare(kernels: readonly AnyKernel[], onCompiled?: (compiled: Compiled) => void): Promise<void>;
  scope(label: string): Scope;
  dispatch<B extends Bindings, S extends readonly string[], O extends Record<string, number>>(
    kernel: Kernel<B, S, O>,
    tensors: TensorsOf<B>,
    scalars: ScalarsOf<S>,
  ): void;
  /** Collects what `body` dispatches instead of running it. Tensors may be made in there as ever. */
  record(label: string, body: () => void): Program;
  /**
   * Runs a program, `times` in a row. Nothing is allocated and nothing written by the host: what
   * changes from one time to the next is in tensors that its kernels advance.
   */
  replay(program: Program, times?: number): void;
  read<const R extends readonly Readable[]>(...readables: R): Promise<ArraysRead<R>>;
  /**
   * Gives up all that was dispatched and has not begun: what it would have written is undefined, and
   * whoever waits gets `Abandoned`. What comes afterwards is done as ever.
   */
  abandon(): void;
  dispose(): void;
}
