import { fileURLToPath } from "node:url";
import { type Page, expect, test } from "@playwright/test";
import { type PreviewServer, build, preview } from "vite";
import { golden, goldenModel } from "../support/golden-model.ts";
import type { Generator, Questions } from "./graphs/worker.ts";
import labConfig from "../../vite.config.ts";
import { test as labTest } from "./lab.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OUT = fileURLToPath(new URL("../../test-results/graphs", import.meta.url));
const PORT = 4188;
const PAGE = `http://localhost:${PORT}/tests/browser/graphs/index.html`;
const RUNTIME = /ort[-.]|onnx/;

/** A page of its own, made as the lab's page is: a worker with the backend and the graphs. */
let page: Page;
let server: PreviewServer;

async function ask<Name extends keyof Questions>(
  name: Name,
  ...given: Parameters<Questions[Name]>
): Promise<Awaited<ReturnType<Questions[Name]>>> {
  const answer = await page.evaluate(
    ([question, all]) =>
      (globalThis as unknown as { ask(name: string, given: unknown): Promise<unknown> }).ask(
        question,
        all,
      ),
    [name, given] as const,
  );
  return answer as Awaited<ReturnType<Questions[Name]>>;
}

labTest("the lab fetches no ONNX Runtime for what needs none", async ({ lab }) => {
  const fetched: string[] = [];
  lab.page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  await lab.open();
  await lab.expectState("finished");
  expect(fetched.filter((path) => RUNTIME.test(path))).toEqual([]);
  expect(fetched.some((path) => /engine-worker/.test(path))).toBe(true);
});

test.describe("in a worker of the lab's making", () => {
  // A software graphics card compiles hundreds of shaders of ONNX Runtime's at first.
  test.describe.configure({ timeout: 180_000 });

  test.beforeAll(async ({ browser }) => {
    const { base = "/", worker = {} } = labConfig;
    const rolldownOptions = { input: `${ROOT}/tests/browser/graphs/index.html` };
    const made = { ...labConfig.build, outDir: OUT, emptyOutDir: true, rolldownOptions };
    const common = { base, worker, configFile: false, root: ROOT, logLevel: "warn" } as const;
    await build({ ...common, build: made });
    const at = { port: PORT, strictPort: true };
    server = await preview({ ...common, build: { outDir: OUT }, preview: at });
    page = await browser.newPage();
    await page.goto(PAGE);
  });

  test.afterAll(async () => {
    await page.close();
    await server.close();
  });

  test("ONNX Runtime is fetched when the first graph is opened", async () => {
    const fetched: string[] = [];
    page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    await page.goto(PAGE);
    await ask("tokens", "kernels", plain, 1, {});
    expect(fetched.filter((path) => RUNTIME.test(path))).toEqual([]);
    await ask("turns", 1);
    const runtime = fetched.filter((path) => RUNTIME.test(path));
    expect(runtime).toEqual([
      expect.stringMatching(/ort\.jspi\.bundle\.min-[\w-]+\.js$/),
      expect.stringMatching(/ort-wasm-simd-threaded\.jspi-[\w-]+\.wasm$/),
    ]);
  });

  for (const part of [/ort\..*\.js$/, /ort-.*\.wasm$/]) {
    test(`what does not load is said, with a remedy: ${part.source}`, async () => {
      await page.goto(PAGE);
      await page.route(part, (route) => route.abort());
      await expect(ask("turns", 1)).rejects.toThrow(
        /ONNX Runtime does not load \(.+\): reload the page to try again, or let the sampler be wgsl/,
      );
      await page.unroute(part);
      await page.goto(PAGE);
      expect(await ask("turns", 1)).toEqual([3, -3, 1.5]);
    });
  }

  test("a browser that cannot suspend WebAssembly takes the build that does it itself", async () => {
    const fetched: string[] = [];
    page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    await page.goto(PAGE);
    await ask("forgetSuspending");
    expect(await ask("turns", 2)).toEqual([9, -9, 4.5]);
    expect(fetched.filter((path) => path.endsWith(".wasm"))).toEqual([
      expect.stringMatching(/ort-wasm-simd-threaded\.asyncify-[\w-]+\.wasm$/),
    ]);
    await page.goto(PAGE);
  });

  for (const strategy of ["greedy", "beams"]) {
    test(`kernels and graphs write what PyTorch writes: ${strategy}`, async () => {
      const expected = golden.continuations[strategy].flat();
      for (const generator of ["kernels", "wasm", "webgpu"] as const) {
        const options = golden.strategies[strategy];
        const tokens = await ask("tokens", generator, plain, 1, options);
        expect(tokens, generator).toEqual(expected);
      }
    });
  }

  test("logits of kernels and graphs are the same, as beams cross over", async () => {
    const of = (generator: Generator) => ask("logits", generator, plain);
    const [kernels, wasm, webgpu] = [await of("kernels"), await of("wasm"), await of("webgpu")];
    expect(kernels.length).toBe(golden.newTokens);
    expect(largestDifference(wasm, kernels)).toBeLessThan(1e-4);
    expect(largestDifference(webgpu, kernels)).toBeLessThan(1e-4);
  });

  for (const architecture of ["mlp", "convolutional"] as const) {
    test(`graphs decode images as kernels do: ${architecture}`, async () => {
      for (const provider of ["wasm", "webgpu"] as const) {
        const { byGraph, byKernels } = await ask("decoded", provider, architecture);
        expect(largestDifference([byGraph], [byKernels]), provider).toBeLessThan(1e-4);
        expect(Math.max(...byKernels)).toBeGreaterThan(1);
      }
    });
  }

  test("graphs and kernels take turns on one device without waiting", async () => {
    expect(await ask("turns", 15)).toEqual([3 ** 15, -(3 ** 15), 3 ** 15 / 2]);
  });

  test("graphs that nobody waits for take turns too", async () => {
    expect(await ask("together", 4)).toEqual([0, 10, 20, 30]);
  });

  test("graphs go on with another device when one is lost", async () => {
    const once = ["2 4", "device", "device"];
    expect(await ask("loss")).toEqual([...once, ...once]);
  });

  for (const provider of ["wasm", "webgpu"] as const) {
    test(`a bad graph gets one clear error, and others work after it: ${provider}`, async () => {
      const heard = await ask("mistakes", provider);
      expect(heard).toEqual([
        expect.stringMatching(/^not an ONNX graph that runs here: .*protobuf/i),
        "2 4",
        expect.stringMatching(/^the ONNX graph does not run: .*Reshape/),
        "2 4",
        expect.stringMatching(/^"x" of the graph is float32 \[n\], but the tensor f32 \[7, 3\]/),
        "2 4",
        "nothing",
        "2 4",
      ]);
    });
  }

  // Its announced way is `env.webgpu.device = ours` instead of the session's option, which this
  // version ignores: https://github.com/microsoft/onnxruntime/pull/32227.
  test("ONNX Runtime still takes a device by the session alone", async () => {
    expect(await ask("knowsDevice")).toBe(false);
  });
});

/** As a page takes it: arrays, where the file has typed ones. */
const plain = {
  ...goldenModel,
  weights: goldenModel.weights.map(
    ([name, shape, values]) => [name, shape, Array.from(values)] as const,
  ),
};

function largestDifference(found: readonly number[][], expected: readonly number[][]): number {
  const differences = found.flatMap((values, t) =>
    values.map((value, i) => Math.abs(value - expected[t][i])),
  );
  return Math.max(...differences);
}
