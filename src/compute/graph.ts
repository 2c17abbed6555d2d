import type { Backend, Scope } from "./backend.ts";
import type { Tensor } from "./tensor.ts";

/** Tensors by the names that a graph gives its inputs or outputs. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/** An ONNX graph that is ready to run on the tensors of a backend. */
export interface Graph {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Writes all outputs. It follows every dispatch before it and is done before every dispatch and
   * read after it has settled; until then its tensors must be left alone.
   *
   * Tensors are the backend's, or were made `near` one of its scopes. A u32
   * tensor is what the graph calls int32. A view must begin where its tensor begins: see `own`.
   */
  run(inputs: NamedTensors, outputs: NamedTensors): Promise<void>;
}

/** What decides who generates, without anything that generates. */
export interface GraphSupport {
  /** Who computes: the backend's own device, or the processor. */
  readonly provider: "webgpu" | "wasm";
  /** Whether to use graphs wherever nothing is said of them. */
  readonly preferred: boolean;
}

/** Runs ONNX graphs beside the kernels of one backend. */
export interface Graphs extends GraphSupport {
  /** The same bytes give the same graph. Throws a `GraphError` for what is no graph that runs here. */
  open(bytes: Uint8Array): Promise<Graph>;
  /** Where to make what only graphs look at: `scope` itself, or one that ends by itself. */
  near(scope: Scope): Scope;
  /** Each tensor itself where graphs reach it directly, or else a copy, near `scope`. */
  own(scope: Scope, tensors: NamedTensors): Promise<NamedTensors>;
  /** Lets go of every graph. The backend stays. */
  close(): Promise<void>;
}

/** Stands in for graphs where only the sizes of tensors matter: opens anything, and runs nothing. */
export function idleGraphs({ provider, preferred }: GraphSupport, backend: Backend): Graphs {
  const isBeside = provider === "wasm";
  const copies = (scope: Scope, tensors: NamedTensors) =>
    Object.entries(tensors).map(
      ([name, { label, dtype, shape }]) => [name, scope.tensor(label, dtype, shape)] as const,
    );
  const graph: Graph = {
    inputs: [],
    outputs: [],
    run(inputs, outputs) {
      // WebAssembly has a memory of its own and reaches into no other: what it gives is copied twice.
      using scope = backend.scope("graph");
      if (isBeside) for (const tensors of [inputs, outputs, outputs]) copies(scope, tensors);
      return Promise.resolve();
    },
  };
  return {
    provider,
    preferred,
    open: () => Promise.resolve(graph),
    near: (scope) => scope,
    own: (scope, tensors) =>
      Promise.resolve(
        backend.adapter.backend === "cpu" ? tensors : Object.fromEntries(copies(scope, tensors)),
      ),
    close: () => Promise.resolve(),
  };
}
