import { expect, test } from "vitest";
import { extinctionOf, groupCurvesOf, groupTitle } from "../src/group-curves.ts";
import { extinctionTable, foreseenOf, groupQuantities } from "../src/group-figures.ts";
import { groupFigures } from "../src/report/groups.ts";

const NOTHING = { real: [], laws: [] };
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

test("lineages that are followed for a while only count as long as they are", () => {
  // Of four one dies at once, and of the three that are left one is not heard of any more.
  const shares = [
    [0.5, 0, 0.2, 0.1],
    [0.5, 0.3, NaN, 0.2],
    [0.5, 0.3, 0.2, 0],
    [0.5, 0, 0, 0.4],
  ];
  const { survival, extinction } = extinctionOf(shares);
  expect(survival.map((share) => Number(share.toFixed(12)))).toEqual([0.75, 0.75, 0.375, 0.375]);
  expect(extinction).toEqual({ lineages: 4, extinct: 2, returned: 2, median: 2 });
  expect(extinctionOf([[NaN, NaN], [0.1]]).survival).toEqual([1, 1]);
});

test("recall of rare members is a curve where there is one", () => {
  const recalls = [
    [0.5, 1],
    [NaN, 0.5],
    [0, 0],
  ].map((recall, g) =>
    record(g, {
      "group.a": [0.1, 0.1],
      "group.a.recall": recall,
      "group.b": [0.9, 0.9],
      "group.b.recall": [NaN, NaN],
    }),
  );
  const curves = groupCurvesOf(recalls)!;
  expect(curves.groups.map(({ recall }) => recall)).toEqual([[0.75, 0.5, 0], null]);
  expect(groupQuantities(curves).map(({ name }) => name)).toEqual([
    "groups-shares",
    "groups-survival",
    "groups-recall",
  ]);
  expect(groupQuantities(groupCurvesOf(records)!)).toHaveLength(2);
  // Lines of the two shares and survivals, and of the one recall.
  expect(groupFigures(recalls, NOTHING).match(/<polyline/g)).toHaveLength(5);
  expect(groupTitle("group.a.recall")).toBe("Group a, recall of rare members");
  expect(groupTitle("group.rare")).toBe("Group rare");
});

test("times to extinction say how many lineages they are of", () => {
  const { rows } = extinctionTable(groupCurvesOf(records)!, {
    ...NOTHING,
    real: [{ name: "rare", share: 0.123456 }],
  });
  expect(rows).toEqual([
    ["rare", "0.123", "2 of 2", "1", "0 of 2"],
    ["<b>", "", "0 of 2", "after 2", ""],
  ]);
});

test("the report draws shares and survival, names quoted", () => {
  const drawn = groupFigures(records, NOTHING);
  expect(drawn.match(/<polyline/g)).toHaveLength(4);
  expect(drawn).toContain("Survival of groups");
  expect(drawn).toContain("&lt;b&gt;");
  expect(drawn).not.toContain("<b>");
  expect(drawn).not.toContain("NaN");
  expect(groupFigures([record(0, {})], NOTHING)).toBe("");
});

test("theory stands beside what it is about, as far as it reaches", () => {
  const curves = groupCurvesOf(records)!;
  const law = { name: "<b>", title: "a law", source: "Someone 1900", survival: [1, 0.5] };
  const known = { ...NOTHING, laws: [law] };
  const [shares, survival] = groupQuantities(curves);
  expect(foreseenOf(curves, shares, known)).toBeNull();
  expect(foreseenOf(curves, survival, NOTHING)).toBeNull();
  expect(foreseenOf(curves, survival, known)).toEqual({
    lines: [
      {
        place: 1,
        points: [
          [0, 1],
          [1, 0.5],
        ],
      },
    ],
    note: "Thin lines: theory, a law (Someone 1900).",
  });
  // Of one generation alone there is no line.
  const short = { ...NOTHING, laws: [{ ...law, survival: [1] }] };
  expect(foreseenOf(curves, survival, short)).toBeNull();
  expect(groupFigures(records, known).match(/<polyline class="group dark foreseen"/g)).toHaveLength(
    1,
  );
});
