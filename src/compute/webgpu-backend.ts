import { Abandoned, DeviceError, ShapeError, messageOf } from "../errors.ts";
import type {
  AdapterInfo,
  ArraysRead,
  Backend,
  Compiled,
  Program,
  Scope,
  Slice,
} from "./backend.ts";
import { BufferPool } from "./buffer-pool.ts";
import { fold } from "./grid-pieces.ts";
import {
  type AnyKernel,
  type Bindings,
  type Kernel,
  type ScalarsOf,
  type TensorsOf,
  resolveAxes,
} from "./kernel.ts";
import { PreparedKernels } from "./prepared-kernels.ts";
import { Profiler } from "./profiler.ts";
import { ReadBack } from "./read-back.ts";
import type { ShaderSource } from "./shader-source.ts";
import type { DType, Tensor, TypedArrayOf } from "./tensor.ts";
import { boundOf, gpuScope, sourceOf } from "./webgpu-memory.ts";
import { DISPATCHES_PER_SUBMIT, WebGpuEncoder } from "./webgpu-encoder.ts";
import { type Call, WebGpuProgram } from "./webgpu-program.ts";

/** Many adapters take buffers of any size that host memory could not give in one piece. */
const MOST_STAGING_BYTES = 2 ** 28;
/** How many turns of the event loop the reason of a loss may come after what it broke. */
const TURNS = 16;

export interface WebGpuOptions {
  readonly profile?: boolean;
  readonly mostStagingBytes?: number;
  /** Milliseconds, to bound submits in time; without a clock they are bounded in number alone. */
  readonly now?: () => number;
}

/** Runs kernels on a `GPUDevice`: dispatches are collected and submitted in portions. */
export class WebGpuBackend implements Backend {
  readonly adapter: AdapterInfo;
  readonly device: GPUDevice;
  /** Nanoseconds by kernel, or null where the device has no timestamps or nobody asked. */
  readonly profiler: Profiler | null;

  readonly #kernels: PreparedKernels;
  readonly #storage: BufferPool;
  readonly #readBack: ReadBack;
  readonly #encoder: WebGpuEncoder;
  #recording: Call[] | null = null;
  #failure: DeviceError | null = null;
  /** Of those who wait. */
  readonly #giveUps = new Set<(reason: Abandoned) => void>();

