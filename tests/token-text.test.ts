import { describe, expect, test } from "vitest";
import { decodeTokens, inLine, tokenTexts } from "../src/token-text.ts";

const encode = (text: string) => new TextEncoder().encode(text);

describe("texts", () => {
  test("what tokens add is the whole text, whatever the glue and wherever characters are torn", () => {
    const bytes = [...encode("Größe ⏎ 🐍")].map((byte) => Uint8Array.of(byte));
    const tokens = bytes.map((_, i) => i);
    for (const glue of ["", " "] as const) {
      for (const part of [tokens, tokens.slice(0, 3), tokens.slice(4), tokens.slice(0, -1), []]) {
        const texts = tokenTexts({ pieces: bytes, glue }, part);
        expect(texts).toHaveLength(part.length);
        expect(texts.join("")).toBe(decodeTokens({ pieces: bytes, glue }, part));
      }
    }
  });

  test("words keep the space before them, and tokens beyond the vocabulary say nothing", () => {
    const words = { pieces: ["\n", "the", "cat"].map(encode), glue: " " } as const;
    expect(tokenTexts(words, [1, 2, 0, 9])).toEqual(["the", " cat", " \n", " "]);
    expect(inLine(" \n")).toBe(" ⏎");
  });
});
