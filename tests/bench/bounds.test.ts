import { expect, test } from "vitest";
import { boundNotes, numbersPerToken, shareWithLoads } from "../../src/bench/bounds.ts";
import { benchCases } from "../../src/bench/cases.ts";
import { type Timing, spreadOf } from "../../src/bench/measure.ts";

test("a layer, the head and the embedding are counted by themselves", () => {
  const shape = { vocabulary: 10, context: 4, width: 100, layers: 0, heads: 1, inner: 1000 };
  expect(numbersPerToken(shape)).toBe(60 + 1500);
  expect(numbersPerToken({ ...shape, layers: 2 })).toBe(1560 + 2 * (6300 + 8000));
});

test("loads as dear as the arithmetic leave half of it", () => {
  const speed = { operations: 1000, numbers: 10 };
  expect(shareWithLoads(500, 5, speed)).toBe(0.5);
  expect(shareWithLoads(500, 0, speed)).toBe(1);
});

test("the bound of a step stands beside what it got to, where both yardsticks ran", () => {
  const timing = (id: string, work: number, operations?: number): Timing => ({
    case: benchCases.find((benchCase) => benchCase.id === id)!,
    work,
    unit: "tokens",
    ...(operations === undefined ? {} : { operations }),
    coldMs: 1,
    finding: { name: "", value: 0, expected: 0, standardError: 1 },
    ...spreadOf([1]),
  });
  const small = timing("training-small", 1, 20_000);
  const numbers = 2 * (63 * 64 + 8 * 256) + 6 * 256 + 15 * 64;
  const notes = boundNotes([small, timing("ceiling", 80_000), timing("loads", 4 * numbers)]);
  // A quarter of a millisecond of arithmetic, and another of loads.
  expect(notes).toEqual([
    `training, width 64, 2 layers: ${numbers} numbers a token at least are loaded or stored, ` +
      "which leave 0.50 of multiplications and additions; it got to 0.25",
  ]);
  expect(boundNotes([small, timing("ceiling", 80_000)])).toEqual([]);
});
