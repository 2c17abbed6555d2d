import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { randomBlock } from "../../src/kernels/random/block.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";

await webgpu?.prepare([randomBlock]);

// Random123 1.14, tests/kat_vectors, philox4x32 with ten rounds: counter, key, words.
const KNOWN = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

async function blocks(
  backend: Backend,
  counters: Uint32Array<ArrayBuffer>,
  keys: Uint32Array<ArrayBuffer>,
) {
  using scope = backend.scope("test");
  const N = keys.length / 2;
  const words = scope.tensor("words", "u32", [N, 4]);
  const tensors = {
    counters: scope.tensor("counters", "u32", [N, 4], counters),
    keys: scope.tensor("keys", "u32", [N, 2], keys),
    words,
  };
  backend.dispatch(randomBlock, tensors, {});
  const [result] = await backend.read(words);
  return result;
}

test.each(backends)("known answers on $adapter.backend", async (backend) => {
  const counters = Uint32Array.from(KNOWN.flatMap(([counter]) => counter));
  const keys = Uint32Array.from(KNOWN.flatMap(([, key]) => key));
  expect([...(await blocks(backend, counters, keys))]).toEqual(
    KNOWN.flatMap(([, , words]) => words),
  );
});

describe.skipIf(webgpu === null)("WGSL and TypeScript", () => {
  test("agree bit for bit on 99,991 counters", async () => {
    const N = 99_991;
    const mix = (i: number) => Math.imul(i ^ 0x5bd1e995, 0x9e3779b1) >>> 0;
    const counters = Uint32Array.from({ length: 4 * N }, (_, i) => mix(i));
    const keys = Uint32Array.from({ length: 2 * N }, (_, i) => mix(mix(i)));
    expect(await blocks(webgpu!, counters, keys)).toEqual(await blocks(cpu, counters, keys));
  });
});
