import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { FileContent } from "../../src/config.ts";
import { bytePairTokenizer } from "../../src/text/byte-pairs.ts";
import { decodeTokens } from "../../src/token-text.ts";

const GOLDEN = join(import.meta.dirname, "../golden");
const bytes = readFileSync(join(GOLDEN, "byte-pairs.tokenizer.json"));
const fileOf = (name: string, content: Uint8Array): FileContent => ({
  name,
  bytes: content,
  sha256: "",
});

interface Golden {
  readonly texts: readonly { readonly text: string; readonly tokens: readonly number[] }[];
}
const { texts } = JSON.parse(readFileSync(join(GOLDEN, "byte-pairs.json"), "utf8")) as Golden;

interface Description {
  readonly model: {
    readonly vocab: Readonly<Record<string, number>>;
    readonly merges: readonly (string | readonly string[])[];
  };
}

/** The same as two files, as OPT and GPT-2 come. */
function twoFiles(): readonly [FileContent, FileContent] {
  const { vocab, merges } = (JSON.parse(new TextDecoder().decode(bytes)) as Description).model;
  const lines = merges.map((merge) => (typeof merge === "string" ? merge : merge.join(" ")));
  const encode = (text: string) => new TextEncoder().encode(text);
  return [
    fileOf("vocab.json", encode(JSON.stringify(vocab))),
    fileOf("merges.txt", encode(`#version: 0.2\n${lines.join("\n")}\n`)),
  ];
}

test.each([
  ["tokenizer.json", () => bytePairTokenizer(fileOf("tokenizer.json", bytes), null)],
  ["vocab.json and merges.txt", () => bytePairTokenizer(...twoFiles())],
])("%s gives the tokens that Hugging Face's tokenizers give", (_name, make) => {
  const tokenizer = make();
  expect(tokenizer.pieces).toHaveLength(400);
  expect(decodeTokens(tokenizer, [tokenizer.start])).toBe("</s>");
  expect(texts.length).toBeGreaterThan(5);
  for (const { text, tokens } of texts) {
    expect([...tokenizer.encode(text)], text).toEqual(tokens);
    expect(decodeTokens(tokenizer, tokens)).toBe(text);
  }
});
