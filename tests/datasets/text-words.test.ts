import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtInText } from "../../src/datasets/built-in-text.ts";
import { OTHER, rankedWords, textWords } from "../../src/datasets/text-words.ts";
import { ConfigError } from "../../src/errors.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const fileOf = (content: string | Uint8Array) => ({
  name: "story.txt",
  bytes: typeof content === "string" ? encode(content) : content,
  sha256: "",
});

function facts(content: string | Uint8Array | null, maxCategories = 65_536, other = true) {
  const file = content === null ? null : fileOf(content);
  return textWords.facts({ file, maxCategories, other, groups: "" });
}

/** Names with their counts. */
function table(...input: Parameters<typeof facts>) {
  const { names, counts, total } = facts(...input);
  expect(total).toBe(counts.reduce((sum, count) => sum + count, 0));
  return names!.map((name, k) => [name, counts[k]]);
}

describe("words", () => {
  test("are runs without white space, case and punctuation kept", () => {
    expect(table("The the, the\tthe\n<unk>  = the, =\r\nend.")).toEqual([
      ["the,", 2],
      ["the", 2],
      ["=", 2],
      ["The", 1],
      ["<unk>", 1],
      ["end.", 1],
    ]);
  });

  test("with equal counts stand in the order in which they appear", () => {
    expect(table("b a c a b z c")).toEqual([
      ["b", 2],
      ["a", 2],
      ["c", 2],
      ["z", 1],
    ]);
  });

  test("are parted by every white space of Unicode, and by nothing else", () => {
    const spaces =
      "\u0009\u000a\u000b\u000c\u000d\u0020\u0085\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000";
    expect(
      table(
        spaces
          .split("")
          .map((space) => `x${space}`)
          .join(""),
      ),
    ).toEqual([["x", spaces.length]]);
    expect(table("a\u200bb")).toEqual([["a\u200bb", 1]]);
  });

  test("named like members of an object are words too", () => {
    expect(table("constructor __proto__ constructor")).toEqual([
      ["constructor", 2],
      ["__proto__", 1],
    ]);
  });

  test("do not include a byte order mark", () => {
    expect(table(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0x20, 0x61))).toEqual([["a", 2]]);
  });
});

describe("more words than categories", () => {
  const text = "a a a a b b b c c d e";

  test("put the rest into one last category", () => {
    expect(table(text, 3)).toEqual([
      ["a", 4],
      ["b", 3],
      [OTHER, 4],
    ]);
    expect(table(text, 4).at(-1)).toEqual([OTHER, 2]);
  });

  test("leave a text alone that just fits", () => {
    expect(table(text, 5).map(([name]) => name)).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("are dropped where nobody wants the rest", () => {
    expect(table(text, 2, false)).toEqual([
      ["a", 4],
      ["b", 3],
    ]);
    expect(facts(text, 2, false).total).toBe(7);
  });

  test("swallow a word that is spelled like the bucket", () => {
    expect(table(`${OTHER} ${OTHER} ${OTHER} a a b c`, 3)).toEqual([
      ["a", 2],
      ["b", 1],
      [OTHER, 4],
    ]);
  });
});

describe("a file that is no text", () => {
  const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ["empty", new Uint8Array(0), /"story\.txt" is empty/],
    ["white space", encode(" \n\t\u3000 "), /"story\.txt" has no words/],
    ["a byte order mark alone", Uint8Array.of(0xef, 0xbb, 0xbf), /has no words/],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x61, 0x00), /UTF-16; save it as UTF-8/],
    ["zeros", Uint8Array.of(0x61, 0x20, 0x00, 0x61), /byte 2 is zero/],
    ["Latin-1", Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x20, 0x61), /breaks off at byte 3/],
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), /breaks off at byte 0/],
    ["torn", encode("naïve").subarray(0, 3), /not UTF-8/],
  ];
  test.each(cases)("%s", (_name, bytes, message) => {
    expect(() => facts(bytes)).toThrow(ConfigError);
    expect(() => facts(bytes)).toThrow(message);
    expect(() => facts(bytes)).toThrow(/^file: /);
  });

  test("more different words than any text has", () => {
    const numbers = Array.from({ length: 2 ** 21 + 1 }, (_, i) => i.toString(36));
    expect(() => facts(numbers.join(" "))).toThrow(/"story\.txt" has more than 2097152 different/);
  });

  test("whatever its bytes, it makes a distribution or a clear error", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.integer({ min: 2, max: 9 }),
        (bytes, most) => {
          try {
            const { counts, total, names } = facts(bytes, most);
            expect(total).toBeGreaterThan(0);
            expect(counts.length).toBeLessThanOrEqual(most);
            expect(names).toHaveLength(counts.length);
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
          }
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });
});

describe("any text", () => {
  const words = fc.array(fc.stringMatching(/^[a-d<é"]{1,2}$/u), { minLength: 1, maxLength: 60 });
  const space = fc.constantFrom(" ", "\n", "\t\t", "\u00a0", " \u2003 ");

  test("has all of its words counted, most frequent first", () => {
    fc.assert(
      fc.property(words, fc.array(space, { minLength: 61, maxLength: 61 }), (list, spaces) => {
        const ranked = rankedWords(list.map((word, i) => spaces[i] + word).join("") + spaces[60]);
        expect(ranked.reduce((sum, [, count]) => sum + count, 0)).toBe(list.length);
        expect(new Set(ranked.map(([word]) => word))).toEqual(new Set(list));
        for (const [i, [word, count]] of ranked.entries()) {
          expect(list.filter((other) => other === word)).toHaveLength(count);
          if (i === 0) continue;
          const [before, countBefore] = ranked[i - 1];
          expect(countBefore).toBeGreaterThanOrEqual(count);
          if (countBefore === count) expect(list.indexOf(before)).toBeLessThan(list.indexOf(word));
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test("loses nothing to the bucket", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 20 }), (list, most) => {
        const { total, counts } = facts(list.join(" "), most);
        expect(total).toBe(list.length);
        expect(counts.length).toBe(Math.min(most, new Set(list).size));
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});

test("the built-in text is prose of natural frequencies", () => {
  const { counts, total, names } = facts(null);
  expect(total).toBe(builtInText.split(/\s+/).length);
  expect(total).toBeGreaterThan(800);
  expect(names!.slice(0, 5)).toContain("the");
  const once = counts.filter((count) => count === 1).length;
  expect(once / counts.length).toBeGreaterThan(0.5);
});
