import { describe, expect, test } from "vitest";
import { benchCases, casesOf, groups } from "../../src/bench/cases.ts";
import { type Comparison, comparisons, comparisonsOn } from "../../src/bench/comparisons.ts";
import { type Program, compare, measure, spreadOf } from "../../src/bench/measure.ts";

/** A clock that only programs turn, and programs that take as long as they are told. */
function bench(costs: Readonly<Record<string, readonly number[]>>) {
  let time = 0;
  const order: string[] = [];
  const programs = Object.entries(costs).map(([id, milliseconds]): Program => {
    let runs = 0;
    return {
      case: { ...benchCases[0], id, runsPerReading: id === "one" ? 2 : 1 },
      work: 1000,
      unit: "normals",
      run() {
        time += milliseconds[Math.min(runs++, milliseconds.length - 1)];
        order.push(id);
        return Promise.resolve({ name: id, value: runs, expected: 1, standardError: 1 });
      },
    };
  });
  return { programs, order, now: () => time };
}

describe("spreadOf", () => {
  test("has the median, the median distance from it and the extremes", () => {
    const spread = spreadOf([7, 1, 2, 100]);
    expect(spread).toEqual({ samples: [7, 1, 2, 100], median: 4.5, mad: 3, min: 1, max: 100 });
  });

  test("of one number has no width", () => {
    expect(spreadOf([3])).toEqual({ samples: [3], median: 3, mad: 0, min: 3, max: 3 });
  });
});

describe("measure", () => {
  test("takes the programs in turn and keeps the first run apart", async () => {
    const { programs, order, now } = bench({ recursion: [50, 5, 7, 6], bare: [9, 1] });
    const steps: number[] = [];
    const timings = await measure(programs, 3, now, (done, all) => steps.push(done / all));
    expect(order).toEqual(Array.from({ length: 4 }, () => ["recursion", "bare"]).flat());
    expect(timings.map(({ coldMs }) => coldMs)).toEqual([50, 9]);
    expect(timings.map(({ samples }) => samples)).toEqual([
      [5, 7, 6],
      [1, 1, 1],
    ]);
    expect(timings[0].finding.value).toBe(1);
    expect(steps).toHaveLength(8);
    expect(steps.at(-1)).toBe(1);
  });

  test("averages the runs of one reading", async () => {
    const { programs, now } = bench({ one: [100, 2, 4, 6, 8] });
    const [{ samples }] = await measure(programs, 2, now);
    expect(samples).toEqual([3, 7]);
  });
});

describe("compare", () => {
  const time = comparisons.find(({ quantity }) => quantity === "milliseconds")!;
  const rate = comparisons.find(({ quantity }) => quantity === "rate")!;

  async function ratio(of: number, to: number, comparison: Comparison) {
    const { programs, now } = bench({ [comparison.of]: [1, of], [comparison.to]: [1, to] });
    return compare(await measure(programs, 3, now), [comparison])[0];
  }

  test("divides within a repetition, so that what slows both changes nothing", async () => {
    const { programs, now } = bench({ recursion: [1, 10, 40, 20], one: [1, 1, 1, 4, 4, 2, 2] });
    const [{ samples, mad }] = compare(await measure(programs, 3, now), [time]);
    expect(samples).toEqual([10, 10, 10]);
    expect(mad).toBe(0);
  });

  test("divides rates where it says so", async () => {
    expect((await ratio(8, 2, rate)).median).toBe(0.25);
    expect((await ratio(8, 2, time)).median).toBe(4);
  });

  test("counts the operations of what is no product", async () => {
    const { programs, now } = bench({ "training-small": [1, 4], ceiling: [1, 2] });
    const given = [{ ...programs[0], operations: 3000 }, programs[1]];
    const ofCeiling = comparisons.find(({ quantity }) => quantity === "arithmetic")!;
    const asRate = { ...ofCeiling, quantity: "rate" } as const;
    const ratios = compare(await measure(given, 1, now), [ofCeiling, asRate]);
    expect(ratios.map(({ median }) => median)).toEqual([1.5, 0.5]);
  });

  test("knows on which side of the target it should be", async () => {
    expect((await ratio(99, 1, { ...time, bound: "at most", target: 100 })).isMet).toBe(true);
    expect((await ratio(101, 1, { ...time, bound: "at most", target: 100 })).isMet).toBe(false);
    expect((await ratio(101, 1, { ...time, bound: "at least", target: 100 })).isMet).toBe(true);
    expect((await ratio(99, 1, { ...time, bound: "at least", target: 100 })).isMet).toBe(false);
  });

  test("has nothing to keep to where nothing is promised", async () => {
    const { isMet, median } = await ratio(99, 1, { ...time, target: null });
    expect([isMet, median]).toEqual([null, 99]);
  });

  test("leaves out what did not run", async () => {
    const { programs, now } = bench({ recursion: [1], one: [1] });
    const ratios = compare(await measure(programs, 1, now), comparisons);
    expect(ratios.map(({ comparison }) => comparison.id)).toEqual(["of-one-lineage"]);
  });

  test("every comparison is between cases that there are, of the same size but for lineages", () => {
    const ids = benchCases.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { of, to } of comparisons) {
      expect(ids).toContain(of);
      expect(ids).toContain(to);
    }
    for (const benchCase of benchCases) {
      if (!("samples" in benchCase)) continue;
      const generations = benchCase.program === "mixtures" ? 4 : 20;
      expect([benchCase.samples, benchCase.generations]).toEqual([1000, generations]);
    }
  });
});

test("a graphics card has targets of its own", () => {
  const on = (software: boolean) =>
    new Map(comparisonsOn({ software }).map(({ id, target }) => [id, target]));
  expect(on(true).get("to-peer-small")).toBe(1.5);
  expect(on(false).get("to-peer-small")).toBe(4);
  expect(on(true).get("of-ceiling-small")).toBe(0.5);
  expect(on(false).get("of-ceiling-small")).toBeNull();
  expect([true, false].map((software) => on(software).get("of-one-lineage-training"))).toEqual([
    null,
    8,
  ]);
  expect(on(false).get("to-peer")).toBe(on(true).get("to-peer"));
});

test("a group brings what it is compared to", () => {
  expect(casesOf(groups)).toEqual(benchCases);
  const ids = casesOf(["training"]).map(({ id }) => id);
  expect(ids).toContain("training-large-peer");
  expect(ids).toContain("ceiling");
  expect(ids.filter((id) => !id.startsWith("training"))).toEqual([
    "ceiling",
    "loads",
    "product-registers",
  ]);
});

test("both sides of a training comparison train the same", () => {
  const byId = new Map(benchCases.map((benchCase) => [benchCase.id as string, benchCase]));
  for (const { of, to } of comparisons) {
    const [ours, theirs] = [byId.get(of)!, byId.get(to)!];
    if (!("shape" in ours) || !("shape" in theirs)) continue;
    expect([ours.shape, ours.batch]).toEqual([theirs.shape, theirs.batch]);
  }
});
