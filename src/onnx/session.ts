import type { InferenceSession, Tensor as OrtTensor, TypedTensor } from "onnxruntime-web/wasm";
import type { AdapterInfo, Backend, Scope } from "../compute/backend.ts";
import { CpuBackend, arrayOf, isCpuTensor } from "../compute/cpu-backend.ts";
import type { Graph, GraphSupport, Graphs, NamedTensors } from "../compute/graph.ts";
import {
  type DType,
  type Tensor,
  type TypedArrayOf,
  byteLength,
  typedArray,
} from "../compute/tensor.ts";
import { WebGpuBackend } from "../compute/webgpu-backend.ts";
import { boundOf } from "../compute/webgpu-memory.ts";
import { GraphError, LabError, ShapeError, messageOf } from "../errors.ts";
import { sha256Of } from "../sha256.ts";

type Runtime = typeof import("onnxruntime-web/wasm");

/** How ONNX Runtime reaches the tensors of one backend. */
interface Bridge extends Pick<Graphs, "near" | "own"> {
  readonly provider: InferenceSession.ExecutionProviderConfig;
  load(): Promise<Runtime>;
  run(
    runtime: Runtime,
    session: InferenceSession,
    inputs: NamedTensors,
    outputs: NamedTensors,
  ): Promise<void>;
}

/** What ONNX Runtime calls our dtypes: an index is signed there. */
const TYPES = { f32: "float32", u32: "int32" } as const;
/** Fatal errors only: others are thrown besides, and a page's console is not for them. */
const QUIET = { logSeverityLevel: 4 } as const;

/** What the page generates by: WebAssembly is tens of times faster than a processor that plays a GPU. */
export function preferredGraphs({ software }: AdapterInfo): GraphSupport {
  return { preferred: true, provider: software ? "wasm" : "webgpu" };
}

/**
 * ONNX Runtime for the tensors of a backend: on the backend's own GPU device, or on the processor, as
 * WebAssembly in one thread. It is loaded when the first graph is opened.
 */
export function onnxGraphs(
  backend: Backend,
  options: Pick<GraphSupport, "preferred"> & Partial<GraphSupport>,
): Graphs {
  const { preferred, provider } = { ...preferredGraphs(backend.adapter), ...options };
  const bridge = provider === "webgpu" ? gpuBridge(backend) : processorBridge(backend);
  const graphs = new Map<string, OnnxGraph>();
  return {
    provider,
    preferred,
    async open(bytes) {
      const key = sha256Of(bytes);
      const known = graphs.get(key);
      if (known !== undefined) return known;
      const graph = new OnnxGraph(bytes, bridge);
      await graph.prepare();
      graphs.set(key, graph);
      return graph;
    },
    near: bridge.near,
    own: bridge.own,
    async close() {
      const open = [...graphs.values()];
      graphs.clear();
      for (const graph of open) await graph.release();
    },
  };
}

class OnnxGraph implements Graph {
  readonly #bytes: Uint8Array;
  readonly #bridge: Bridge;
  #session: InferenceSession | null = null;
  #inputs: readonly InferenceSession.ValueMetadata[] = [];
  #outputs: readonly InferenceSession.ValueMetadata[] = [];

  constructor(bytes: Uint8Array, bridge: Bridge) {
    this.#bytes = bytes;
    this.#bridge = bridge;
  }

  get inputs(): readonly string[] {
    return this.#inputs.map(({ name }) => name);
  }

  get outputs(): readonly string[] {
    return this.#outputs.map(({ name }) => name);
  }

