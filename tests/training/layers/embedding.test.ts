import { describe, expect, test } from "vitest";
import { embedding, embeddingKernels } from "../../../src/training/layers/embedding.ts";
import { Tape } from "../../../src/training/tape.ts";
import { backends } from "../../support/backends.ts";

const [L, B, T, V, D, P, OFFSET] = [2, 5, 3, 4, 2, 9, 2];

describe.each(backends)("on $adapter.backend", (backend) => {
  test("texts of a batch take turns at the places of a prompt and of what goes on from it", async () => {
    await backend.prepare([...embeddingKernels]);
    using scope = backend.scope("test");
    const clock = scope.zeros("clock", "u32", [1]);
    const keys = scope.zeros("keys", "u32", [L, 2]);
    const tape = new Tape({ backend, scope, clock, keys, generation: 0, lineages: L });
    const tokens = scope.zeros("tokens", "u32", [L, B, T]);
    // The place itself is what is added to a token, which is nothing.
    const rows = Float32Array.from({ length: L * P * D }, (_, i) => Math.floor(i / D) % P);
    const gradient = scope.zeros("gradient of positions", "f32", [L, P, D]);
    const weights = {
      table: tape.constant(scope.zeros("table", "f32", [L, V, D])),
      positions: tape.parameter(scope.tensor("positions", "f32", [L, P, D], rows), gradient),
    };
    const placesOf = async (places?: number) => {
      const { value } = embedding(tape, tokens, weights, OFFSET, places);
      const [out] = await backend.read(value);
      return Array.from({ length: B * T }, (_, m) => out[m * D]);
    };
    const first = [2, 3, 4];
    const second = [5, 6, 7];
    expect(await placesOf()).toEqual([first, first, first, first, first].flat());
    expect(await placesOf(2 * T)).toEqual([first, second, first, second, first].flat());
    await expect(placesOf(P)).rejects.toThrow("texts of 9 tokens in a context of 7");
  });
});
