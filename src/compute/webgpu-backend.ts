import { DeviceError, ShapeError, messageOf } from "../errors.ts";
import type { AdapterInfo, ArraysRead, Backend, Scope, Slice } from "./backend.ts";
import { BufferPool, type PooledBuffer } from "./buffer-pool.ts";
import {
  type AnyKernel,
  type Bindings,
  type Kernel,
  type ScalarsOf,
  type TensorsOf,
  type Workgroups,
  resolveAxes,
} from "./kernel.ts";
import { PreparedKernels } from "./prepared-kernels.ts";
import { Profiler } from "./profiler.ts";
import { ReadBack, type Source } from "./read-back.ts";
import type { ShaderSource } from "./shader-source.ts";
import { BYTES_PER_ELEMENT, type Tensor, byteLength, elementCount } from "./tensor.ts";
import type { DType, Shape, TypedArrayOf } from "./tensor.ts";

/** A submit after this many dispatches keeps the queue busy and the encoder small. */
const DISPATCHES_PER_SUBMIT = 256;
/** The alignment that every adapter accepts for a dynamic uniform offset. */
const UNIFORM_STRIDE = 256;
/** Many adapters take buffers of any size that host memory could not give in one piece. */
const MOST_STAGING_BYTES = 2 ** 28;
/** How many turns of the event loop the reason of a loss may come after what it broke. */
const TURNS = 16;

interface GpuTensor<D extends DType = DType> extends Tensor<D> {
  readonly owner: WebGpuBackend;
  allocation: PooledBuffer | null;
}

/** Runs kernels on a `GPUDevice`: dispatches go into one encoder, submitted at a read. */
export class WebGpuBackend implements Backend {
  readonly adapter: AdapterInfo;
  readonly device: GPUDevice;
  /** Nanoseconds by kernel, or null where the device has no timestamps or nobody asked. */
  readonly profiler: Profiler | null;

  readonly #kernels: PreparedKernels;
  readonly #storage: BufferPool;
  readonly #readBack: ReadBack;
  readonly #uniforms: GPUBuffer;
  readonly #uniformBytes = new ArrayBuffer(DISPATCHES_PER_SUBMIT * UNIFORM_STRIDE);
  readonly #uniformView = new DataView(this.#uniformBytes);
  #encoder: GPUCommandEncoder | null = null;
  #recorded = 0;
  #failure: DeviceError | null = null;

