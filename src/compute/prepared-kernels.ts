import { DeviceError, ShaderError, messageOf } from "../errors.ts";
import type { Compiled } from "./backend.ts";
import type { AnyKernel } from "./kernel.ts";
import { type ShaderInterface, shaderInterface } from "./shader-interface.ts";
import { type ShaderSource, resolveShader } from "./shader-source.ts";
import type { Bound } from "./webgpu-memory.ts";

/** Bind groups that are kept. Segments that pile up make new ones in every generation. */
const MOST_BIND_GROUPS = 2048;
/** Bytes of a vec4f, the widest element: an array of it is bound with room for one at least. */
const SMALLEST_BINDING = 16;

export interface PreparedKernel {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly interface: ShaderInterface;
}

interface Begun {
  readonly shader: GPUShaderModule;
  readonly layout: GPUBindGroupLayout;
  readonly described: ShaderInterface;
  /** The file and line of a line of the whole text. */
  readonly origin: (line: number) => string;
}

/** The compiled kernels of a device, and the bind groups made for them. */
export class PreparedKernels {
  readonly #device: GPUDevice;
  readonly #source: ShaderSource;
  readonly #uniforms: GPUBufferBinding;
  readonly #gridLayout: GPUBindGroupLayout;
  readonly #failure: () => DeviceError | null;
  readonly #prepared = new Map<AnyKernel, PreparedKernel>();
  readonly #bindGroups = new Map<string, GPUBindGroup>();

  /**
   * `uniforms` holds the parameters, at a dynamic offset, and `gridLayout` is of group 1, which all
   * kernels share; `failure` says why the device is gone.
   */
  constructor(
    device: GPUDevice,
    source: ShaderSource,
    { uniforms, gridLayout }: { uniforms: GPUBufferBinding; gridLayout: GPUBindGroupLayout },
    failure: () => DeviceError | null,
  ) {
    this.#device = device;
    this.#source = source;
    this.#uniforms = uniforms;
    this.#gridLayout = gridLayout;
    this.#failure = failure;
  }

  /** Compiles those that are not there yet, all at once. */
  async prepare(
    kernels: readonly AnyKernel[],
    onCompiled: (compiled: Compiled) => void = () => {},
  ): Promise<void> {
    const missing = [...new Set(kernels)].filter((kernel) => !this.#prepared.has(kernel));
    const total = missing.length;
    let done = 0;
    const compiled = await Promise.all(
      missing.map(async (kernel) => {
        const prepared = await this.#compile(kernel);
        onCompiled({ done: ++done, total });
        return [kernel, prepared] as const;
      }),
    );
    for (const [kernel, prepared] of compiled) this.#prepared.set(kernel, prepared);
  }

  /** One that nobody has prepared is compiled on the spot; what is wrong with it fails the device. */
  get(kernel: AnyKernel): PreparedKernel {
    const known = this.#prepared.get(kernel);
    if (known !== undefined) return known;
    const { shader, layout, described } = this.#begin(kernel);
    const pipeline = this.#device.createComputePipeline(this.#pipelineOf(kernel, shader, layout));
    const prepared = { pipeline, layout, interface: described };
    this.#prepared.set(kernel, prepared);
    return prepared;
  }

  /** For the parameters of one submit; kept for the next time. */
  bindGroup(
    label: string,
    prepared: PreparedKernel,
    boundAt: (name: string) => Bound,
  ): GPUBindGroup {
    const bound = prepared.interface.bindings.map(({ name }) => boundAt(name));
    const key = `${label} ${bound.map(({ id, offset, bytes }) => `${id}+${offset}+${bytes}`).join(" ")}`;
    const known = this.#bindGroups.get(key);
    if (known !== undefined) return known;
    const made = this.makeBindGroup(label, prepared, boundAt, this.#uniforms);
    const [oldest] = this.#bindGroups.keys();
    if (this.#bindGroups.size >= MOST_BIND_GROUPS) this.#bindGroups.delete(oldest);
    this.#bindGroups.set(key, made);
    return made;
  }

  /** `boundAt` tells what a binding is bound to, by its name. */
  makeBindGroup(
    label: string,
    { layout, interface: { bindings, params } }: PreparedKernel,
    boundAt: (name: string) => Bound,
    uniforms: GPUBufferBinding,
  ): GPUBindGroup {
    const entries = bindings.map(({ name, binding }): GPUBindGroupEntry => {
      const { buffer, offset, bytes } = boundAt(name);
      // The exact size keeps arrayLength() honest; a binding may not be empty.
      const size = Math.max(SMALLEST_BINDING, bytes);
      return { binding, resource: { buffer, offset, size } };
    });
    if (params !== null) entries.push({ binding: params, resource: uniforms });
    return this.#device.createBindGroup({ label, layout, entries });
  }

  /** To be called when buffers are destroyed. */
  forgetBuffers(): void {
    this.#bindGroups.clear();
  }

  async #compile(kernel: AnyKernel): Promise<PreparedKernel> {
    const label = kernel.shader;
    // The messages below say it better than the device's own error would.
    this.#device.pushErrorScope("validation");
    let begun: Begun;
    try {
      begun = this.#begin(kernel);
    } finally {
      void this.#device.popErrorScope().catch(() => {}); // the device is gone, see below
    }
    const { shader, layout, described, origin } = begun;
    const { messages } = await shader.getCompilationInfo().catch((thrown: unknown) => {
      throw (
        this.#failure() ?? new DeviceError(`${label} could not be compiled: ${messageOf(thrown)}`)
      );
    });
    const error = messages.find(({ type }) => type === "error");
    if (error !== undefined) throw new ShaderError(origin(error.lineNum), error.message);
    try {
      const descriptor = this.#pipelineOf(kernel, shader, layout);
      const pipeline = await this.#device.createComputePipelineAsync(descriptor);
      return { pipeline, layout, interface: described };
    } catch (thrown) {
      throw this.#failure() ?? new ShaderError(label, messageOf(thrown));
    }
  }

  /** All of a compilation that nobody needs to wait for. */
  #begin(kernel: AnyKernel): Begun {
    const label = kernel.shader;
    const { text, origin } = resolveShader(this.#source, label);
    const described = shaderInterface(kernel, text);
    const shader = this.#device.createShaderModule({ label, code: text });
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
    const layout = this.#device.createBindGroupLayout({ label, entries });
    return { shader, layout, described, origin };
  }

  #pipelineOf(
    { shader: label, overrides }: AnyKernel,
    module: GPUShaderModule,
    layout: GPUBindGroupLayout,
  ): GPUComputePipelineDescriptor {
    const bindGroupLayouts = [layout, this.#gridLayout];
    return {
      label,
      layout: this.#device.createPipelineLayout({ label, bindGroupLayouts }),
      compute: { module, entryPoint: "main", constants: overrides as Record<string, number> },
    };
  }
}
