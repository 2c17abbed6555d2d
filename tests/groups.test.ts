import { describe, expect, test } from "vitest";
import { drawnPoints } from "../src/datasets/drawn-points.ts";
import { gaussianPair } from "../src/datasets/gaussian-pair.ts";
import { grammar } from "../src/datasets/grammar.ts";
import { readable } from "../src/datasets/followed.ts";
import { memberGroups, vectorGroups } from "../src/groups.ts";
import { namedGroups } from "../src/named-groups.ts";
import { spelled } from "../src/text/tokenizer.ts";

/** The groups of a table by name, each with its rarest members apart. */
function listed(...input: Parameters<typeof memberGroups>) {
  const { groups, members, ends } = memberGroups(...input)!;
  const places = [...members];
  return Object.fromEntries(
    groups.map(({ name }, g) => {
      const first = g === 0 ? 0 : ends[2 * g - 1];
      return [name, [places.slice(first, ends[2 * g]), places.slice(ends[2 * g], ends[2 * g + 1])]];
    }),
  );
}

describe("groups of categories", () => {
  test("are common, middling and rare ones, in whatever order they stand", () => {
    // Sorted: 50 (number 3), 30 (1), 16 (0), 2 (2), 1 (4), 1 (6); number 5 never occurs.
    const counts = Uint32Array.of(16, 30, 2, 50, 1, 0, 1);
    expect(memberGroups(counts, undefined)!.groups).toEqual([
      { name: "common", share: 0.5 },
      { name: "middling", share: 0.46 },
      { name: "rare", share: 0.04 },
    ]);
    // One at least is the rarest, even of few; of equally frequent ones the later.
    expect(listed(counts, undefined)).toEqual({
      common: [[], [3]],
      middling: [[1], [0]],
      rare: [[2, 4], [6]],
    });
  });

  test("the rarest are at most a tenth of their group", () => {
    const counts = [40, 30, 20, 4, 3, 2, 1];
    const named = [
      { name: "all but one", members: [6, 0, 1, 2, 3, 4] },
      { name: "one", members: [5] },
    ];
    // 1 + 3 + 4 of 98 is less than a tenth, and with 20 it is more.
    expect(listed(counts, named)).toEqual({
      "all but one": [
        [0, 1, 2],
        [3, 4, 6],
      ],
      one: [[], [5]],
    });
    expect(memberGroups(counts, named)!.groups[1].share).toBeCloseTo(0.02, 12);
  });

  test("are none where all are alike, or one group has everything", () => {
    expect(memberGroups([1, 1, 1, 1], undefined)).toBeNull();
    expect(memberGroups([2, 1], undefined)).toBeNull();
    expect(memberGroups([0, 2, 1], [{ name: "a", members: [1, 2] }])).toBeNull();
    const named = [
      { name: "never", members: [0] },
      { name: "a", members: [1] },
      { name: "b", members: [2] },
    ];
    expect(memberGroups([0, 2, 1], named)!.groups.map(({ name }) => name)).toEqual(["a", "b"]);
  });
});

describe("groups that the user names", () => {
  const names = readable(spelled(["the", "boat", " boat", "net", "7"]));

  test("by number and by name; the rest is one more", () => {
    expect(namedGroups("", 5, names)).toBeUndefined();
    expect(namedGroups(" sea: boat, net ; first: 1", 5, names)).toEqual([
      { name: "sea", members: [1, 2, 3] },
      { name: "first", members: [0] },
      { name: "others", members: [4] },
    ]);
    expect(namedGroups("all: 1-5", 5, names)).toHaveLength(1);
    expect(namedGroups("low: 2-4 1", 6, null)).toEqual([
      { name: "low", members: [0, 1, 2, 3] },
      { name: "others", members: [4, 5] },
    ]);
  });

  test.each([
    ["a 1-2", "write “name: 3-5 9; other name: 12”, and not “a 1-2”"],
    ["a: ", "write “name: 3-5 9; other name: 12”, and not “a:”"],
    ["a: 1-6", "1-6 is no range within 1 to 5"],
    ["a: 0", "0 is no number from 1 to 5"],
    ["a: 3-2", "3-2 is no range within 1 to 5"],
    ["a: ship", "“ship” is none of the 5 that the data have"],
    ["a: 1-3; b: 3", "number 3 is in “a” and again in “b”"],
    ["a: 1; a: 2", "two groups are called “a”"],
    ["others: 1", "two groups are called “others”"],
    ["a.recall: 1", "“a.recall” has a full stop, which no name of a group may have"],
  ])("%s is refused", (written, message) => {
    expect(() => namedGroups(written, 5, names)).toThrow(`groups: ${message}`);
  });
});

test("drawn points are in the groups that are named", () => {
  const points = [0, 0, 0, 1, 0, 2, 5, 5];
  const facts = (groups: string) => drawnPoints.facts({ points, deviation: 0.1, groups });
  expect(vectorGroups(facts(""))).toBeNull();
  expect(vectorGroups(facts("tail: 3-4; one: 1"))).toEqual({
    groups: [
      { name: "tail", share: 0.5 },
      { name: "one", share: 0.25 },
      { name: "others", share: 0.25 },
    ],
    groupOf: [1, 2, 0, 0],
  });
  expect(() => facts("tail: 5")).toThrow("groups: 5 is no number from 1 to 4");
});

test("sources name their groups", () => {
  const facts = grammar.facts({ dialectShare: 0.2, exponent: 1, length: 16, heldOut: 2 });
  const { groups, members } = memberGroups(facts.frequencies, facts.groups)!;
  expect(groups.map(({ name }) => name)).toEqual(["standard", "dialect"]);
  // Sentences of the dialect are shorter, and some of their words are everybody's.
  expect(groups[1].share).toBeGreaterThan(0.08);
  expect(groups[1].share).toBeLessThan(0.2);
  expect(members).not.toContain(0);

  const pair = (separation: number) =>
    vectorGroups(gaussianPair.facts({ separation, leftWeight: 0.25, deviation: 1, dimensions: 3 }));
  expect(pair(4)!.groups).toEqual([
    { name: "left", share: 0.25 },
    { name: "right", share: 0.75 },
  ]);
  expect(pair(0)).toBeNull();
});
