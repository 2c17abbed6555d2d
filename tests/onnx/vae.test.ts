import { afterAll, expect, test } from "vitest";
import { onnxGraphs } from "../../src/onnx/session.ts";
import { isOfDecoder, vaeDecoderGraph } from "../../src/onnx/vae-graph.ts";
import { Tape } from "../../src/training/tape.ts";
import { type VaeShape, decode, vaeParameters } from "../../src/vae/architecture.ts";
import { cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

const graphs = onnxGraphs(cpu, { preferred: true });
afterAll(() => graphs.close());

const ARCHITECTURES = ["mlp", "convolutional"] as const;

test.each(ARCHITECTURES)("a graph decodes as the kernels do: %s", async (architecture) => {
  using scope = cpu.scope("test");
  const [L, B] = [2, 5];
  const sizes = { height: 12, width: 8, latent: 3, hidden: 11, channels: 5 };
  const shape: VaeShape = { architecture, ...sizes };
  const waves = (name: string, ...extents: number[]) => {
    const count = extents.reduce((product, extent) => product * extent, 1);
    const values = Float32Array.from({ length: count }, (_, i) => Math.sin(i + name.length));
    return scope.tensor(name, "f32", extents, values);
  };
  const weights = Object.fromEntries(
    vaeParameters(shape)
      .filter(isOfDecoder)
      .map(({ name, shape: own }) => [name, waves(name, L, ...own)]),
  );
  const z = waves("z", L, B, shape.latent);
  const logits = scope.tensor("logits", "f32", [L, B, shape.height * shape.width]);
  const graph = await graphs.open(vaeDecoderGraph(shape, { lineages: L, images: B }));
  await graph.run({ ...weights, z }, { logits });

  const clock = scope.zeros("clock", "u32", [1]);
  const keys = scope.zeros("keys", "u32", [L, 2]);
  const given = { backend: cpu, scope, clock, keys, generation: 0, lineages: L, forwardOnly: true };
  const tape = new Tape(given);
  const constants = Object.entries(weights).map(([name, value]) => [name, tape.constant(value)]);
  const expected = decode(tape, Object.fromEntries(constants), tape.constant(z), shape);
  const [found, byKernels] = await cpu.read(logits, expected.value);
  expectClose(found, byKernels, { absolute: 1e-5 });
  expect(Math.max(...byKernels)).toBeGreaterThan(1);
});
