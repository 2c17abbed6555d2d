import { expect, test } from "vitest";
import { groupCurvesOf } from "../src/group-curves.ts";
import { groupFigures } from "../src/report/groups.ts";

const record = (generation: number, reports: Record<string, number[]>) => ({
  generation,
  metrics: {},
  reports,
});
const records = [
  record(0, { "group.rare": [0.2, 0.1], "group.rare.alive": [1, 1], "group.<b>": [0.8, 0.9] }),
  record(1, { "group.rare": [0.3, 0], "group.rare.alive": [0.5, 0], "group.<b>": [0.7, 1] }),
  record(2, { "group.rare": [0, NaN], "group.rare.alive": [0, NaN], "group.<b>": [1, NaN] }),
];

test("a group survives in the lineages that still have any of it", () => {
  const { generations, groups } = groupCurvesOf(records)!;
  expect(generations).toEqual([0, 1, 2]);
  expect(groups.map(({ name }) => name)).toEqual(["rare", "<b>"]);
  const [rare, common] = groups;
  expect(rare.shares.map((share) => Number(share.toFixed(9)))).toEqual([0.15, 0.15, 0]);
  // A lineage without a value is neither alive nor dead.
  expect(rare.survival).toEqual([1, 0.5, 0]);
  expect(common.survival).toEqual([1, 1, 1]);
});

test("a run without groups has no curves, and a long one no more points than can be seen", () => {
  expect(groupCurvesOf([])).toBeNull();
  expect(groupCurvesOf([record(0, { "watermark.kept": [1] })])).toBeNull();
  const long = Array.from({ length: 5000 }, (_, g) => record(g, { "group.a": [g % 2] }));
  const { generations, groups } = groupCurvesOf(long)!;
  expect(generations.length).toBeLessThan(1000);
  expect(generations.at(-1)).toBe(4999);
  expect(groups[0].shares.at(-1)).toBe(1);
  // Once gone it has been gone, even where it comes back.
  expect(groups[0].survival.at(-1)).toBe(0);
  expect(groups[0].extinction).toEqual({ lineages: 1, extinct: 1, returned: 1, median: 0 });
});

test("the report draws shares and survival, names quoted", () => {
  const drawn = groupFigures(records);
  expect(drawn.match(/<polyline/g)).toHaveLength(4);
  expect(drawn).toContain("Survival of groups");
  expect(drawn).toContain("&lt;b&gt;");
  expect(drawn).not.toContain("<b>");
  expect(drawn).not.toContain("NaN");
  expect(groupFigures([record(0, {})])).toBe("");
});
