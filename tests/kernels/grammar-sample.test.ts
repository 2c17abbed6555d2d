import { expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { grammarSample } from "../../src/kernels/grammar/sample.ts";
import { analyzeGrammar } from "../../src/text/grammar/analysis.ts";
import { english } from "../../src/text/grammar/english.ts";
import { grammarTables } from "../../src/text/grammar/tables.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { chiSquareScore } from "../support/chi-square.ts";

// src/kernels/grammar/sample.ts, on the grammar that it is for: dialects of any share.
const { grammar, words } = english({ dialectShare: 0.2, exponent: 1 });
const tables = grammarTables(grammar);
const other = grammarTables(english({ dialectShare: 1, exponent: 0.5 }).grammar);

async function draw(
  backend: Backend,
  { keys = [4], N = 5, T = 7, generation = 2, rows = [tables] } = {},
) {
  await backend.prepare([grammarSample]);
  using scope = backend.scope("test");
  const [L, R, G] = [keys.length, rows.length, tables.thresholds.length];
  const thresholds = Uint32Array.from(rows.flatMap((row) => [...row.thresholds]));
  const texts = scope.tensor("texts", "u32", [L, N, T]);
  backend.dispatch(
    grammarSample,
    {
      keys: scope.tensor("keys", "u32", [L, 2], Uint32Array.from(keys.flatMap((key) => [7, key]))),
      symbols: scope.tensor("symbols", "u32", [tables.symbols.length / 2, 2], tables.symbols),
      rules: scope.tensor("rules", "u32", [G, 2], tables.rules),
      parts: scope.tensor("parts", "u32", [tables.parts.length], tables.parts),
      thresholds: scope.tensor("thresholds", "u32", [R, G], thresholds),
      texts,
    },
    { start: grammar.start, longest: tables.longest, stream: 3, generation },
  );
  const [tokens] = await backend.read(texts);
  return tokens;
}

test.skipIf(!webgpu)("WGSL gives the tokens of the reference, exactly", async () => {
  const sizes = { keys: [9, 2, 4], N: 31, T: 67 };
  for (const rows of [[tables], [tables, other, tables]]) {
    expect(await draw(webgpu!, { ...sizes, rows })).toEqual(await draw(cpu, { ...sizes, rows }));
  }
});

test.each(backends)("a lineage is the same in company, $adapter.backend", async (backend) => {
  const company = await draw(backend, { keys: [9, 2, 4], N: 8, rows: [other, tables, tables] });
  expect(await draw(backend, { keys: [4], N: 8 })).toEqual(company.subarray(2 * 8 * 7));
  expect(await draw(backend, { keys: [2], N: 3 })).toEqual(company.subarray(8 * 7, 8 * 7 + 3 * 7));
  expect(await draw(backend, { keys: [4], N: 8, generation: 3 })).not.toEqual(
    await draw(backend, { keys: [4], N: 8 }),
  );
});

test("a window is the same text, however much of it is looked at", async () => {
  const long = await draw(cpu, { N: 3, T: 40 });
  const short = await draw(cpu, { N: 3, T: 10 });
  for (const n of [0, 1, 2]) {
    expect(long.subarray(40 * n, 40 * n + 10)).toEqual(short.subarray(10 * n, 10 * n + 10));
  }
});

test.each(backends)(
  "rules whose threshold is 0 are never used, $adapter.backend",
  async (backend) => {
    // All thresholds but the last of each symbol are 0: whatever the bits, only the last is possible.
    const { symbols } = tables;
    const thresholds = new Uint32Array(tables.thresholds.length);
    for (let s = 1; s < symbols.length; s += 2) thresholds[symbols[s] - 1] = 2 ** 32 - 1;
    const texts = await draw(backend, { N: 3, T: 9, rows: [{ ...tables, thresholds }] });
    const last = grammar.symbols.map(({ rules }) => rules.at(-1)!);
    const expand = (symbol: number): number[] =>
      last[symbol].parts.flatMap((part) => ("token" in part ? [part.token] : expand(part.symbol)));
    const sentence = [...expand(grammar.start), 0];
    const endless = Array.from({ length: 40 }, (_, i) => sentence[i % sentence.length]).join();
    for (let n = 0; n < 3; n++) expect(endless).toContain(texts.subarray(9 * n, 9 * n + 9).join());
  },
);

test("every place of a window has the words of the long run, the first as the last", async () => {
  const { tokens, length } = analyzeGrammar(grammar, words.length);
  const p = tokens.map((count, token) => (token === 0 ? 1 : count) / length);
  const [N, T] = [40_000, 5];
  const texts = await draw(webgpu ?? cpu, { N, T });
  for (const t of [0, 1, T - 1]) {
    const counts = new Uint32Array(words.length);
    for (let n = 0; n < N; n++) counts[texts[n * T + t]]++;
    expect(Math.abs(chiSquareScore(counts, p))).toBeLessThan(4);
  }
});
