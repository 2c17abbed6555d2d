import { DeviceError, ShapeError, messageOf } from "../errors.ts";
import type { AdapterInfo, ArraysRead, Backend, Program, Scope, Slice } from "./backend.ts";
import { BufferPool } from "./buffer-pool.ts";
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
import { ReadBack } from "./read-back.ts";
import type { ShaderSource } from "./shader-source.ts";
import type { DType, Tensor, TypedArrayOf } from "./tensor.ts";
import { boundOf, gpuScope, sourceOf } from "./webgpu-memory.ts";
import {
  type Call,
  type Encodable,
  UNIFORM_STRIDE,
  WebGpuProgram,
  writeParams,
} from "./webgpu-program.ts";

/** A submit after this many dispatches keeps the queue busy and the encoder small. */
const DISPATCHES_PER_SUBMIT = 256;
/** Many adapters take buffers of any size that host memory could not give in one piece. */
const MOST_STAGING_BYTES = 2 ** 28;
/** How many turns of the event loop the reason of a loss may come after what it broke. */
const TURNS = 16;

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
  /** Since the last submit: parameters written, dispatches and passes encoded. */
  #written = 0;
  #encoded = 0;
  #passes = 0;
  #recording: Call[] | null = null;
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
      onDestroy: () => {
        // What is recorded but not submitted may still use them.
        this.#submit();
        this.#kernels.forgetBuffers();
      },
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

  get peakBytes(): number {
    return this.#storage.peakBytes;
  }

  async prepare(kernels: readonly AnyKernel[]): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    await this.#kernels.prepare(kernels.filter(({ suits }) => suits?.(this.adapter) ?? true));
  }

  scope(label: string): Scope {
    return gpuScope(label, this.#storage, this.adapter, {
      write: ({ buffer, fresh }, data) => {
        // A write overtakes what is recorded but not submitted, which may still use this buffer.
        if (!fresh) this.#submit();
        if (data.length > 0) this.device.queue.writeBuffer(buffer, 0, data);
      },
      clear: ({ buffer, fresh }) => {
        if (!fresh) this.#open().clearBuffer(buffer);
      },
    });
  }

  dispatch<B extends Bindings, S extends readonly string[], O extends Record<string, number>>(
    kernel: Kernel<B, S, O>,
    tensors: TensorsOf<B>,
    scalars: ScalarsOf<S>,
  ): void {
    const prepared = this.#kernels.get(kernel);
    const handles = tensors as Readonly<Record<string, Tensor>>;
    const axes = resolveAxes(kernel, handles);
    const grid = fold(kernel.workgroups(axes as never, kernel.overrides), this.device.limits);
    if (grid[0] * grid[1] * grid[2] === 0) return;
    const boundAt = (name: string) => boundOf(handles[name]);
    const values = { ...axes, ...scalars };
    const call: Call = { label: kernel.shader, prepared, grid, values, boundAt };
    if (this.#recording !== null) {
      this.#recording.push(call);
      return;
    }
    const at = this.#written * UNIFORM_STRIDE;
    writeParams(call, this.#uniformView, at);
    this.#encode([
      {
        label: call.label,
        pipeline: prepared.pipeline,
        group: this.#kernels.bindGroup(call.label, prepared, boundAt),
        offsets: prepared.interface.params === null ? [] : [at],
        grid,
      },
    ]);
    this.#written++;
    this.#submitWhenFull();
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
    return new WebGpuProgram(this.device, this.#kernels, label, calls, () => this.#submit());
  }

  replay(program: Program, times = 1): void {
    const { steps } = program as WebGpuProgram;
    for (let i = 0; i < times; i++) {
      // In portions, since a long submit keeps the rest of the desktop waiting.
      for (let from = 0; from < steps.length; from += DISPATCHES_PER_SUBMIT) {
        this.#encode(steps.slice(from, from + DISPATCHES_PER_SUBMIT));
        this.#submitWhenFull();
      }
    }
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

  /** Overwrites a tensor, after everything so far. */
  write(tensor: Tensor, data: TypedArrayOf<DType>): void {
    this.#submit();
    const { buffer, offset } = boundOf(tensor);
    this.device.queue.writeBuffer(buffer, offset, data);
  }

  /** Hands everything so far to the queue of the device, for others who put work there. */
  flush(): void {
    this.#submit();
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

  #encode(steps: readonly Encodable[]): void {
    let pass: GPUComputePassEncoder | null = null;
    for (const { label, pipeline, group, offsets, grid } of steps) {
      // Whoever wants to know what each dispatch takes pays for a pass of its own.
      if (pass === null || this.profiler !== null) {
        pass?.end();
        if (this.profiler !== null && this.#passes === DISPATCHES_PER_SUBMIT) this.#submit();
        this.#passes++;
        const timed = this.profiler?.passOptions(label);
        pass = this.#open().beginComputePass({ label, ...timed });
      }
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group, offsets);
      pass.dispatchWorkgroups(...grid);
    }
    pass?.end();
    this.#encoded += steps.length;
  }

  #submitWhenFull(): void {
    if (this.#encoded >= DISPATCHES_PER_SUBMIT) this.#submit();
  }

  #open(): GPUCommandEncoder {
    return (this.#encoder ??= this.device.createCommandEncoder({ label: "dispatches" }));
  }

  #submit(): void {
    if (this.#encoder === null) return;
    const used = this.#written * UNIFORM_STRIDE;
    if (used > 0) this.device.queue.writeBuffer(this.#uniforms, 0, this.#uniformBytes, 0, used);
    this.profiler?.resolve(this.#encoder);
    this.device.queue.submit([this.#encoder.finish()]);
    this.profiler?.collect();
    this.#encoder = null;
    [this.#written, this.#encoded, this.#passes] = [0, 0, 0];
  }
}

/** A count along x alone may exceed what one dimension of a grid holds; the rest goes to y. */
function fold([x, y, z]: Workgroups, limits: GPUSupportedLimits): [number, number, number] {
  const most = limits.maxComputeWorkgroupsPerDimension;
  if (y !== undefined || x <= most) return [x, y ?? 1, z ?? 1];
  const rows = Math.ceil(x / most);
  return [Math.ceil(x / rows), rows, 1];
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