  async prepare(): Promise<void> {
    await exclusively(() => this.#ready());
  }

  async run(inputs: NamedTensors, outputs: NamedTensors): Promise<void> {
    await exclusively(async () => {
      const { runtime, session } = await this.#ready();
      requireFit(this.#inputs, inputs);
      requireFit(this.#outputs, outputs);
      try {
        await this.#bridge.run(runtime, session, inputs, outputs);
      } catch (error) {
        // A session that failed once may repeat its error for ever, even with good inputs.
        await this.#discard();
        if (error instanceof LabError) throw error;
        throw new GraphError(`the ONNX graph does not run: ${messageOf(error)}`, { cause: error });
      }
    });
  }

  async release(): Promise<void> {
    await exclusively(() => this.#discard());
  }

  async #ready(): Promise<{ runtime: Runtime; session: InferenceSession }> {
    const runtime = await this.#bridge.load().catch((error: unknown) => {
      throw doesNotLoad(error);
    });
    // Its threads would load the script of whatever worker this is.
    runtime.env.wasm.numThreads = 1;
    runtime.env.logLevel = "fatal";
    try {
      this.#session ??= await runtime.InferenceSession.create(this.#bytes, {
        executionProviders: [this.#bridge.provider],
        ...QUIET,
      });
    } catch (error) {
      // WebAssembly is fetched when it is first needed, and a failure of that sounds like this.
      if (messageOf(error).startsWith("no available backend")) throw doesNotLoad(error);
      throw new GraphError(`not an ONNX graph that runs here: ${messageOf(error)}`, {
        cause: error,
      });
    }
    [this.#inputs, this.#outputs] = [this.#session.inputMetadata, this.#session.outputMetadata];
    return { runtime, session: this.#session };
  }

  async #discard(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await session?.release().catch(() => {}); // it may be beyond that
  }
}

function doesNotLoad(cause: unknown): GraphError {
  const remedy = "reload the page to try again, or let the sampler be wgsl";
  return new GraphError(`ONNX Runtime does not load (${messageOf(cause)}): ${remedy}`, { cause });
}

let last: Promise<unknown> = Promise.resolve();

/** ONNX Runtime hangs or fails where two of its calls overlap, be it of different sessions. */
async function exclusively<T>(call: () => Promise<T>): Promise<T> {
  const turn = last.then(call);
  last = turn.catch(() => {});
  return await turn;
}

/** It would not notice a tensor that is too small, and a wrong shape costs the session. */
function requireFit(
  expected: readonly InferenceSession.ValueMetadata[],
  tensors: NamedTensors,
): void {
  for (const value of expected) {
    const tensor = tensors[value.name];
    if (tensor === undefined) throw new ShapeError(`the graph wants "${value.name}" besides`);
    if (!value.isTensor) throw new GraphError(`"${value.name}" of the graph is no tensor`);
    const { type, shape } = value;
    const fits =
      shape.length === tensor.shape.length &&
      shape.every((extent, i) => typeof extent === "string" || extent === tensor.shape[i]);
    if (!fits || type !== TYPES[tensor.dtype]) {
      const own = `${tensor.dtype} [${tensor.shape.join(", ")}]`;
      const wanted = `${type} [${shape.join(", ")}]`;
      throw new ShapeError(`"${value.name}" of the graph is ${wanted}, but the tensor ${own}`);
    }
  }
  for (const name of Object.keys(tensors)) {
    if (expected.some((value) => value.name === name)) continue;
    throw new ShapeError(`the graph knows no "${name}"`);
  }
}

/** The device is ours, so that tensors stay where they are and one queue keeps the order. */
function gpuBridge(backend: Backend): Bridge {
  if (!(backend instanceof WebGpuBackend)) throw new GraphError("there is no GPU for graphs here");
  const { device } = backend;
  const bind = (runtime: Runtime, tensors: NamedTensors) =>
    mapValues(tensors, (tensor) => {
      const { buffer, offset } = boundOf(tensor);
      if (offset !== 0) throw new ShapeError(`"${tensor.label}" begins inside of a tensor`);
      const dims = [...tensor.shape];
      return runtime.Tensor.fromGpuBuffer(buffer, { dataType: TYPES[tensor.dtype], dims });
    });
  return {
    provider: { name: "webgpu", device },
    // The smaller and faster one where the browser can suspend WebAssembly by itself.
    load: () =>
      "Suspending" in WebAssembly
        ? import("onnxruntime-web/jspi")
        : import("onnxruntime-web/webgpu"),
    async run(runtime, session, inputs, outputs) {
      if (backend.failed !== null) throw backend.failed;
      backend.flush();
      await session.run(bind(runtime, inputs), bind(runtime, outputs), QUIET);
    },
    near: (scope) => scope,
    own(scope, tensors) {
      backend.flush();
      const encoder = device.createCommandEncoder({ label: "copies for graphs" });
      const owned = mapValues(tensors, (tensor) => {
        const { buffer, offset, bytes } = boundOf(tensor);
        if (offset === 0) return tensor;
        const copy = scope.tensor(tensor.label, tensor.dtype, tensor.shape);
        encoder.copyBufferToBuffer(buffer, offset, boundOf(copy).buffer, 0, bytes);
        return copy;
      });
      device.queue.submit([encoder.finish()]);
      return Promise.resolve(owned);
    },
  };
}

/** Tensors of graphs are arrays; those of a GPU are fetched and written where they take part. */
function processorBridge(backend: Backend): Bridge {
  const near = (scope: Scope) =>
    backend instanceof CpuBackend ? scope : new CpuBackend().scope("graphs");
  const fetched = async (tensors: NamedTensors): Promise<Record<string, TypedArrayOf<DType>>> => {
    const away = Object.values(tensors).filter((tensor) => !isCpuTensor(tensor));
    const arrays = away.length === 0 ? [] : await backend.read(...away);
    return mapValues(tensors, (tensor) =>
      isCpuTensor(tensor) ? arrayOf(tensor) : arrays[away.indexOf(tensor)],
    );
  };
  return {
    provider: "wasm",
    load: () => import("onnxruntime-web/wasm"),
    async run(runtime, session, inputs, outputs) {
      const arrays = await fetched(inputs);
      const feeds = mapValues(inputs, ({ shape }, name): OrtTensor => {
        const [array, dims] = [arrays[name], [...shape]];
        if (array instanceof Float32Array) return new runtime.Tensor(TYPES.f32, array, dims);
        const signed = new Int32Array(array.buffer, array.byteOffset, array.length);
        return new runtime.Tensor(TYPES.u32, signed, dims);
      });
      const results = await session.run(feeds, QUIET);
      for (const [name, tensor] of Object.entries(outputs)) {
        const { data } = results[name] as TypedTensor<"float32" | "int32">;
        if (data.byteLength !== byteLength(tensor.shape)) {
          throw new ShapeError(`"${name}" came out with ${data.length} elements`);
        }
        if (isCpuTensor(tensor)) arrayOf(tensor).set(data);
        else (backend as WebGpuBackend).write(tensor, bitsOf(tensor.dtype, data));
      }
    },
    near,
    async own(scope, tensors) {
      const arrays = await fetched(tensors);
      const home = near(scope);
      return mapValues(tensors, (tensor, name) => {
        if (isCpuTensor(tensor)) return tensor;
        return home.tensor(tensor.label, tensor.dtype, tensor.shape, arrays[name]);
      });
    },
  };
}

/** A copy, with indices as unsigned as they are. */
function bitsOf<D extends DType>(dtype: D, data: Float32Array | Int32Array): TypedArrayOf<D> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return typedArray(dtype, bytes.slice().buffer);
}

function mapValues<T>(
  tensors: NamedTensors,
  map: (tensor: Tensor, name: string) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, map(tensor, name)]),
  );
}
