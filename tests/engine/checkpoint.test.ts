import { expect, test } from "vitest";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { outlineOf, readOutline, restoreCheckpoint } from "../../src/engine/checkpoint.ts";
import type { Segment } from "../../src/samples.ts";

// With a search through the list for every tensor, this takes longer than a test may.
test("a pool of a hundred thousand tensors is saved, each of them once", async () => {
  const backend = new CpuBackend();
  using scope = backend.scope("test");
  const tensor = (value: number) =>
    scope.tensor("values", "f32", [1, 1, 1], Float32Array.of(value));
  const mean = tensor(-1);
  const logDeviation = tensor(-2);
  const segment = (birth: number): Segment => ({
    values: tensor(birth),
    rows: 1,
    birth,
    frame: { mean, logDeviation, factor: null },
  });
  const original = [segment(0)];
  const pool = [...original, ...Array.from({ length: 120_000 }, (_, g) => segment(g + 1))];
  const state = { generation: 7, parameters: {}, first: null, pool, unfinished: null };
  const saved = await readOutline(backend, outlineOf(state, original));
  expect(saved.tensors).toHaveLength(120_000 + 2);
  expect(saved.pool[0].values).toBeNull();
  const restored = restoreCheckpoint(scope, saved, original);
  const last = restored.pool.at(-1)!;
  expect([...(await backend.read(last.values))[0]]).toEqual([120_000]);
  expect(restored.pool[0]).toBe(original[0]);
});
