import { expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { sumNormals } from "../../src/kernels/bench/sum-normals.ts";
import { gaussianSample } from "../../src/kernels/gaussian/sample.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

await webgpu?.prepare([sumNormals, gaussianSample]);

const random = { stream: 3, generation: 5 };

/** The sums of 131 blocks of 523 normals: no multiple of the block, nor of the workgroup. */
async function sumsOf(backend: Backend, { L = 3, elements = 523 } = {}): Promise<Float32Array> {
  using scope = backend.scope("test");
  const words = Uint32Array.from({ length: 2 * L }, (_, i) => (i % 2 === 0 ? 11 : i));
  const keys = scope.tensor("keys", "u32", [L, 2], words);
  const sums = scope.tensor("sums", "f32", [L, Math.ceil(elements / 4)]);
  backend.dispatch(sumNormals, { keys, sums }, { ...random, elements });
  return (await backend.read(sums))[0];
}

test.skipIf(webgpu === null)("WGSL agrees with the reference", async () => {
  // Four normals within 10⁻⁵ each.
  expectClose(await sumsOf(webgpu!), await sumsOf(cpu), { absolute: 4e-5 });
});

test.each(backends)("sums what gaussian/sample draws, on $adapter.backend", async (backend) => {
  using scope = backend.scope("test");
  const keys = scope.tensor("keys", "u32", [1, 2], Uint32Array.of(11, 1));
  const spread = scope.tensor("spread", "f32", [1], Float32Array.of(1));
  const samples = scope.tensor("samples", "f32", [1, 523, 1]);
  backend.dispatch(gaussianSample, { keys, spread, samples }, random);
  const [drawn] = await backend.read(samples);
  const sums = await sumsOf(backend, { L: 1 });
  const total = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0);
  expect(total(sums)).toBeCloseTo(total(drawn), 3);
});
