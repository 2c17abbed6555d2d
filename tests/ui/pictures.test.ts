import { describe, expect, test } from "vitest";
import { profile, windowOf } from "../../src/ui/density.ts";
import { formatDuration, formatNumber } from "../../src/ui/format.ts";
import { bars, ranking } from "../../src/ui/ranks.ts";

describe("densities", () => {
  const narrow = { components: [{ weight: 1, mean: 0.3, deviation: 1e-6 }] };
  const wide = { components: [{ weight: 1, mean: 0, deviation: 1 }] };

  test("a spike between two steps is not missed", () => {
    const heights = profile(narrow, windowOf(wide)).map(([, height]) => height);
    expect(Math.max(...heights)).toBeCloseTo(1, 10);
  });

  test("a model without any spread is still drawn, without NaN", () => {
    const point = { components: [{ weight: 1, mean: 0.3, deviation: 0 }] };
    for (const [x, height] of profile(point, windowOf(wide))) {
      expect(Number.isFinite(x)).toBe(true);
      expect(Number.isFinite(height)).toBe(true);
    }
  });

  test("two modes both show", () => {
    const components = [-2, 2].map((mean) => ({ weight: 0.5, mean, deviation: 0.5 }));
    const points = profile({ components }, windowOf({ components }));
    const peaks = points.filter(([, height]) => height > 0.999).map(([x]) => (x < 0.5 ? "l" : "r"));
    expect(new Set(peaks)).toEqual(new Set(["l", "r"]));
  });
});

describe("ranks", () => {
  const counts = Uint32Array.from({ length: 5000 }, (_, k) => 10_000 - k);
  const facts = {
    kind: "category" as const,
    counts,
    total: counts.reduce((sum, count) => sum + count, 0),
    names: null,
  };

  test("bars cover every rank once and keep all the mass", () => {
    const model = counts.map((count, k) => (k % 3 === 0 ? 0 : count));
    const all = bars(facts, ranking(facts), model);
    expect(all.length).toBeLessThan(200);
    expect(all[0].first).toBe(1);
    expect(all.at(-1)?.last).toBe(5000);
    expect(all.every(({ first }, i) => i === 0 || first === all[i - 1].last + 1)).toBe(true);
    const mass = (of: "real" | "model") =>
      all.reduce((sum, bar) => sum + (bar[of] ?? 0) * (bar.last - bar.first + 1), 0);
    expect(mass("real")).toBeCloseTo(1, 12);
    expect(mass("model")).toBeCloseTo(1, 12);
    expect(all.reduce((sum, { dead }) => sum + dead, 0)).toBe(Math.ceil(5000 / 3));
  });

  test("the real distribution sets the order", () => {
    const shuffled = { ...facts, counts: Uint32Array.of(3, 9, 5, 9) };
    expect([...ranking(shuffled)]).toEqual([1, 3, 2, 0]);
  });
});

describe("numbers", () => {
  test.each([
    [0, "0"],
    [0.123456, "0.1235"],
    [-2.5, "−2.5"],
    [1.5e-7, "1.50·10⁻⁷"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
    [NaN, "–"],
  ])("%s is written %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test("durations are as long as people say them", () => {
    expect([0.2, 45, 600, 10_000].map(formatDuration)).toEqual([
      "under a second",
      "45 s",
      "10 min",
      "2.8 h",
    ]);
  });
});
