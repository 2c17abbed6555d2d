import { describe, expect, test } from "vitest";
import { grammar } from "../../src/datasets/grammar.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import { type TokenFacts, spaceOf } from "../../src/distribution.ts";
import { Stream } from "../../src/random/streams.ts";
import { decodeTokens } from "../../src/token-text.ts";
import { backends } from "../support/backends.ts";
import { contextFor } from "../support/contexts.ts";

const config = { dialectShare: 0.3, exponent: 1, length: 19, heldOut: 5 };
const facts = grammar.facts(config);
const standard = grammar.facts({ ...config, dialectShare: 0 });

test("facts are those of the text that is drawn", () => {
  expect(spaceOf(facts)).toEqual({ kind: "tokens", vocabulary: 245, length: 19, start: 0 });
  expect(decodeTokens(facts, [facts.start])).toBe(".\n");
  expect(facts.heldOut).toHaveLength(5 * 19);
  expect(facts.blocks).toBe(null);
  expect(grammar.facts(config).heldOut).toEqual(facts.heldOut);
});

describe.each(backends)("on $adapter.backend", (backend) => {
  async function draw(stream: number, keys: readonly number[], all: readonly TokenFacts[]) {
    using scope = backend.scope("test");
    await backend.prepare(grammar.kernels);
    const options = { lineages: keys.length, space: spaceOf(all[0]), keys };
    const context = { ...contextFor(backend, scope, options), stream };
    const real = grammar.open(context, all);
    const { values, rows, birth } = real.draw(context, 40);
    expect([rows, birth]).toEqual([40, 0]);
    const [tokens, heldOut] = await backend.read(values, real.forms.heldOut!);
    expect(heldOut).toEqual(all[0].heldOut);
    return keys.map((_, l) => tokens.slice(l * 40 * 19, (l + 1) * 40 * 19));
  }

  test("each lineage and each call has texts of its own", async () => {
    const [one, two] = await draw(Stream.DATASET, [3, 4], [facts, facts]);
    expect(one).not.toEqual(two);
    expect(one.every((token) => token < 245)).toBe(true);
    const [again] = await draw(Stream.INTERVENTION, [3], [facts]);
    expect(again).not.toEqual(one);
    expect(await draw(Stream.DATASET, [4], [facts])).toEqual([two]);
  });

  test("no lineage of any seed learns from the held-out texts", async () => {
    using scope = backend.scope("test");
    await backend.prepare(grammar.kernels);
    const context = contextFor(backend, scope, { lineages: 2, space: spaceOf(facts) });
    // The first and the last lineage of a run whose seed is that of the held-out texts.
    const keys = scope.tensor("keys", "u32", [2, 2], Uint32Array.of(0, 0, 0, 2 ** 20 - 1));
    const drawing = { ...context, keys, stream: Stream.DATASET };
    const { values } = grammar.open(drawing, [facts, facts]).draw(drawing, 5);
    const [tokens] = await backend.read(values as Tensor<"u32">);
    expect(tokens.slice(0, 5 * 19)).not.toEqual(facts.heldOut);
    expect(tokens.slice(5 * 19)).not.toEqual(facts.heldOut);
  });

  test("lineages may learn from different shares of the dialect", async () => {
    const yon = facts.pieces.findIndex((_, i) => decodeTokens(facts, [i]) === "yon");
    const [without, mixed] = await draw(Stream.DATASET, [3, 4], [standard, facts]);
    expect(without.includes(yon)).toBe(false);
    expect(mixed.includes(yon)).toBe(true);
    expect(await draw(Stream.DATASET, [4], [facts])).toEqual([mixed]);
  });
});
