import type { Backend } from "../../../src/compute/backend.ts";
import type { Graphs } from "../../../src/compute/graph.ts";
import { decodingKernels } from "../../../src/decoding/decode.ts";
import { DeviceError, messageOf } from "../../../src/errors.ts";
import { openBackend } from "../../../src/hosts/browser/platform.ts";
import { add } from "../../../src/kernels/layers/add.ts";
import { GraphWriter } from "../../../src/onnx/graph-writer.ts";
import { onnxGraphs } from "../../../src/onnx/session.ts";
import { onnxTransformerSteps } from "../../../src/onnx/transformer-steps.ts";
import { transformerStepKernels, transformerSteps } from "../../../src/transformer/step.ts";
import { architectureKernels } from "../../../src/vae/architecture.ts";
import { decodedBoth } from "../../support/decoded-both.ts";
import { type OptModel, type Steps, continued, logitsOf } from "../../support/opt-model.ts";

/** Who generates on the GPU backend: the lab's kernels, or graphs on the GPU or on the processor. */
export type Generator = "kernels" | Graphs["provider"];

let opened: Promise<Backend> | null = null;

function open(): Promise<Backend> {
  return (opened ??= openBackend("webgpu").then(async (backend) => {
    await backend.prepare([
      ...decodingKernels,
      ...transformerStepKernels,
      ...architectureKernels,
      add,
    ]);
    return backend;
  }));
}

async function withSteps<R>(
  generator: Generator,
  { shape }: OptModel,
  body: (backend: Backend, steps: Steps) => Promise<R>,
): Promise<R> {
  const backend = await open();
  if (generator === "kernels") return body(backend, (weights) => transformerSteps(shape, weights));
  return withGraphs(backend, generator, (graphs) =>
    body(backend, (weights) => onnxTransformerSteps(shape, weights, graphs)),
  );
}

async function withGraphs<R>(
  backend: Backend,
  provider: Graphs["provider"],
  body: (graphs: Graphs) => Promise<R>,
): Promise<R> {
  const graphs = onnxGraphs(backend, { preferred: true, provider });
  try {
    return await body(graphs);
  } finally {
    await graphs.close();
  }
}

/** Twice x, of any length. */
function doubling(): Uint8Array {
  const graph = new GraphWriter("double");
  graph.input("x", "f32", ["n"]);
  graph.node("Add", ["x", "x"], {}, "y");
  graph.output("y", "f32", ["n"]);
  return graph.finish();
}

/** Takes 21 numbers, which only shows when it runs. */
function misfit(): Uint8Array {
  const graph = new GraphWriter("misfit");
  graph.input("x", "f32", ["n"]);
  graph.reshape("x", [7, 3], "y");
  graph.output("y", "f32", [7, 3]);
  return graph.finish();
}

