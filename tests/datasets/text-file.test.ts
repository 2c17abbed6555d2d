import { describe, expect, test } from "vitest";
import { type FileContent, type ScalarConfig } from "../../src/config.ts";
import { builtInText } from "../../src/datasets/built-in-text.ts";
import { textFile } from "../../src/datasets/text-file.ts";
import { spaceOf } from "../../src/distribution.ts";
import { ConfigError } from "../../src/errors.ts";
import { Stream } from "../../src/random/streams.ts";
import { sha256Of } from "../../src/sha256.ts";
import { decodeTokens } from "../../src/token-text.ts";
import { backends } from "../support/backends.ts";
import { chiSquareScore } from "../support/chi-square.ts";
import { contextFor } from "../support/contexts.ts";
import { sharedFile } from "../support/shared-data.ts";

const named = (name: string, bytes: Uint8Array): FileContent => ({
  name,
  bytes,
  sha256: sha256Of(bytes),
});
const fileOf = (text: string) => named("story.txt", new TextEncoder().encode(text));
type Config = ScalarConfig<typeof textFile.settings>;
const config: Config = {
  file: null,
  tokenizer: "words",
  vocabulary: 512,
  tokenizerFile: null,
  mergesFile: null,
  length: 64,
  heldOut: null,
  order: "file",
  groups: "",
};
const facts = (change: Partial<Config> = {}) => textFile.facts({ ...config, ...change });
const bytes = { tokenizer: "bytes", length: 3 } as const;

describe("blocks", () => {
  test("follow each other, and the last tenth is held out", () => {
    const text = Array.from({ length: 65 }, (_, i) => String.fromCharCode(0x21 + i)).join("");
    const known = facts({ ...bytes, file: fileOf(text) });
    // 21 whole blocks: 19 to train on, 2 held out; the last two bytes make no block.
    expect(decodeTokens(known, known.blocks!)).toBe(text.slice(0, 57));
    expect(decodeTokens(known, known.heldOut)).toBe(text.slice(57, 63));
    expect(textFile.most!(known)).toBe(19);
    expect(known.frequencies).toHaveLength(256);
    expect(known.frequencies[0x21]).toBe(1);
    expect(known.frequencies[0x21 + 57]).toBe(0);
    expect(spaceOf(known)).toEqual({ kind: "tokens", vocabulary: 256, length: 3, start: 10 });
  });

  test("of another text may be held out, in the tokens of the first", () => {
    const heldOut = fileOf("b zebra a b");
    const known = facts({ file: fileOf("a b a b"), heldOut, length: 2 });
    expect(decodeTokens(known, known.blocks!)).toBe("a b a b");
    expect(decodeTokens(known, known.heldOut)).toBe("b <unk> a b");
  });

  test("shuffled are the same blocks in another order, always the same", () => {
    const inOrder = facts({ ...bytes, length: 8 });
    const [one, two] = [1, 2].map(() => facts({ ...bytes, length: 8, order: "shuffled" }));
    const blocks = ({ blocks }: typeof one) =>
      Array.from({ length: blocks!.length / 8 }, (_, k) => blocks!.slice(8 * k, 8 * k + 8).join());
    expect(blocks(one)).toEqual(blocks(two));
    expect(blocks(one)).not.toEqual(blocks(inOrder));
    expect(blocks(one).toSorted()).toEqual(blocks(inOrder).toSorted());
    expect(one.heldOut).toEqual(inOrder.heldOut);
  });

  test.each([
    ["words", 512],
    ["characters", 512],
    ["bytes", 256],
  ] as const)("of the built-in text in %s", (tokenizer, most) => {
    const known = facts({ tokenizer });
    expect(known.pieces.length).toBeLessThanOrEqual(most);
    const shown = decodeTokens(known, known.blocks!);
    expect(shown.length).toBeGreaterThan(4000);
    if (tokenizer !== "words") expect(builtInText.startsWith(shown)).toBe(true);
    expect(known.start).toBe(tokenizer === "bytes" ? 10 : 0);
  });

  const valid = sharedFile("wikitext-2/valid.txt");
  test.skipIf(valid === null)("of WikiText-2 keep its lines and titles", () => {
    const known = facts({ file: named("valid.txt", valid!) });
    expect(known.pieces).toHaveLength(512);
    expect(known.blocks!.length + known.heldOut.length).toBe(217_646 - (217_646 % 64));
    expect(decodeTokens(known, known.blocks!.subarray(0, 8))).toMatch(/^\n = .* = \n \n/);
  });
});

