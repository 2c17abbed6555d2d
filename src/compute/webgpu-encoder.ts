import { type Work, DispatchCosts, expectedOf } from "./dispatch-costs.ts";
import { type Piece, piecesOf } from "./grid-pieces.ts";
import { type Pace, PacedQueue } from "./paced-queue.ts";
import type { Profiler } from "./profiler.ts";
import { type Call, type Encodable, UNIFORM_STRIDE, writeParams } from "./webgpu-program.ts";

/** A submit after this many dispatches keeps the queue busy and the encoder small. */
export const DISPATCHES_PER_SUBMIT = 256;
/** A dispatch takes one for its parameters and one for where it begins; the first holds a zero. */
const SLOTS = 1 + 2 * DISPATCHES_PER_SUBMIT;
/**
 * The desktop waits for a graphics card, but not for a processor, which is shared out by itself.
 * `busy` are invocations that leave nobody idle: smaller pieces would take as long as larger ones. What
 * nobody has seen yet is done in `unseen` pieces: it may take seconds, after which a system resets the card.
 */
const HARDWARE = { submit: 16, mostSubmit: 48, dispatch: 10, busy: 2 ** 13, unseen: 16 };
const SOFTWARE = { submit: 128, mostSubmit: 384, dispatch: 80, busy: 2 ** 10, unseen: 1 };

export interface EncoderOptions {
  /** Milliseconds. Without a clock submits are bounded by their number of dispatches alone. */
  readonly now: (() => number) | null;
  readonly profiler: Profiler | null;
  /** Whether a processor plays the graphics card. */
  readonly software: boolean;
}

/** Puts dispatches into command buffers that are bounded in number and in time, and submits them. */
export class WebGpuEncoder {
  /** Group 0 has the parameters of a dispatch at a dynamic offset of this. */
  readonly uniforms: GPUBufferBinding;
  /** Of group 1, where a dispatch begins in its grid: see shaders/grid.wgsl. */
  readonly gridLayout: GPUBindGroupLayout;
  readonly queue: PacedQueue;
  readonly costs = new DispatchCosts();

  readonly #device: GPUDevice;
  readonly #profiler: Profiler | null;
  readonly #pace: Pace & { readonly busy: number; readonly unseen: number };
  readonly #buffer: GPUBuffer;
  readonly #bytes = new ArrayBuffer(SLOTS * UNIFORM_STRIDE);
  readonly #view = new DataView(this.#bytes);
  readonly #gridGroup: GPUBindGroup;
  #encoder: GPUCommandEncoder | null = null;
  #pass: GPUComputePassEncoder | null = null;
  /** The dynamic offset of group 1 in this pass. */
  #gridAt = 0;
  /** Since the last submit. */
  #slots = 1;
  #works: Work[] = [];
  #expected = 0;

  constructor(device: GPUDevice, { now, profiler, software }: EncoderOptions) {
    this.#device = device;
    this.#profiler = profiler;
    const pace = software ? SOFTWARE : HARDWARE;
    this.#pace = pace;
    this.queue = new PacedQueue(device.queue, this.costs, { now, pace });
    this.#buffer = device.createBuffer({
      label: "params of one submit",
      size: this.#bytes.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.uniforms = { buffer: this.#buffer, size: UNIFORM_STRIDE };
    this.gridLayout = device.createBindGroupLayout({
      label: "grid",
      entries: [
        {
          binding: 0,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: "uniform", hasDynamicOffset: true },
        },
      ],
    });
    this.#gridGroup = device.createBindGroup({
      label: "grid",
      layout: this.gridLayout,
      entries: [{ binding: 0, resource: this.uniforms }],
    });
  }

  /** `group` has the parameters at a dynamic offset of `uniforms`. */
  dispatch(call: Call, group: GPUBindGroup): void {
    for (const piece of this.#piecesOf(call)) {
      this.#makeRoom(call, piece);
      const at = this.#takeSlot();
      writeParams(call, this.#view, at);
      const offsets = call.prepared.interface.params === null ? [] : [at];
      this.#encode({ ...call, pipeline: call.prepared.pipeline, group, offsets }, piece);
    }
  }

  replay(steps: readonly Encodable[]): void {
    for (const step of steps) {
      for (const piece of this.#piecesOf(step)) {
        this.#makeRoom(step, piece);
        this.#encode(step, piece);
      }
    }
  }

  /** For whatever is no dispatch. */
  commands(): GPUCommandEncoder {
    this.#pass?.end();
    this.#pass = null;
    return (this.#encoder ??= this.#device.createCommandEncoder({ label: "dispatches" }));
  }

  /** `sent` is called when the GPU has been given everything so far, by now or later. */
  submit(sent: () => void = () => {}): void {
    if (this.#encoder === null) return this.queue.after(sent);
    const collect = this.#profiler?.resolve(this.commands());
    const commands = this.commands().finish();
    // By the time that the queue has come so far they may have been written again.
    const params = this.#bytes.slice(0, this.#slots * UNIFORM_STRIDE);
    const run = () => {
      const { queue } = this.#device;
      queue.writeBuffer(this.#buffer, 0, params);
      queue.submit([commands]);
      collect?.();
      sent();
    };
    this.queue.submit(this.#works, run, sent);
    this.#encoder = null;
    this.#works = [];
    [this.#slots, this.#expected] = [1, 0];
  }

  #piecesOf({ cost, grid, isFlat, invocations }: Encodable | Call): Piece[] {
    const pace = this.#pace;
    const busy = Math.floor((cost.workgroups * invocations) / pace.busy);
    const isUnseen = cost.isBlind && !cost.isMeasured;
    const wanted = isUnseen ? pace.unseen : Math.ceil(cost.ms / pace.dispatch);
    const count = isFlat && cost.isDivisible ? Math.min(busy, wanted) : 1;
    return piecesOf(grid, count, this.#device.limits.maxComputeWorkgroupsPerDimension);
  }

  #makeRoom({ cost }: Encodable | Call, { share }: Piece): void {
    const expected = this.#expected + cost.ms * share;
    if (this.#expected > 0 && expected > this.#pace.mostSubmit) this.submit();
  }

  #encode({ label, pipeline, group, offsets, cost }: Encodable, piece: Piece): void {
    const pass = this.#openPass(label);
    const gridAt = piece.first === 0 ? 0 : this.#takeSlot();
    if (gridAt > 0) this.#view.setUint32(gridAt, piece.first, true);
    if (gridAt !== this.#gridAt) pass.setBindGroup(1, this.#gridGroup, [(this.#gridAt = gridAt)]);
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group, offsets);
    pass.dispatchWorkgroups(...piece.grid);
    const work = { cost, share: piece.share };
    this.#works.push(work);
    this.#expected += expectedOf([work]);
    if (this.#works.length >= DISPATCHES_PER_SUBMIT || this.#expected >= this.#pace.submit)
      this.submit();
  }

  #openPass(label: string): GPUComputePassEncoder {
    // Whoever wants to know what each dispatch takes pays for a pass of its own.
    if (this.#pass !== null && this.#profiler === null) return this.#pass;
    const timed = this.#profiler?.passOptions(label);
    const pass = this.commands().beginComputePass({
      label: timed === undefined ? "dispatches" : label,
      ...timed,
    });
    pass.setBindGroup(1, this.#gridGroup, [(this.#gridAt = 0)]);
    return (this.#pass = pass);
  }

  #takeSlot(): number {
    return this.#slots++ * UNIFORM_STRIDE;
  }
}
