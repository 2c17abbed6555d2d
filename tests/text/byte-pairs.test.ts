import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FileContent } from "../../src/config.ts";
import { ConfigError } from "../../src/errors.ts";
import { bytePairTokenizer } from "../../src/text/byte-pairs.ts";
import { decodeTokens } from "../../src/token-text.ts";

const fileOf = (name: string, content: unknown): FileContent => ({
  name,
  bytes: new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content)),
  sha256: "",
});

/** The 256 letters in the order of GPT-2's vocabulary: bytes that print, then the others. */
function letters(): string[] {
  const prints: number[] = [];
  for (let byte = 0x21; byte <= 0x7e; byte++) prints.push(byte);
  for (let byte = 0xa1; byte <= 0xff; byte++) if (byte !== 0xad) prints.push(byte);
  const others = Array.from({ length: 256 - prints.length }, (_, i) => 0x100 + i);
  return [...prints, ...others].map((code) => String.fromCodePoint(code));
}

const MERGES = ["t h", "th e", "Ġ the", "Ġ m", "a p", "Ġm ap", "Ã ©"];
const names = [
  "<s>",
  "<pad>",
  "</s>",
  ...letters(),
  ...MERGES.map((merge) => merge.replace(" ", "")),
];
const vocab = Object.fromEntries(names.map((name, token) => [name, token]));
const vocabFile = fileOf("vocab.json", vocab);
const mergesFile = fileOf("merges.txt", `#version: 0.2\n${MERGES.join("\n")}\n`);
const noMerges = fileOf("merges.txt", "#version: 0.2");
const whole = {
  version: "1.0",
  added_tokens: [{ id: 2, content: "</s>", special: true, normalized: false }],
  normalizer: null,
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
  post_processor: null,
  decoder: { type: "ByteLevel" },
  model: { type: "BPE", vocab, merges: MERGES.map((merge) => merge.split(" ")) },
};
const wholeFile = fileOf("tokenizer.json", whole);

const anyText = fc.string({ unit: "binary", maxLength: 60 });

describe.each([
  ["vocab.json and merges.txt", () => bytePairTokenizer(vocabFile, mergesFile)],
  ["tokenizer.json", () => bytePairTokenizer(wholeFile, null)],
])("%s", (_name, make) => {
  test("gives every text back", () => {
    const tokenizer = make();
    expect(tokenizer.pieces).toHaveLength(names.length);
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeTokens(tokenizer, tokenizer.encode(text))).toBe(text);
      }),
      { seed: 1 },
    );
  });

  test("merges in the order of the list", () => {
    const tokenizer = make();
    const encoded = [...tokenizer.encode("the map of thé map\nthe")].map((token) => names[token]);
    expect(encoded).toEqual(["the", "Ġmap", "Ġ", "o", "f", "Ġ", "th", "Ã©", "Ġmap", "Ċ", "the"]);
    expect(names[tokenizer.start]).toBe("</s>");
    expect([...tokenizer.encode("a</s>")]).toEqual([vocab["a"], 2]);
  });
});

test("lines are encoded one by one, so that no pair goes over the end of one", () => {
  const merges = ["Ċ Ċ", "a Ċ", "Ċ a"];
  const all = [...letters(), ...merges.map((merge) => merge.replace(" ", ""))];
  const vocabulary = Object.fromEntries(all.map((name, token) => [name, token]));
  const files = [
    fileOf("vocab.json", vocabulary),
    fileOf("merges.txt", merges.join("\n")),
  ] as const;
  const encoded = [...bytePairTokenizer(...files).encode("a\n\n\na")].map((token) => all[token]);
  expect(encoded).toEqual(["a", "Ċ", "Ċ", "Ċ", "a"]);
});

test("a vocabulary without special tokens begins texts with the end of a line", () => {
  const plain = Object.fromEntries(letters().map((name, token) => [name, token]));
  const tokenizer = bytePairTokenizer(fileOf("vocab.json", plain), noMerges);
  expect(tokenizer.pieces[tokenizer.start]).toEqual(Uint8Array.of(0x0a));
});

