import { describe, expect, test } from "vitest";
import { decodeTokens, inLine, tokenTexts } from "../../src/token-text.ts";
import { imagesOf, originalsOf, realImages, spread } from "../../src/ui/grey-images.ts";
import {
  densities,
  extremes,
  placeOf,
  quantile,
  someGenerations,
  trimmed,
} from "../../src/histogram.ts";
import { repeated, shareRepeated } from "../../src/phrases.ts";

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

describe("repeated phrases", () => {
  const marks = (text: string) =>
    repeated(
      Array.from(text, (letter) => letter.charCodeAt(0)),
      46,
    )
      .map((isMarked, i) => (isMarked ? text[i] : "-"))
      .join("");

  test("are marked where they come back, all of them and nothing else", () => {
    expect(marks("abcdabcxbcd")).toBe("----abc-bcd");
    expect(marks("abxab")).toBe("-----");
    expect(marks("aaaa")).toBe("-aaa");
    expect(marks("....a....")).toBe("---------");
    expect(marks("..a...a.")).toBe("----..a.");
    expect(marks("ab")).toBe("--");
  });

  test("are a share of the tokens", () => {
    expect(shareRepeated([1, 2, 3, 1, 2, 3, 4, 5], 0)).toBe(3 / 8);
    expect(shareRepeated([], 0)).toBe(0);
  });
});

describe("images", () => {
  const facts = {
    kind: "image",
    height: 1,
    width: 2,
    classes: null,
    frequencies: null,
    images: Uint8Array.of(0, 255, 10, 20),
    labels: null,
    heldOut: Uint8Array.of(1, 2),
    heldOutLabels: null,
    hand: null,
  } as const;

  test("of a generation are read from base64, once", () => {
    const exhibit = { kind: "image", images: [btoa("\u0000\u00ff")] } as const;
    expect(imagesOf(exhibit).map((image) => [...image])).toEqual([[0, 255]]);
    expect(imagesOf(exhibit)).toBe(imagesOf(exhibit));
    expect(originalsOf(exhibit)).toBeNull();
    expect(originalsOf({ ...exhibit, original: [btoa("\u0007")] })).toEqual([Uint8Array.of(7)]);
  });

  test("to compare with are the ones to learn from, or held-out ones", () => {
    expect(realImages(facts).map((image) => [...image])).toEqual([
      [0, 255],
      [10, 20],
    ]);
    expect(realImages({ ...facts, images: null }).map((image) => [...image])).toEqual([[1, 2]]);
  });

  test("that are all alike have no spread", () => {
    const image = Uint8Array.of(3, 200);
    expect(spread([image, image, image])).toBe(0);
    expect(spread([Uint8Array.of(0, 10), Uint8Array.of(4, 10)])).toBeCloseTo(Math.sqrt(2), 12);
    expect(spread([image])).toBe(0);
  });
});

describe("histograms", () => {
  const log = { edges: [1, 10, 100, 1000], scale: "log" } as const;
  const linear = { edges: [0, 1, 3], scale: "linear" } as const;

  test("areas are shares", () => {
    expect(placeOf(log, 10)).toBeCloseTo(1 / 3, 12);
    const areas = (histogram: typeof log | typeof linear, counts: readonly number[]) =>
      densities(histogram, counts).map((height) => Number((height / 3).toFixed(12)));
    expect(areas(log, [1, 2, 1])).toEqual([0.25, 0.5, 0.25]);
    expect(areas(linear, [1, 1])).toEqual([0.5, 0.25]);
    expect(densities(log, [0, 0, 0])).toEqual([0, 0, 0]);
  });

  test("quantiles lie between the edges of their bin, on its scale", () => {
    expect(quantile(log, [1, 2, 1], 0.5)).toBeCloseTo(10 ** 1.5, 10);
    expect(quantile(linear, [2, 2], 0.75)).toBeCloseTo(2, 12);
    expect(quantile(log, [0, 4, 0], 0)).toBe(10);
    expect(quantile(log, [0, 0, 0], 0.5)).toBeNaN();
  });

  test("the ends that no generation reaches are left out, but for a bin of air", () => {
    const edges = Array.from({ length: 41 }, (_, i) => 2 ** i);
    const countsAt = (...bins: readonly number[]) =>
      Float64Array.from({ length: 40 }, (_, i) => (bins.includes(i) ? 1 : 0));
    const shown = (...counts: readonly Float64Array[]) => trimmed({ edges, scale: "log" }, counts);
    const { histogram, counts } = shown(countsAt(5, 20), countsAt(8, 30));
    expect(histogram.edges).toEqual(edges.slice(4, 33));
    expect(counts.map((one) => one.length)).toEqual([28, 28]);
    expect(counts.map((one) => one.indexOf(1))).toEqual([1, 4]);
    // Not so near that an axis has no marks.
    expect(shown(countsAt(20)).counts[0].length).toBeGreaterThanOrEqual(16);
    expect(shown(countsAt(39)).histogram.edges.at(-1)).toBe(edges[40]);
    expect(shown().histogram.edges).toEqual(edges);
    expect(shown(countsAt()).histogram.edges).toEqual(edges);
  });

  test("classes are told by the most and the least frequent one", () => {
    expect(extremes(["a", "b", "c"], [1, 7, 2])).toBe("most b 70 %, least a 10 %");
    expect(extremes(["a", "b"], [0, 0])).toBe("most a 0 %, least b 0 %");
  });

  test("the generations that are shown are spread evenly from the first to the last", () => {
    expect(someGenerations(3, 5)).toEqual([0, 1, 2]);
    expect(someGenerations(101, 5)).toEqual([0, 25, 50, 75, 100]);
    expect(someGenerations(0, 5)).toEqual([]);
  });
});
