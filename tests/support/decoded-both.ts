import type { Backend } from "../../src/compute/backend.ts";
import type { Graphs } from "../../src/compute/graph.ts";
import { onnxDecoder } from "../../src/onnx/vae-decoder.ts";
import { Tape } from "../../src/training/tape.ts";
import { type VaeShape, decode, vaeParameters } from "../../src/vae/architecture.ts";

/** The logits of small images of two lineages, by a graph and by kernels. */
export async function decodedBoth(
  backend: Backend,
  graphs: Graphs,
  architecture: VaeShape["architecture"],
) {
  using scope = backend.scope("test");
  const [L, B] = [2, 5];
  const sizes = { height: 12, width: 8, latent: 3, hidden: 11, channels: 5 };
  const shape: VaeShape = { architecture, ...sizes };
  const waves = (name: string, ...extents: number[]) => {
    const count = extents.reduce((product, extent) => product * extent, 1);
    const values = Float32Array.from({ length: count }, (_, i) => Math.sin(i + name.length));
    return scope.tensor(name, "f32", extents, values);
  };
  const weights = Object.fromEntries(
    vaeParameters(shape).map(({ name, shape: own }) => [name, waves(name, L, ...own)]),
  );
  const z = waves("z", L, B, shape.latent);
  const logits = scope.tensor("logits", "f32", [L, B, shape.height * shape.width]);
  await (
    await onnxDecoder(graphs, scope, shape, weights, B)
  )(z, logits);

  const clock = scope.zeros("clock", "u32", [1]);
  const keys = scope.zeros("keys", "u32", [L, 2]);
  const given = { backend, scope, clock, keys, generation: 0, lineages: L };
  const tape = new Tape({ ...given, forwardOnly: true });
  const constants = Object.entries(weights).map(([name, value]) => [name, tape.constant(value)]);
  const expected = decode(tape, Object.fromEntries(constants), tape.constant(z), shape);
  const [byGraph, byKernels] = await backend.read(logits, expected.value);
  return { byGraph, byKernels };
}