describe("a file that is no tokenizer gets one clear error:", () => {
  const cases: readonly (readonly [string, FileContent | null, FileContent | null, RegExp])[] = [
    ["none", null, null, /^tokenizerFile: byte pairs need a tokenizer\.json/],
    ["no merges", vocabFile, null, /^mergesFile: "vocab\.json" is a vocabulary and needs/],
    [
      "a wrong pair",
      vocabFile,
      fileOf("m.txt", "a b\nabc"),
      /^mergesFile: "m\.txt" has no pair in "abc"/,
    ],
    [
      "merges of another vocabulary",
      vocabFile,
      fileOf("m.txt", "t h\na b"),
      /"vocab\.json" lacks tokens for the merge "a b"; choose the files of one tokenizer/,
    ],
    [
      "a merge that its vocabulary lacks",
      fileOf("t.json", { ...whole, model: { ...whole.model, merges: [["the", "Ġm"]] } }),
      null,
      /"t\.json" lacks tokens for the merge "the Ġm"/,
    ],
    ["no JSON", fileOf("x.json", "{"), null, /"x\.json" is not JSON/],
    ["a list", fileOf("x.json", []), mergesFile, /"x\.json" is not a vocab\.json/],
    [
      "another model",
      fileOf("x.json", { model: { type: "Unigram", vocab: [] } }),
      null,
      /not a tokenizer\.json of byte pairs: wrong at model\.type/,
    ],
    ["a number beyond all", fileOf("x.json", { a: 0, b: 1e9 }), mergesFile, /wrong at b/],
    ["half a number", fileOf("x.json", { a: 0.5 }), mergesFile, /wrong at a/],
    [
      "a number twice",
      fileOf("x.json", { a: 0, b: 0 }),
      mergesFile,
      /gives the number 0 to two tokens/,
    ],
    [
      "letters that are no bytes",
      fileOf("x.json", { a: 0, "▁the": 1 }),
      mergesFile,
      /"▁the", which is not byte-level/,
    ],
    ["no tokens", fileOf("x.json", {}), mergesFile, /has no tokens/],
    [
      "numbers far apart",
      fileOf("x.json", Object.fromEntries(names.map((name, token) => [name, 50 * token]))),
      mergesFile,
      /numbers 266 tokens up to 13250/,
    ],
    ["merges twice", wholeFile, mergesFile, /^mergesFile: .* has merges of its own/],
    ["bytes", { ...vocabFile, bytes: Uint8Array.of(0xff, 0, 1) }, null, /is not a text/],
  ];
  test.each(cases)("%s", (_name, file, merges, message) => {
    expect(() => bytePairTokenizer(file, merges)).toThrow(ConfigError);
    expect(() => bytePairTokenizer(file, merges)).toThrow(message);
  });

  test("one that changes the text", () => {
    const lower = fileOf("t.json", { ...whole, normalizer: { type: "Lowercase" } });
    expect(() => bytePairTokenizer(lower, null).encode("The")).toThrow(/does not give "The" back/);
    const prefixed = { type: "ByteLevel", add_prefix_space: true };
    const spaced = fileOf("t.json", { ...whole, pre_tokenizer: prefixed });
    expect(() => bytePairTokenizer(spaced, null).encode("the")).toThrow(/does not give "the" back/);
  });

  test("one that has no token for a byte", () => {
    const few = fileOf("v.json", { a: 0, b: 1 });
    expect(() => bytePairTokenizer(few, noMerges).encode("abc")).toThrow(
      /does not give "abc" back/,
    );
  });
});

test("whatever its content, a file makes a tokenizer or a clear error", () => {
  const part = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(
      { type: "ByteLevel" },
      { type: "Sequence" },
      { type: "Split", pattern: { Regex: "(" } },
      ...Object.values(whole),
    ),
  );
  const broken = fc.record({
    model: fc.oneof(
      part,
      fc.record({ type: part, vocab: part, merges: part }),
      fc.constant(whole.model),
    ),
    added_tokens: fc.oneof(part, fc.constant(whole.added_tokens)),
    normalizer: part,
    pre_tokenizer: part,
    post_processor: part,
    decoder: part,
  });
  const content = fc.oneof(broken, fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue());
  const check = (file: FileContent) => {
    try {
      const tokenizer = bytePairTokenizer(file, mergesFile);
      expect(decodeTokens(tokenizer, tokenizer.encode("the map\n"))).toBe("the map\n");
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
    }
  };
  fc.assert(
    fc.property(content, (value) => check(fileOf("t.json", value))),
    { numRuns: 500, seed: 1 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) =>
      check({ name: "t", bytes, sha256: "" }),
    ),
    { numRuns: 300, seed: 2 },
  );
});