  constructor(
    device: GPUDevice,
    adapter: AdapterInfo,
    source: ShaderSource,
    options: { profile?: boolean; mostStagingBytes?: number } = {},
  ) {
    this.device = device;
    this.adapter = adapter;
    this.#storage = new BufferPool(device, {
      label: "tensor",
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      onDestroy: () => this.#kernels.forgetBuffers(),
      onOutOfMemory: () => this.#failForMemory(),
    });
    const staging = new BufferPool(device, {
      label: "read-back",
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      onOutOfMemory: () => this.#failForMemory(),
    });
    const { mostStagingBytes = MOST_STAGING_BYTES } = options;
    const most = Math.min(mostStagingBytes, device.limits.maxBufferSize);
    this.#readBack = new ReadBack(staging, most - (most % 256));
    this.#uniforms = device.createBuffer({
      label: "params of one submit",
      size: this.#uniformBytes.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    const uniforms = { buffer: this.#uniforms, size: UNIFORM_STRIDE };
    this.#kernels = new PreparedKernels(device, source, uniforms, () => this.#failure);
    const profiled = options.profile === true && device.features.has("timestamp-query");
    this.profiler = profiled ? new Profiler(device, DISPATCHES_PER_SUBMIT) : null;

    device.addEventListener("uncapturederror", ({ error }) => {
      if (error instanceof GPUOutOfMemoryError) this.#failForMemory();
      else this.#fail(`WebGPU: ${error.message}`);
    });
    void device.lost.then(({ reason, message }) => {
      this.#fail(
        reason === "destroyed"
          ? "the GPU device was closed"
          : `the GPU device was lost (${message}): resume the run to go on`,
      );
    });
  }

  get failed(): DeviceError | null {
    return this.#failure;
  }

  async prepare(kernels: readonly AnyKernel[]): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    await this.#kernels.prepare(kernels);
  }

  scope(label: string): Scope {
    const tensors = new Set<GpuTensor>();
    const make = <D extends DType>(name: string, dtype: D, shape: Shape): GpuTensor<D> => {
      const bytes = byteLength(shape);
      if (bytes > this.adapter.maxTensorBytes) {
        throw new DeviceError(
          `"${label}/${name}" needs ${bytes} bytes, and ${this.adapter.description} binds ` +
            `${this.adapter.maxTensorBytes} at most: take fewer lineages or samples`,
          { resumable: false },
        );
      }
      const allocation = this.#storage.take(bytes, `${label}/${name}`);
      const tensor: GpuTensor<D> = { label: name, dtype, shape, owner: this, allocation };
      tensors.add(tensor);
      return tensor;
    };
    const release = (tensor: GpuTensor) => {
      if (tensor.allocation !== null) this.#storage.give(tensor.allocation);
      tensor.allocation = null;
      tensors.delete(tensor);
    };
    return {
      tensor: (name, dtype, shape, data) => {
        const tensor = make(name, dtype, shape);
        if (data !== undefined) this.#write(tensor, data);
        return tensor;
      },
      zeros: (name, dtype, shape) => {
        const tensor = make(name, dtype, shape);
        const { buffer, fresh } = allocationOf(tensor);
        if (!fresh) this.#open().clearBuffer(buffer);
        return tensor;
      },
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
    const prepared = this.#kernels.get(kernel);
    const handles = tensors as unknown as Readonly<Record<string, GpuTensor>>;
    const axes = resolveAxes(kernel, handles);
    const [x, y, z] = fold(kernel.workgroups(axes as never, kernel.overrides), this.device.limits);
    if (x * y * z === 0) return;

    const uniformOffset = this.#recorded * UNIFORM_STRIDE;
    const values: Readonly<Record<string, number>> = { ...axes, ...scalars };
    for (const { name, type, offset } of prepared.interface.fields) {
      const at = uniformOffset + offset;
      if (type === "f32") this.#uniformView.setFloat32(at, values[name], true);
      else if (type === "i32") this.#uniformView.setInt32(at, values[name], true);
      else this.#uniformView.setUint32(at, values[name], true);
    }

    const pass = this.#open().beginComputePass({
      label: kernel.shader,
      ...this.profiler?.passOptions(kernel.shader),
    });
    pass.setPipeline(prepared.pipeline);
    const dynamic = prepared.interface.params === null ? [] : [uniformOffset];
    const tensorAt = (name: string) => {
      const { id, buffer } = allocationOf(handles[name]);
      return { id, buffer, bytes: byteLength(handles[name].shape) };
    };
    pass.setBindGroup(0, this.#kernels.bindGroup(kernel.shader, prepared, tensorAt), dynamic);
    pass.dispatchWorkgroups(x, y, z);
    pass.end();
    if (++this.#recorded === DISPATCHES_PER_SUBMIT) this.#submit();
  }

  async read<const R extends readonly (Tensor | Slice)[]>(...readables: R): Promise<ArraysRead<R>> {
    if (this.#failure !== null) throw this.#failure;
    const sources = readables.map(sourceOf);
    this.device.pushErrorScope("validation");
    const arrive = this.#readBack.record(this.#open(), sources);
    this.#submit();
    const arriving = arrive();
    const judged = this.device.popErrorScope().then(
      (error) => error !== null && this.#fail(`WebGPU: ${error.message}`),
      () => {}, // the device is gone, which it says itself
    );
    try {
      const arrays = await arriving;
      if (this.#failure === null) return arrays as unknown as ArraysRead<R>;
    } catch (error) {
      if (error instanceof RangeError) throw outOfMemory("the machine");
      await judged;
      await Promise.race([this.device.lost, turns(TURNS)]);
      this.#fail(`read-back failed (${messageOf(error)}): resume the run to go on`);
    }
    throw this.#failure!;
  }

  dispose(): void {
    this.device.destroy();
  }

  #fail(message: string): void {
    this.#failure ??= new DeviceError(message);
  }

  #failForMemory(): void {
    this.#failure ??= outOfMemory(this.adapter.description);
  }

  #write(tensor: GpuTensor, data: TypedArrayOf<DType>): void {
    if (data.length !== elementCount(tensor.shape)) {
      throw new ShapeError(
        `"${tensor.label}" holds ${elementCount(tensor.shape)}, not ${data.length}`,
      );
    }
    // A write overtakes what is recorded but not submitted, which may still use this buffer.
    const { buffer, fresh } = allocationOf(tensor);
    if (!fresh) this.#submit();
    if (data.length > 0) this.device.queue.writeBuffer(buffer, 0, data);
  }

  #open(): GPUCommandEncoder {
    return (this.#encoder ??= this.device.createCommandEncoder({ label: "dispatches" }));
  }

  #submit(): void {
    if (this.#encoder === null) return;
    const used = this.#recorded * UNIFORM_STRIDE;
    if (used > 0) this.device.queue.writeBuffer(this.#uniforms, 0, this.#uniformBytes, 0, used);
    this.profiler?.resolve(this.#encoder);
    this.device.queue.submit([this.#encoder.finish()]);
    this.profiler?.collect();
    this.#encoder = null;
    this.#recorded = 0;
  }
}

/** A count along x alone may exceed what one dimension of a grid holds; the rest goes to y. */
function fold([x, y, z]: Workgroups, limits: GPUSupportedLimits): [number, number, number] {
  const most = limits.maxComputeWorkgroupsPerDimension;
  if (y !== undefined || x <= most) return [x, y ?? 1, z ?? 1];
  const rows = Math.ceil(x / most);
  return [Math.ceil(x / rows), rows, 1];
}

function sourceOf(readable: Tensor | Slice): Source {
  const isSlice = "tensor" in readable;
  const tensor = isSlice ? readable.tensor : readable;
  const { start, length } = isSlice ? readable : { start: 0, length: elementCount(readable.shape) };
  return {
    buffer: allocationOf(tensor as GpuTensor).buffer,
    dtype: tensor.dtype,
    from: start * BYTES_PER_ELEMENT,
    length: length * BYTES_PER_ELEMENT,
  };
}

function allocationOf(tensor: GpuTensor): PooledBuffer {
  if (tensor.allocation === null) throw new ShapeError(`"${tensor.label}" was freed`);
  return tensor.allocation;
}

function outOfMemory(where: string): DeviceError {
  const message = `the run does not fit into the memory of ${where}: take fewer lineages or samples`;
  return new DeviceError(message, { resumable: false });
}

/** Waits for the event loop to go round, without a clock: messages are events like any other. */
async function turns(count: number): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  for (let i = 0; i < count; i++) {
    await new Promise<void>((resolve) => {
      port1.addEventListener("message", () => resolve(), { once: true });
      port1.start();
      port2.postMessage(null);
    });
  }
  port1.close();
}
