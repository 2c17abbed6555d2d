import type { RealFacts } from "./distribution.ts";

/** Part of the real data that is followed by itself. */
export interface Group {
  readonly name: string;
  /** Of the real distribution. */
  readonly share: number;
}

export interface VectorGroups {
  readonly groups: readonly Group[];
  /** [K]: the group of each component of the real mixture. */
  readonly groupOf: readonly number[];
}

/** The groups of a real mixture: those that have names, else its components. Null for one alone. */
export function vectorGroups(facts: Extract<RealFacts, { kind: "vector" }>): VectorGroups | null {
  const { joint, marginals, groups: names } = facts;
  // Independent dimensions: components in every combination, the last dimension's fastest.
  const weights =
    joint?.map(({ weight }) => weight) ??
    marginals.reduce<number[]>(
      (before, marginal) =>
        before.flatMap((product) => marginal.map(({ weight }) => product * weight)),
      [1],
    );
  const groupOf = joint === undefined ? weights.map((_, k) => k) : joint.map(({ group }) => group);
  const count = Math.max(...groupOf) + 1;
  if (count === 1) return null;
  const groups = Array.from({ length: count }, (_, g) => ({
    name: names?.[g] ?? `mode ${g + 1}`,
    share: weights.reduce((sum, weight, k) => sum + (groupOf[k] === g ? weight : 0), 0),
  }));
  return { groups, groupOf };
}

/** Neighbouring categories, each up to and without the `end` of its own. */
export interface CategoryGroup extends Group {
  readonly end: number;
}

/** Up to so much of the real distribution is common, and beyond so much rare. */
const COMMON = 0.5;
const RARE = 0.95;

/** Common, middling and rare categories, where they stand in the order of their frequency; else null. */
export function categoryGroups({
  counts,
  total,
}: Extract<RealFacts, { kind: "category" }>): readonly CategoryGroup[] | null {
  if (counts.length < 3 || counts.at(-1) === counts[0]) return null;
  if (counts.some((count, k) => k > 0 && count > counts[k - 1])) return null;
  /** How many of the first categories have at least this share together. */
  const upTo = (share: number) => {
    let sum = 0;
    const place = counts.findIndex((count) => (sum += count) >= share * total);
    return place < 0 ? counts.length : place + 1;
  };
  const ends = [upTo(COMMON), upTo(RARE), counts.length];
  return ["common", "middling", "rare"].flatMap((name, i) => {
    const start = i === 0 ? 0 : ends[i - 1];
    const end = ends[i];
    if (start >= end) return [];
    const share = counts.subarray(start, end).reduce((sum, count) => sum + count, 0) / total;
    return [{ name, share, end }];
  });
}
