import type { Program } from "./backend.ts";
import type { Cost } from "./dispatch-costs.ts";
import type { Grid } from "./grid-pieces.ts";
import type { PreparedKernel, PreparedKernels } from "./prepared-kernels.ts";
import type { Bound } from "./webgpu-memory.ts";

/** The alignment that every adapter accepts for a dynamic uniform offset. */
export const UNIFORM_STRIDE = 256;

/** How much work a dispatch is. */
export interface Extent {
  readonly label: string;
  readonly grid: Grid;
  /** Whether its workgroups are counted along x alone, so that it can be done in pieces. */
  readonly isFlat: boolean;
  /** Of a workgroup. */
  readonly invocations: number;
  readonly cost: Cost;
}

/** A dispatch with everything but the place of its parameters. */
export interface Call extends Extent {
  readonly prepared: PreparedKernel;
  /** Values of `Params`, by field. */
  readonly values: Readonly<Record<string, number>>;
  readonly boundAt: (name: string) => Bound;
}

/** A dispatch that is ready to be encoded. */
export interface Encodable extends Extent {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  /** Dynamic offsets. */
  readonly offsets: readonly number[];
}

/** Writes the parameters of a call as `struct Params` has them. */
export function writeParams({ prepared, values }: Call, view: DataView, at: number): void {
  for (const { name, type, offset } of prepared.interface.fields) {
    if (type === "f32") view.setFloat32(at + offset, values[name], true);
    else if (type === "i32") view.setInt32(at + offset, values[name], true);
    else view.setUint32(at + offset, values[name], true);
  }
}

/** Calls with bind groups and parameters of their own, made once. */
export class WebGpuProgram implements Program {
  readonly label: string;
  readonly steps: readonly Encodable[];
  readonly #uniforms: GPUBuffer;
  readonly #release: (uniforms: GPUBuffer) => void;

  /** `release` destroys the parameters when the replays that are encoded do not need them any more. */
  constructor(
    device: GPUDevice,
    kernels: PreparedKernels,
    label: string,
    calls: readonly Call[],
    release: (uniforms: GPUBuffer) => void,
  ) {
    this.label = label;
    this.#release = release;
    const size = Math.max(1, calls.length) * UNIFORM_STRIDE;
    this.#uniforms = device.createBuffer({
      label: `params of ${label}`,
      size,
      usage: GPUBufferUsage.UNIFORM,
      mappedAtCreation: true,
    });
    const view = new DataView(this.#uniforms.getMappedRange());
    for (const [i, call] of calls.entries()) writeParams(call, view, i * UNIFORM_STRIDE);
    this.#uniforms.unmap();
    const uniforms = { buffer: this.#uniforms, size: UNIFORM_STRIDE };
    this.steps = calls.map((call, i) => ({
      label: call.label,
      grid: call.grid,
      isFlat: call.isFlat,
      invocations: call.invocations,
      cost: call.cost,
      pipeline: call.prepared.pipeline,
      group: kernels.makeBindGroup(call.label, call.prepared, call.boundAt, uniforms),
      offsets: call.prepared.interface.params === null ? [] : [i * UNIFORM_STRIDE],
    }));
  }

  get dispatches(): number {
    return this.steps.length;
  }

  [Symbol.dispose](): void {
    this.#release(this.#uniforms);
  }
}
