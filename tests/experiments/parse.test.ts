import { describe, expect, test } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { parseExperiment } from "../../src/experiments/parse.ts";
import { smallExperiment } from "../support/experiments.ts";

describe("a file that is no JSON", () => {
  const parse = (text: string) => parseExperiment(new TextEncoder().encode(text));
  test.each<[string, string | RegExp]>([
    ["", /empty/],
    [" \n", /empty/],
    ["{", /^line 1, column 2: /],
    ['{\n  "name": "a"\n  "seed": 1\n}', /^line 3, column 3: comma expected/],
    ['{"seed": 1,}', /^line 1, column 12: /],
    ["{'seed': 1}", /^line 1, column 2: /],
    ['{"seed": NaN}', /^line 1, column 10: /],
    ["[".repeat(100_000), /nested deeper/],
    ['{"a":'.repeat(50_000), /nested deeper/],
    [`"${'\\"'.repeat(400_000)}`, /^line 1/],
    ["\u0000", /binary/],
    [" ".repeat(2 ** 20 + 1), /at most 1 MB/],
  ])("%.30j", (text, message) => {
    expect(() => parse(text)).toThrow(ConfigError);
    expect(() => parse(text)).toThrow(message);
  });

  test("UTF-16 and bytes that are no text", () => {
    expect(() => parseExperiment(Uint8Array.of(0xff, 0xfe, 0x7b, 0))).toThrow(/UTF-16.*UTF-8/);
    expect(() => parseExperiment(Uint8Array.of(0x7b, 0xff, 0x7d))).toThrow(/UTF-8/);
  });

  test("comments are no mistake, and what is wrong behind them keeps its place", () => {
    const written = JSON.stringify(smallExperiment, null, 2);
    const commented = written
      .replace("{", "{ // the smallest /* of all */")
      .replace('"seed"', '/* any */ "seed"');
    expect(parse(commented)).toEqual(smallExperiment);
    expect(parse('{"name": "http://a/*b*/"}')).toEqual({ name: "http://a/*b*/" });
    expect(() => parse('{ /* a\n b */ "seed": }')).toThrow(/^line 2, column 15: value expected/);
    expect(() => parse("{ /* without an end")).toThrow(ConfigError);
  });

  test("a byte order mark is no mistake", () => {
    expect(parse(`\uFEFF${JSON.stringify(smallExperiment)}`)).toEqual(smallExperiment);
  });
});
