import { afterAll, expect, test } from "vitest";
import { onnxGraphs } from "../../src/onnx/session.ts";
import { cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { decodedBoth } from "../support/decoded-both.ts";

const graphs = onnxGraphs(cpu, { preferred: true });
afterAll(() => graphs.close());

const ARCHITECTURES = ["mlp", "convolutional"] as const;

test.each(ARCHITECTURES)("a graph decodes as the kernels do: %s", async (architecture) => {
  const { byGraph, byKernels } = await decodedBoth(cpu, graphs, architecture);
  expectClose(byGraph, byKernels, { absolute: 1e-5 });
  expect(Math.max(...byKernels)).toBeGreaterThan(1);
});
