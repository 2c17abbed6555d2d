import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteTokenizer } from "../../src/text/bytes.ts";
import { UNKNOWN_CHARACTER, characterTokenizer } from "../../src/text/characters.ts";
import type { Tokenizer } from "../../src/text/tokenizer.ts";
import { UNKNOWN_WORD, wordTokenizer } from "../../src/text/words.ts";
import { decodeTokens } from "../../src/token-text.ts";
import { sharedFile } from "../support/shared-data.ts";

const anyText = fc.string({ unit: "grapheme", maxLength: 80 });
const roundTrip = (tokenizer: Tokenizer, text: string) =>
  decodeTokens(tokenizer, tokenizer.encode(text));
const spelling = ({ pieces }: Tokenizer) => pieces.map((piece) => new TextDecoder().decode(piece));

describe("bytes", () => {
  test("give every text back", () => {
    const tokenizer = byteTokenizer();
    expect(tokenizer.pieces).toHaveLength(256);
    fc.assert(
      fc.property(anyText, (text) => {
        expect(roundTrip(tokenizer, text)).toBe(text);
      }),
      { seed: 1 },
    );
  });

  test("of a torn character read as one that is unknown", () => {
    const tokenizer = byteTokenizer();
    expect(decodeTokens(tokenizer, tokenizer.encode("aé").subarray(0, 2))).toBe("a�");
    expect(tokenizer.pieces[tokenizer.start]).toEqual(Uint8Array.of(0x0a));
  });
});

describe("characters", () => {
  test("give every text back that has no others", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokenizer = characterTokenizer(text, 1000);
        expect(roundTrip(tokenizer, text)).toBe(text);
        expect(new Set(spelling(tokenizer))).toEqual(
          new Set([...Array.from(text), "\n", UNKNOWN_CHARACTER]),
        );
      }),
      { seed: 1 },
    );
  });

  test("beyond the cut-off become one", () => {
    const tokenizer = characterTokenizer("aaabbcd\n", 4);
    expect(spelling(tokenizer)).toEqual(["\n", UNKNOWN_CHARACTER, "a", "b"]);
    expect(roundTrip(tokenizer, "dabec\n")).toBe("�ab��\n");
  });

  test("that are equally frequent are kept in the order in which they come", () => {
    const tokenizer = characterTokenizer("dcbacd", 5);
    expect(spelling(tokenizer)).toEqual(["\n", UNKNOWN_CHARACTER, "d", "c", "b"]);
  });

  test("outside the basic plane are one token each", () => {
    const tokenizer = characterTokenizer("🐍🐍e", 10);
    expect([...tokenizer.encode("🐍e🐍")]).toEqual([2, 3, 2]);
  });
});

describe("words", () => {
  test("of WikiText come back as they were, empty lines and titles too", () => {
    const text = " \n = Homarus gammarus = \n \n Homarus gammarus , known as <unk> . \n";
    const tokenizer = wordTokenizer(text, 100);
    expect(` ${roundTrip(tokenizer, text)}`).toBe(text);
    expect(spelling(tokenizer).slice(0, 2)).toEqual(["\n", UNKNOWN_WORD]);
    expect(tokenizer.start).toBe(0);
  });

  test("in other white space come back in that form, and then stay", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokenizer = wordTokenizer(text, 1000);
        const once = roundTrip(tokenizer, text);
        expect(roundTrip(tokenizer, once)).toBe(once);
        expect(once.split(/[ \n]+/).filter(Boolean)).toEqual(
          text.split(/[ \t\n\v\f\r]+/).filter(Boolean),
        );
        expect(once.split("\n")).toHaveLength(text.split("\n").length);
      }),
      { seed: 1 },
    );
  });

  test("beyond the cut-off become one, and so does one that is spelled like it", () => {
    const tokenizer = wordTokenizer("b a b c a b <unk> <unk> <unk> <unk>\n", 4);
    expect(spelling(tokenizer)).toEqual(["\n", "<unk>", "b", "a"]);
    expect([...tokenizer.encode("a <unk> c\nb")]).toEqual([3, 1, 1, 0, 2]);
  });

  test("named like members of an object are words too", () => {
    const tokenizer = wordTokenizer("constructor __proto__", 10);
    expect(roundTrip(tokenizer, "__proto__ constructor toString")).toBe(
      "__proto__ constructor <unk>",
    );
  });

  const valid = sharedFile("wikitext-2/valid.txt");
  test.skipIf(valid === null)("of the validation text of WikiText-2", () => {
    const text = new TextDecoder().decode(valid!);
    const tokenizer = wordTokenizer(text, 1 << 20);
    expect(` ${roundTrip(tokenizer, text)}`).toBe(text);
    // With an end for each of its 3,760 lines: what is reported of the text.
    expect(tokenizer.encode(text)).toHaveLength(217_646);
    const few = wordTokenizer(text, 512);
    expect(few.pieces).toHaveLength(512);
    const tokens = few.encode(text);
    const unknown = tokens.filter((token) => token === 1).length / tokens.length;
    expect(unknown).toBeGreaterThan(0.2);
    expect(unknown).toBeLessThan(0.5);
  });
});

test("tokens that nobody has are passed over", () => {
  const facts = { pieces: [Uint8Array.of(0x61), Uint8Array.of(0x62)], glue: " " as const };
  expect(decodeTokens(facts, [0, 9, 1])).toBe("a  b");
  expect(decodeTokens(facts, [])).toBe("");
});