const questions = {
  tokens: (
    generator: Generator,
    model: OptModel,
    lineages: number,
    options: Readonly<Record<string, number>>,
  ) =>
    withSteps(generator, model, (backend, steps) =>
      continued(model, backend, lineages, options, steps),
    ),

  logits: async (generator: Generator, model: OptModel) => {
    const logits = await withSteps(generator, model, (backend, steps) =>
      logitsOf(model, backend, steps),
    );
    return logits.map((values) => [...values]);
  },

  async decoded(provider: Graphs["provider"], architecture: "mlp" | "convolutional") {
    const backend = await open();
    const { byGraph, byKernels } = await withGraphs(backend, provider, (graphs) =>
      decodedBoth(backend, graphs, architecture),
    );
    return { byGraph: [...byGraph], byKernels: [...byKernels] };
  },

  /** x becomes 3 x so many times, by a graph and a kernel in turns, with nobody waiting. */
  async turns(count: number): Promise<number[]> {
    const backend = await open();
    return withGraphs(backend, "webgpu", async (graphs) => {
      using scope = backend.scope("test");
      const x = scope.tensor("x", "f32", [3], Float32Array.of(1, -1, 0.5));
      const y = scope.tensor("y", "f32", [3]);
      const graph = await graphs.open(doubling());
      for (let i = 0; i < count; i++) {
        await graph.run({ x }, { y });
        backend.dispatch(add, { x: y, sum: x }, { accumulate: 1 });
      }
      return [...(await backend.read(x))[0]];
    });
  },

  /** What is said of graphs that are none, and whether others work between and after them. */
  async mistakes(provider: Graphs["provider"]): Promise<string[]> {
    const backend = await open();
    return withGraphs(backend, provider, async (graphs) => {
      using scope = backend.scope("test");
      const x = scope.tensor("x", "f32", [2], Float32Array.of(1, 2));
      const y = scope.tensor("y", "f32", [2]);
      const matrix = scope.tensor("matrix", "f32", [7, 3]);
      const long = scope.zeros("long", "f32", [21]);
      const double = async () => {
        await (await graphs.open(doubling())).run({ x }, { y });
        return (await backend.read(y))[0].join(" ");
      };
      const heard: string[] = [];
      const attempts = [
        () => graphs.open(Uint8Array.of(1, 2, 3)),
        async () => (await graphs.open(misfit())).run({ x }, { y: matrix }),
        async () => (await graphs.open(doubling())).run({ x: matrix }, { y }),
        // The very graph that failed, with what it takes.
        async () => (await graphs.open(misfit())).run({ x: long }, { y: matrix }),
      ];
      for (const attempt of attempts) {
        await attempt().then(
          () => heard.push("nothing"),
          (error: unknown) => heard.push(messageOf(error)),
        );
        heard.push(await double());
      }
      return heard;
    });
  },

  /** What becomes of a graph when its device goes, and of the same graph on another device. */
  async loss(): Promise<string[]> {
    const heard: string[] = [];
    const attempt = (backend: Backend) =>
      withGraphs(backend, "webgpu", async (graphs) => {
        using scope = backend.scope("test");
        const x = scope.tensor("x", "f32", [2], Float32Array.of(1, 2));
        const y = scope.tensor("y", "f32", [2]);
        const double = async () => {
          await (await graphs.open(doubling())).run({ x }, { y });
          return (await backend.read(y))[0].join(" ");
        };
        heard.push(await double());
        const last = double();
        backend.dispose();
        for (const outcome of [last, double()]) {
          heard.push(
            await outcome.catch((error: unknown) =>
              error instanceof DeviceError ? "device" : messageOf(error),
            ),
          );
        }
      });
    await attempt(await openBackend("webgpu"));
    await attempt(await openBackend("webgpu"));
    return heard;
  },

  /** What graphs say that are opened and run without waiting for one another. */
  async together(count: number): Promise<number[]> {
    const backend = await open();
    return withGraphs(backend, "webgpu", async (graphs) => {
      using scope = backend.scope("test");
      const results = Array.from({ length: count }, () => scope.tensor("y", "f32", [1]));
      const runs = results.map(async (y, i) => {
        const graph = new GraphWriter("multiply");
        graph.input("x", "f32", [1]);
        graph.node("Mul", ["x", graph.f32([i])], {}, "y");
        graph.output("y", "f32", [1]);
        const x = scope.tensor("x", "f32", [1], Float32Array.of(10));
        const opened = await graphs.open(graph.finish());
        await Promise.all([opened.run({ x }, { y }), opened.run({ x }, { y })]);
      });
      await Promise.all(runs);
      return (await backend.read(...results)).map(([value]) => value);
    });
  },

  /** Makes the browser one that cannot suspend WebAssembly, as some cannot. */
  forgetSuspending: () => Promise.resolve(Reflect.deleteProperty(WebAssembly, "Suspending")),

  /** What ONNX Runtime itself knows of our device; its way of sharing one is about to change. */
  async knowsDevice(): Promise<boolean> {
    const backend = await open();
    return withGraphs(backend, "webgpu", async (graphs) => {
      await graphs.open(doubling());
      const { env } = await import("onnxruntime-web/jspi");
      return (await env.webgpu.device) !== undefined;
    });
  },
};

export type Questions = typeof questions;

addEventListener("message", ({ data }: MessageEvent<{ id: number; name: string; given: [] }>) => {
  const { id, name, given } = data;
  const ask = questions[name as keyof Questions] as (...given: []) => Promise<unknown>;
  ask(...given).then(
    (answer) => postMessage({ id, answer }),
    (error: unknown) => postMessage({ id, error: error instanceof Error ? error.stack : error }),
  );
});
