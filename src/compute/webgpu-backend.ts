import { DeviceError, ShaderError, ShapeError, messageOf } from "../errors.ts";
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
import { Profiler } from "./profiler.ts";
import { type ShaderInterface, shaderInterface } from "./shader-interface.ts";
import { type ShaderSource, resolveShader } from "./shader-source.ts";
import { BYTES_PER_ELEMENT, type Tensor, byteLength, elementCount, typedArray } from "./tensor.ts";
import type { DType, Shape, TypedArrayOf } from "./tensor.ts";

/** A submit after this many dispatches keeps the queue busy and the encoder small. */
const DISPATCHES_PER_SUBMIT = 256;
/** The alignment that every adapter accepts for a dynamic uniform offset. */
const UNIFORM_STRIDE = 256;
const OUT_OF_MEMORY = "the GPU is out of memory: take fewer lineages or samples";

interface PreparedKernel {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly interface: ShaderInterface;
}

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

  readonly #source: ShaderSource;
  readonly #prepared = new Map<AnyKernel, PreparedKernel>();
  readonly #bindGroups = new Map<string, GPUBindGroup>();
  readonly #storage: BufferPool;
  readonly #staging: BufferPool;
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
    options: { profile?: boolean } = {},
  ) {
    this.device = device;
    this.adapter = adapter;
    this.#source = source;
    this.#storage = new BufferPool(device, {
      label: "tensor",
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      onDestroy: () => this.#bindGroups.clear(),
      onOutOfMemory: () => this.#fail(OUT_OF_MEMORY),
    });
    this.#staging = new BufferPool(device, {
      label: "read-back",
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      onOutOfMemory: () => this.#fail(OUT_OF_MEMORY),
    });
    this.#uniforms = device.createBuffer({
      label: "params of one submit",
      size: this.#uniformBytes.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    const profiled = options.profile === true && device.features.has("timestamp-query");
    this.profiler = profiled ? new Profiler(device, DISPATCHES_PER_SUBMIT) : null;

    device.addEventListener("uncapturederror", ({ error }) => {
      const isMemory = error instanceof GPUOutOfMemoryError;
      this.#fail(isMemory ? OUT_OF_MEMORY : `WebGPU: ${error.message}`);
    });
    void device.lost.then(({ reason, message }) => {
      this.#fail(
        reason === "destroyed"
          ? "the GPU device was closed"
          : `the GPU device was lost (${message}): resume the run to go on`,
      );
    });
  }

  async prepare(kernels: readonly AnyKernel[]): Promise<void> {
    const missing = [...new Set(kernels)].filter((kernel) => !this.#prepared.has(kernel));
    const compiled = await Promise.all(
      missing.map(async (kernel) => [kernel, await this.#compile(kernel)] as const),
    );
    for (const [kernel, prepared] of compiled) this.#prepared.set(kernel, prepared);
  }

  scope(label: string): Scope {
    const tensors = new Set<GpuTensor>();
    const make = <D extends DType>(
      name: string,
      dtype: D,
      shape: Shape,
    ): [GpuTensor<D>, boolean] => {
      const bytes = byteLength(shape);
      if (bytes > this.adapter.maxTensorBytes) {
        throw new DeviceError(
          `"${label}/${name}" needs ${bytes} bytes, and ${this.adapter.description} binds ` +
            `${this.adapter.maxTensorBytes} at most: take fewer lineages or samples`,
        );
      }
      const { allocation, fresh } = this.#storage.take(bytes);
      const tensor: GpuTensor<D> = { label: name, dtype, shape, owner: this, allocation };
      tensors.add(tensor);
      return [tensor, fresh];
    };
    const release = (tensor: GpuTensor) => {
      if (tensor.allocation !== null) this.#storage.give(tensor.allocation);
      tensor.allocation = null;
      tensors.delete(tensor);
    };
    return {
      tensor: (name, dtype, shape, data) => {
        const [tensor, fresh] = make(name, dtype, shape);
        if (data !== undefined) this.#write(tensor, data, fresh);
        return tensor;
      },
      zeros: (name, dtype, shape) => {
        const [tensor, fresh] = make(name, dtype, shape);
        if (!fresh) this.#open().clearBuffer(bufferOf(tensor));
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
    const prepared = this.#prepared.get(kernel);
    if (prepared === undefined) throw new ShaderError(kernel.shader, "prepare the kernel first");
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
    pass.setBindGroup(0, this.#bindGroup(kernel.shader, prepared, handles), dynamic);
    pass.dispatchWorkgroups(x, y, z);
    pass.end();
    if (++this.#recorded === DISPATCHES_PER_SUBMIT) this.#submit();
  }

  async read<const R extends readonly (Tensor | Slice)[]>(...readables: R): Promise<ArraysRead<R>> {
    if (this.#failure !== null) throw this.#failure;
    const slices = readables.map(asSlice);
    const bytes = slices.map(({ length }) => length * BYTES_PER_ELEMENT);
    const { allocation } = this.#staging.take(bytes.reduce((sum, size) => sum + size, 0));
    let offset = 0;
    const offsets = bytes.map((size) => (offset += size) - size);
    for (const [i, { tensor, start }] of slices.entries()) {
      const from = start * BYTES_PER_ELEMENT;
      if (bytes[i] === 0) continue;
      this.#open().copyBufferToBuffer(
        bufferOf(tensor as GpuTensor),
        from,
        allocation.buffer,
        offsets[i],
        bytes[i],
      );
    }
    this.#submit();
    try {
      await allocation.buffer.mapAsync(GPUMapMode.READ);
    } catch (error) {
      // The reason of a loss arrives in its own turn of the event loop.
      await Promise.race([this.device.lost, new Promise((resolve) => setTimeout(resolve, 100))]);
      throw this.#failure ?? new DeviceError(`read-back failed: ${messageOf(error)}`);
    }
    if (this.#failure !== null) throw this.#failure;
    const mapped = allocation.buffer.getMappedRange();
    const arrays = slices.map(({ tensor }, i) =>
      typedArray(tensor.dtype, mapped.slice(offsets[i], offsets[i] + bytes[i])),
    );
    allocation.buffer.unmap();
    this.#staging.give(allocation);
    return arrays as unknown as ArraysRead<R>;
  }

  dispose(): void {
    this.device.destroy();
  }

  #fail(message: string): void {
    this.#failure ??= new DeviceError(message);
  }

  async #compile(kernel: AnyKernel): Promise<PreparedKernel> {
    const label = kernel.shader;
    const { text, origin } = resolveShader(this.#source, label);
    const described = shaderInterface(kernel, text);
    // The messages below say it better than the device's own error would.
    this.device.pushErrorScope("validation");
    const shader = this.device.createShaderModule({ label, code: text });
    void this.device.popErrorScope();
    const { messages } = await shader.getCompilationInfo();
    const error = messages.find(({ type }) => type === "error");
    if (error !== undefined) throw new ShaderError(origin(error.lineNum), error.message);

    const entries: GPUBindGroupLayoutEntry[] = described.bindings.map(({ binding, access }) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: access === "read" ? "read-only-storage" : "storage" },
    }));
    if (described.params !== null) {
      entries.push({
        binding: described.params,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: "uniform", hasDynamicOffset: true },
      });
    }
    const layout = this.device.createBindGroupLayout({ label, entries });
    try {
      const pipeline = await this.device.createComputePipelineAsync({
        label,
        layout: this.device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
        compute: { module: shader, entryPoint: "main", constants: kernel.overrides },
      });
      return { pipeline, layout, interface: described };
    } catch (thrown) {
      throw new ShaderError(label, messageOf(thrown));
    }
  }

  #bindGroup(
    label: string,
    { layout, interface: { bindings, params } }: PreparedKernel,
    tensors: Readonly<Record<string, GpuTensor>>,
  ): GPUBindGroup {
    const ids = bindings.map(
      ({ name }) => `${idOf(tensors[name])}+${byteLength(tensors[name].shape)}`,
    );
    const key = `${label} ${ids.join(" ")}`;
    const known = this.#bindGroups.get(key);
    if (known !== undefined) return known;
    const entries: GPUBindGroupEntry[] = bindings.map(({ name, binding }) => {
      // The exact size keeps arrayLength() honest; a binding may not be empty.
      const size = Math.max(BYTES_PER_ELEMENT, byteLength(tensors[name].shape));
      return { binding, resource: { buffer: bufferOf(tensors[name]), size } };
    });
    if (params !== null) {
      const resource = { buffer: this.#uniforms, size: UNIFORM_STRIDE };
      entries.push({ binding: params, resource });
    }
    const made = this.device.createBindGroup({ label, layout, entries });
    this.#bindGroups.set(key, made);
    return made;
  }

  #write(tensor: GpuTensor, data: TypedArrayOf<DType>, fresh: boolean): void {
    if (data.length !== elementCount(tensor.shape)) {
      throw new ShapeError(
        `"${tensor.label}" holds ${elementCount(tensor.shape)}, not ${data.length}`,
      );
    }
    // A write overtakes what is recorded but not submitted, which may still use this buffer.
    if (!fresh) this.#submit();
    if (data.length > 0) this.device.queue.writeBuffer(bufferOf(tensor), 0, data);
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

function asSlice(readable: Tensor | Slice): Slice {
  return "tensor" in readable
    ? readable
    : { tensor: readable, start: 0, length: elementCount(readable.shape) };
}

function bufferOf(tensor: GpuTensor): GPUBuffer {
  if (tensor.allocation === null) throw new ShapeError(`"${tensor.label}" was freed`);
  return tensor.allocation.buffer;
}

function idOf(tensor: GpuTensor): number {
  if (tensor.allocation == null) throw new ShapeError(`"${tensor.label}" was freed`);
  return tensor.allocation.id;
}