test("the same text is not cut twice, and another one of the same name is", () => {
  const tale = (end: string) => ({ file: fileOf(`a b c d ${end}`), length: 2 });
  const before = facts(tale("e f"));
  expect(facts({ ...tale("e f"), length: 3 }).pieces, "with blocks of their own").toBe(
    before.pieces,
  );
  const after = facts(tale("g h"));
  expect(decodeTokens(after, after.heldOut)).toBe("g h");
  expect(decodeTokens(before, before.heldOut)).toBe("e f");
  expect(facts({ ...tale("g h"), vocabulary: 4 }).pieces).toHaveLength(4);
});

describe("a text that is too short", () => {
  test.each([
    ["file", { file: fileOf("a b c"), length: 2 }, /^file: "story\.txt" is too short for 2 blocks/],
    ["file", { length: 2000 }, /^file: the built-in text is too short/],
    ["held out", { heldOut: fileOf("a"), length: 2 }, /^heldOut: .* too short for a block of 2/],
    ["empty", { file: fileOf("") }, /^file: "story\.txt" is empty/],
  ] as const)("%s", (_name, change, message) => {
    expect(() => facts(change)).toThrow(ConfigError);
    expect(() => facts(change)).toThrow(message);
  });

  test("byte pairs without their files", () => {
    expect(() => facts({ tokenizer: "byte-pairs" })).toThrow(/^tokenizerFile: /);
  });
});

describe.each(backends)("on $adapter.backend", (backend) => {
  async function draws(stream: number, rows: number, keys: readonly number[]) {
    using scope = backend.scope("test");
    await backend.prepare(textFile.kernels);
    const known = facts({ ...bytes, length: 5 });
    const L = keys.length;
    const context = {
      ...contextFor(backend, scope, { lineages: L, space: spaceOf(known), keys }),
      stream,
    };
    const real = textFile.open(
      context,
      Array.from({ length: L }, () => known),
    );
    const { values, rows: drawn, birth } = real.draw(context, rows);
    expect([drawn, birth]).toEqual([rows, 0]);
    expect(values.shape).toEqual([L, rows, 5]);
    const [tokens, heldOut] = await backend.read(values, real.forms.heldOut!);
    expect(heldOut).toEqual(known.heldOut);
    return { known, tokens };
  }

  test("the original set is the first blocks, the same for all lineages", async () => {
    const { known, tokens } = await draws(Stream.DATASET, 7, [4, 9]);
    expect(tokens).toEqual(
      Uint32Array.of(...known.blocks!.subarray(0, 35), ...known.blocks!.subarray(0, 35)),
    );
  });

  test("what is fresh are random blocks, each as likely, and others for each lineage", async () => {
    const rows = 30_000;
    const { known, tokens } = await draws(Stream.INTERVENTION, rows, [4, 9]);
    const K = known.blocks!.length / 5;
    const placeOf = new Map<string, number[]>();
    for (let k = 0; k < K; k++) {
      const text = known.blocks!.subarray(5 * k, 5 * k + 5).join();
      placeOf.set(text, [...(placeOf.get(text) ?? []), k]);
    }
    const texts = [...placeOf.keys()];
    for (const l of [0, 1]) {
      const counts = new Map(texts.map((text) => [text, 0]));
      for (let n = 0; n < rows; n++) {
        const text = tokens.subarray(5 * (l * rows + n), 5 * (l * rows + n) + 5).join();
        expect(counts.has(text)).toBe(true);
        counts.set(text, counts.get(text)! + 1);
      }
      const p = texts.map((text) => placeOf.get(text)!.length / K);
      expect(Math.abs(chiSquareScore([...counts.values()], p))).toBeLessThan(4);
    }
    expect(tokens.subarray(0, 5 * rows)).not.toEqual(tokens.subarray(5 * rows));
    const alone = await draws(Stream.INTERVENTION, 100, [9]);
    expect(alone.tokens).toEqual(tokens.subarray(5 * rows, 5 * rows + 500));
  });
});
