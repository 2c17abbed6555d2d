import { describe, expect, test } from "vitest";
import { type Mixing, TOPOLOGIES, overlapOf, portionsOf, sharesOf } from "../src/ecosystem.ts";

const base: Mixing = {
  members: 4,
  topology: "island",
  rate: 0.3,
  shares: [],
  enters: [],
  leaves: [],
  learns: [],
};
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe.each(TOPOLOGIES)("the %s", (topology) => {
  const mixing = { ...base, topology, shares: [5, 3, 1, 1] };

  test("gives every member all of its pool, and at rate 0 all of it is its own", () => {
    for (const row of sharesOf(mixing, 0)) expect(sum(row)).toBeCloseTo(1, 12);
    for (const [i, row] of sharesOf({ ...mixing, rate: 0 }, 0).entries()) {
      expect(row).toEqual(row.map((_, j) => (i === j ? 1 : 0)));
    }
  });

  test("is cut into exact counts", () => {
    for (const row of portionsOf(sharesOf(mixing, 0), 101)) {
      expect(sum(row.map(({ count }) => count))).toBe(101);
    }
  });
});

test("islands exchange rows: no row is taken twice, and all are", () => {
  const rows = 90;
  const portions = portionsOf(sharesOf(base, 0), rows);
  for (const j of [0, 1, 2, 3]) {
    expect(sum(portions.map((row) => row[j].count))).toBe(rows);
    for (const i of [0, 1, 2, 3]) {
      for (const other of [0, 1, 2, 3]) {
        if (other === i) continue;
        expect(overlapOf(portions[i][j], portions[other][j], rows)).toBe(0);
      }
    }
  }
});

test("a member that learns from less takes less, and at least one row", () => {
  const counts = portionsOf(sharesOf(base, 0), 100, [1, 0.25, 0]).map((row) =>
    row.map(({ count }) => count),
  );
  expect(counts.map(sum)).toEqual([100, 25, 1, 100]);
  // 17.5 of its own, and the others sum up to the rest.
  expect(counts[1]).toEqual([2, 18, 3, 2]);
});

test("who sells more than it has sells some of it twice", () => {
  const market = sharesOf({ ...base, topology: "market", rate: 1, shares: [1] }, 0);
  const [first, second] = portionsOf(market, 10).map((row) => row[0]);
  expect(overlapOf(first, second, 10)).toBe(10);
  expect(overlapOf({ start: 8, count: 4 }, { start: 1, count: 3 }, 10)).toBe(1);
});

test("a member is heard from its entry to its exit, and then others fill its place", () => {
  const changing = { ...base, enters: [0, 3], leaves: [0, 0, 5].map((g) => g || Infinity) };
  expect(sharesOf(changing, 2).map((row) => row[1])).toEqual([0, 0, 0, 0]);
  expect(sharesOf(changing, 3)[0][1]).toBeCloseTo(0.1, 12);
  expect(sharesOf(changing, 5).map((row) => row[2])).toEqual([0, 0, 0, 0]);
  // Its own pool comes from the others in the meantime, in their shares.
  expect(sharesOf(changing, 2)[1]).toEqual([1 / 3, 0, 1 / 3, 1 / 3].map((x) => expect.closeTo(x)));
  const silent = { ...base, members: 2, enters: [9, 9] };
  expect(sharesOf(silent, 0)).toEqual([
    [1, 0],
    [0, 1],
  ]);
});