  constructor(
    device: GPUDevice,
    adapter: AdapterInfo,
    source: ShaderSource,
    options: WebGpuOptions = {},
  ) {
    this.device = device;
    this.adapter = adapter;
    this.#storage = new BufferPool(device, {
      label: "tensor",
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      onDestroy: (destroy) => {
        // What is recorded but not submitted may still use them.
        this.#encoder.submit(destroy);
        this.#kernels.forgetBuffers();
      },
      onOutOfMemory: () => this.#failForMemory(),
    });
    const staging = new BufferPool(device, {
      label: "read-back",
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      onOutOfMemory: () => this.#failForMemory(),
    });
    const { mostStagingBytes = MOST_STAGING_BYTES, now = null } = options;
    const most = Math.min(mostStagingBytes, device.limits.maxBufferSize);
    this.#readBack = new ReadBack(staging, most - (most % 256));
    const profiled = options.profile === true && device.features.has("timestamp-query");
    this.profiler = profiled ? new Profiler(device, DISPATCHES_PER_SUBMIT) : null;
    const { software } = adapter;
    this.#encoder = new WebGpuEncoder(device, { now, profiler: this.profiler, software });
    this.#kernels = new PreparedKernels(device, source, this.#encoder, () => this.#failure);

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
      // What waits would do so for ever.
      this.#encoder.queue.drain();
    });
  }

  get failed(): DeviceError | null {
    return this.#failure;
  }

  get peakBytes(): number {
    return this.#storage.peakBytes;
  }

  async prepare(
    kernels: readonly AnyKernel[],
    onCompiled?: (compiled: Compiled) => void,
  ): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    const suitable = kernels.filter(({ suits }) => suits?.(this.adapter) ?? true);
    // What is given up is compiled all the same, for the next one.
    await this.#unlessGivenUp(this.#kernels.prepare(suitable, onCompiled));
  }

  scope(label: string): Scope {
    return gpuScope(label, this.#storage, this.adapter, {
      write: ({ buffer, fresh }, data) => {
        // A write overtakes what is recorded but not submitted, which may still use this buffer.
        if (fresh) this.device.queue.writeBuffer(buffer, 0, data);
        else this.#writeInOrder(buffer, 0, data);
      },
      clear: ({ buffer, fresh }) => {
        if (!fresh) this.#encoder.commands().clearBuffer(buffer);
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
    const { shader: label, overrides } = kernel;
    const workgroups = kernel.workgroups(axes as never, overrides);
    const grid = fold(workgroups, this.device.limits.maxComputeWorkgroupsPerDimension);
    const count = grid[0] * grid[1] * grid[2];
    if (count === 0) return;
    const call: Call = {
      label,
      prepared,
      grid,
      isFlat: workgroups.length === 1,
      invocations: overrides["WORKGROUP_SIZE"] ?? 1,
      cost: this.#encoder.costs.of(label, axes, count),
      values: { ...axes, ...scalars },
      boundAt: (name) => boundOf(handles[name]),
    };
    if (this.#recording !== null) this.#recording.push(call);
    else this.#encoder.dispatch(call, this.#kernels.bindGroup(label, prepared, call.boundAt));
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
    return new WebGpuProgram(this.device, this.#kernels, label, calls, (uniforms) =>
      this.#encoder.submit(() => uniforms.destroy()),
    );
  }

  replay(program: Program, times = 1): void {
    const { steps } = program as WebGpuProgram;
    for (let i = 0; i < times; i++) this.#encoder.replay(steps);
  }

  read<const R extends readonly (Tensor | Slice)[]>(...readables: R): Promise<ArraysRead<R>> {
    return this.#unlessGivenUp(this.#read(readables));
  }

  async #read<R extends readonly (Tensor | Slice)[]>(readables: R): Promise<ArraysRead<R>> {
    if (this.#failure !== null) throw this.#failure;
    const sources = readables.map(sourceOf);
    this.device.pushErrorScope("validation");
    const arrive = this.#readBack.record(this.#encoder.commands(), sources);
    // A buffer may be mapped only after the copy into it is on its way.
    const sent = new Promise<void>((resolve) => this.#encoder.submit(resolve));
    const arriving = sent.then(arrive);
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
    const { buffer, offset } = boundOf(tensor);
    this.#writeInOrder(buffer, offset, data);
  }

  /** Hands everything so far to the queue of the device, for others who put work there. */
  flush(): void {
    this.#encoder.submit();
    this.#encoder.queue.drain();
  }

  abandon(): void {
    this.#encoder.submit();
    this.#encoder.queue.abandon();
    for (const giveUp of this.#giveUps) giveUp(new Abandoned());
  }

  dispose(): void {
    this.device.destroy();
  }

  #unlessGivenUp<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#giveUps.add(reject);
      const over = () => this.#giveUps.delete(reject);
      void work.then(resolve, reject).finally(over);
    });
  }

  #fail(message: string): void {
    this.#failure ??= new DeviceError(message);
  }

  #failForMemory(): void {
    this.#failure ??= outOfMemory(this.adapter.description);
  }

  #writeInOrder(buffer: GPUBuffer, offset: number, data: TypedArrayOf<DType>): void {
    this.#encoder.submit();
    // Whoever gave the data may change it while the queue waits.
    const kept = this.#encoder.queue.isClear ? data : data.slice();
    this.#encoder.queue.after(() => this.device.queue.writeBuffer(buffer, offset, kept));
  }
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
