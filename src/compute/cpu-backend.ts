import { DeviceError, ShapeError } from "../errors.ts";
import type { AdapterInfo, ArraysRead, Backend, Scope, Slice } from "./backend.ts";
import {
  type Bindings,
  type Kernel,
  type ScalarsOf,
  type TensorsOf,
  resolveAxes,
} from "./kernel.ts";
import { type DType, type Shape, type Tensor, type TypedArrayOf, byteLength } from "./tensor.ts";
import { elementCount, typedArray } from "./tensor.ts";

/** What a tensor holds before anything is written: a value that no result can hide. */
const POISON = { f32: NaN, u32: 0xdeadbeef };

interface CpuTensor<D extends DType = DType> extends Tensor<D> {
  array: TypedArrayOf<D> | null;
}

/** Runs the references of the kernels: slow, exact to double precision, and everywhere. */
export class CpuBackend implements Backend {
  readonly adapter: AdapterInfo;
  /** A processor is not lost, and memory that it could not give it may give later. */
  readonly failed: DeviceError | null = null;

  constructor(memoryBytes = 2 ** 31) {
    this.adapter = {
      backend: "cpu",
      vendor: "",
      architecture: "",
      description: "CPU, double precision",
      software: true,
      maxTensorBytes: 2 ** 31,
      memoryBytes,
    };
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
      const tensor: CpuTensor<D> = { label: name, dtype, shape, array };
      tensors.add(tensor);
      return tensor;
    };
    const release = (tensor: CpuTensor) => {
      tensor.array = null;
      tensors.delete(tensor);
    };
    return {
      tensor: (name, dtype, shape, data) => {
        const tensor = make(name, dtype, shape);
        if (data === undefined) arrayOf(tensor).fill(POISON[dtype]);
        else if (data.length === elementCount(shape)) arrayOf(tensor).set(data);
        else throw new ShapeError(`"${name}" holds ${elementCount(shape)}, not ${data.length}`);
        return tensor;
      },
      zeros: make,
      sweep: (kept) => {
        for (const tensor of tensors) if (!kept.has(tensor)) release(tensor);
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
    const arrays = Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [name, arrayOf(tensor as CpuTensor)]),
    );
    kernel.reference(arrays as never, scalars, axes as never);
  }

  read<const R extends readonly (Tensor | Slice)[]>(...readables: R): Promise<ArraysRead<R>> {
    const arrays = readables.map((readable) => {
      if (!("tensor" in readable)) return arrayOf(readable as CpuTensor).slice();
      const { tensor, start, length } = readable;
      return arrayOf(tensor as CpuTensor).slice(start, start + length);
    });
    return Promise.resolve(arrays as unknown as ArraysRead<R>);
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

function arrayOf<D extends DType>(tensor: CpuTensor<D>): TypedArrayOf<D> {
  if (tensor.array === null) throw new ShapeError(`"${tensor.label}" was freed`);
  return tensor.array;
}
