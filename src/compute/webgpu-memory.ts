import { DeviceError, ShapeError } from "../errors.ts";
import type { AdapterInfo, Scope, Slice } from "./backend.ts";
import type { BufferPool, PooledBuffer } from "./buffer-pool.ts";
import type { Source } from "./read-back.ts";
import { BYTES_PER_ELEMENT, byteLength, elementCount, requireWithin } from "./tensor.ts";
import type { DType, Shape, Tensor, TypedArrayOf } from "./tensor.ts";

/** A tensor on a device, or a view of one. */
export interface GpuTensor<D extends DType = DType> extends Tensor<D> {
  /** Null once it is freed, and for a view. */
  allocation: PooledBuffer | null;
  /** What a view looks at; null for a tensor of its own. */
  readonly base: GpuTensor | null;
  /** Bytes from the start of the buffer. */
  readonly offset: number;
}

/** Where the numbers of a tensor are. No two buffers of a device have the same `id`. */
export interface Bound {
  readonly id: number;
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly bytes: number;
}

/** How the host reaches a buffer, in the order of the dispatches around it. */
interface Writer {
  write(allocation: PooledBuffer, data: TypedArrayOf<DType>): void;
  clear(allocation: PooledBuffer): void;
}

/** A scope whose tensors are buffers of a pool. */
export function gpuScope(
  label: string,
  pool: BufferPool,
  adapter: AdapterInfo,
  writer: Writer,
): Scope {
  const tensors = new Set<GpuTensor>();
  const make = <D extends DType>(name: string, dtype: D, shape: Shape): GpuTensor<D> => {
    const bytes = byteLength(shape);
    if (bytes > adapter.maxTensorBytes) {
      throw new DeviceError(
        `"${label}/${name}" needs ${bytes} bytes, and ${adapter.description} binds ` +
          `${adapter.maxTensorBytes} at most: take fewer lineages or samples`,
        { resumable: false },
      );
    }
    const allocation = pool.take(bytes, `${label}/${name}`);
    const tensor: GpuTensor<D> = { label: name, dtype, shape, allocation, base: null, offset: 0 };
    tensors.add(tensor);
    return tensor;
  };
  const release = (tensor: GpuTensor) => {
    if (tensor.allocation !== null) pool.give(tensor.allocation);
    tensor.allocation = null;
    tensors.delete(tensor);
  };
  return {
    tensor: (name, dtype, shape, data) => {
      const tensor = make(name, dtype, shape);
      if (data === undefined) return tensor;
      if (data.length !== elementCount(shape)) {
        throw new ShapeError(`"${name}" holds ${elementCount(shape)}, not ${data.length}`);
      }
      writer.write(tensor.allocation!, data);
      return tensor;
    },
    zeros: (name, dtype, shape) => {
      const tensor = make(name, dtype, shape);
      writer.clear(tensor.allocation!);
      return tensor;
    },
    view: <D extends DType>(name: string, of: Tensor<D>, shape: Shape, start = 0) => {
      requireWithin(name, of, shape, start);
      const { base, offset: before } = of as GpuTensor<D>;
      const offset = before + start * BYTES_PER_ELEMENT;
      const view = { label: name, dtype: of.dtype, shape, allocation: null, offset };
      return { ...view, base: base ?? (of as GpuTensor<D>) };
    },
    sweep: (kept) => {
      const owners = new Set([...kept].map((tensor) => (tensor as GpuTensor).base ?? tensor));
      for (const tensor of tensors) if (!owners.has(tensor)) release(tensor);
    },
    [Symbol.dispose]: () => {
      for (const tensor of tensors) release(tensor);
    },
  };
}

export function boundOf(tensor: Tensor): Bound {
  const { base, offset, shape } = tensor as GpuTensor;
  const { id, buffer } = allocationOf(base ?? (tensor as GpuTensor));
  return { id, buffer, offset, bytes: byteLength(shape) };
}

/** What a read of a tensor, or of a part of it, copies. */
export function sourceOf(readable: Tensor | Slice): Source {
  const isSlice = "tensor" in readable;
  const tensor = isSlice ? readable.tensor : readable;
  const { start, length } = isSlice ? readable : { start: 0, length: elementCount(readable.shape) };
  const { buffer, offset } = boundOf(tensor);
  return {
    buffer,
    dtype: tensor.dtype,
    from: offset + start * BYTES_PER_ELEMENT,
    length: length * BYTES_PER_ELEMENT,
  };
}

function allocationOf(tensor: GpuTensor): PooledBuffer {
  if (tensor.allocation === null) throw new ShapeError(`"${tensor.label}" was freed`);
  return tensor.allocation;
}
