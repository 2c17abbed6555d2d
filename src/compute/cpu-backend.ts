import { DeviceError, ShapeError } from "../errors.ts";
import type { AdapterInfo, ArraysRead, Backend, Program, Scope, Slice } from "./backend.ts";
import {
  type Bindings,
  type Kernel,
  type ScalarsOf,
  type TensorsOf,
  resolveAxes,
} from "./kernel.ts";
import { RestfulQueue, type Rests } from "./restful-queue.ts";
import { type DType, type Shape, type Tensor, type TypedArrayOf, byteLength } from "./tensor.ts";
import { elementCount, requireWithin, typedArray } from "./tensor.ts";

/** What a tensor holds before anything is written: a value that no result can hide. */
const POISON = { f32: NaN, u32: 0xdeadbeef };

interface CpuTensor<D extends DType = DType> extends Tensor<D> {
  /** Null once it is freed, and for a view. */
  array: TypedArrayOf<D> | null;
  /** What a view looks at; null for a tensor of its own. */
  readonly base: CpuTensor<D> | null;
  /** Elements from the start of `base`. */
  readonly start: number;
  readonly queue: RestfulQueue;
}

/** Takes the arrays as they are now; what it gives is the work on them. */
type Call = () => () => void;

class CpuProgram implements Program {
  readonly label: string;
  readonly calls: readonly Call[];

  constructor(label: string, calls: readonly Call[]) {
    this.label = label;
    this.calls = calls;
  }

  get dispatches(): number {
    return this.calls.length;
  }

  [Symbol.dispose](): void {}
}

/**
 * Runs the references of the kernels, which are exact to double precision, or their faster twins in
 * single precision where there are any.
 */
export class CpuBackend implements Backend {
  readonly adapter: AdapterInfo;
  /** A processor is not lost, and memory that it could not give it may give later. */
  readonly failed: DeviceError | null = null;
  #bytes = 0;
  #peakBytes = 0;
  #recording: Call[] | null = null;
  readonly #queue: RestfulQueue;

  /** With `rests`, others of the process get their turn in the middle of long work. */
  constructor(memoryBytes = 2 ** 31, rests: Rests | null = null) {
    this.#queue = new RestfulQueue(rests);
    this.adapter = {
      backend: "cpu",
      vendor: "",
      architecture: "",
      description: "CPU",
      software: true,
      maxTensorBytes: 2 ** 31,
      memoryBytes,
    };
  }

  get peakBytes(): number {
    return this.#peakBytes;
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  scope(label: string): Scope {
    const tensors = new Set<CpuTensor>();
    const make = <D extends DType>(name: string, dtype: D, shape: Shape): CpuTensor<D> => {
      if (byteLength(shape) > this.adapter.maxTensorBytes) {
        throw tooLarge(`${label}/${name}`, shape);
      }
      const array = allocated(`${label}/${name}`, dtype, shape);
      const own = { base: null, start: 0, queue: this.#queue };
      const tensor: CpuTensor<D> = { label: name, dtype, shape, array, ...own };
      tensors.add(tensor);
      this.#bytes += array.byteLength;
      this.#peakBytes = Math.max(this.#peakBytes, this.#bytes);
      return tensor;
    };
    const release = (tensor: CpuTensor) => {
      this.#bytes -= tensor.array?.byteLength ?? 0;
      tensor.array = null;
      tensors.delete(tensor);
    };
    return {
      tensor: (name, dtype, shape, data) => {
        const tensor = make(name, dtype, shape);
        if (data === undefined) latest(tensor).fill(POISON[dtype]);
        else if (data.length === elementCount(shape)) latest(tensor).set(data);
        else throw new ShapeError(`"${name}" holds ${elementCount(shape)}, not ${data.length}`);
        return tensor;
      },
      zeros: make,
      view: <D extends DType>(name: string, of: Tensor<D>, shape: Shape, start = 0) => {
        requireWithin(name, of, shape, start);
        const { base, start: before } = of as CpuTensor<D>;
        const place = { base: base ?? (of as CpuTensor<D>), start: before + start };
        return { label: name, dtype: of.dtype, shape, array: null, ...place, queue: this.#queue };
      },
      sweep: (kept) => {
        const owners = new Set([...kept].map((tensor) => (tensor as CpuTensor).base ?? tensor));
        for (const tensor of tensors) if (!owners.has(tensor)) release(tensor);
      },
      [Symbol.dispose]: () => {
        for (const tensor of tensors) release(tensor);
      },
    };
  }

  dispatch<B extends Bindings, S extends readonly string[], O extends Record<string, number>>(
    kernel: Kernel<B, S, O>,
    tensors: TensorsOf<B>,
    scalars: ScalarsOf<S>,
  ): void {
    const axes = resolveAxes(kernel, tensors);
    const entries = Object.entries(tensors as Readonly<Record<string, CpuTensor>>);
    const run = kernel.fast ?? kernel.reference.bind(kernel);
    const call = () => {
      const arrays = Object.fromEntries(entries.map(([name, tensor]) => [name, latest(tensor)]));
      return () => run(arrays as never, scalars, axes as never);
    };
    if (this.#recording === null) this.#queue.do(call());
    else this.#recording.push(call);
  }

  record(label: string, body: () => void): Program {
    if (this.#recording !== null)
      throw new ShapeError(`"${label}" is recorded within another program`);
    const calls: Call[] = [];
    this.#recording = calls;
    try {
      body();
    } finally {
      this.#recording = null;
    }
    return new CpuProgram(label, calls);
  }

  replay(program: Program, times = 1): void {
    const works = (program as CpuProgram).calls.map((call) => call());
    for (let i = 0; i < times; i++) for (const work of works) this.#queue.do(work);
  }

  read<const R extends readonly (Tensor | Slice)[]>(...readables: R): Promise<ArraysRead<R>> {
    const arrays = readables.map((readable) => {
      if (!("tensor" in readable)) return latest(readable as CpuTensor);
      const { tensor, start, length } = readable;
      return latest(tensor as CpuTensor).subarray(start, start + length);
    });
    const copies = () => arrays.map((array) => array.slice());
    return this.#queue.ask(() => copies() as unknown as ArraysRead<R>);
  }

  abandon(): void {
    this.#queue.abandon();
  }

  dispose(): void {}
}

function allocated<D extends DType>(place: string, dtype: D, shape: Shape): TypedArrayOf<D> {
  try {
    return typedArray(dtype, elementCount(shape));
  } catch (error) {
    // What engines throw where there is not so much memory in one piece.
    if (error instanceof RangeError) throw tooLarge(place, shape);
    throw error;
  }
}

function tooLarge(place: string, shape: Shape): DeviceError {
  const message = `"${place}" needs ${byteLength(shape)} bytes, which do not fit into memory: take fewer lineages or samples`;
  return new DeviceError(message, { resumable: false });
}

export function isCpuTensor(tensor: Tensor): boolean {
  return "array" in tensor;
}

/** The numbers themselves of a tensor of this backend, after everything so far. */
export function arrayOf<D extends DType>(of: Tensor<D>): TypedArrayOf<D> {
  (of as CpuTensor<D>).queue.settle();
  return latest(of);
}

/** What holds the numbers, whether they are there yet or not. */
function latest<D extends DType>(of: Tensor<D>): TypedArrayOf<D> {
  const tensor = of as CpuTensor<D>;
  const { base, start, shape, label } = tensor;
  const { array } = base ?? tensor;
  if (array === null) throw new ShapeError(`"${label}" was freed`);
  if (base === null) return array;
  return array.subarray(start, start + elementCount(shape)) as TypedArrayOf<D>;
}
