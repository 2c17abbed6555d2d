import type { NamedGroup, RealFacts } from "./distribution.ts";

/** Part of the real data that is followed by itself. */
export interface Group {
  readonly name: string;
  /** Of the real distribution. */
  readonly share: number;
}

/**
 * The rarest members of a group are so much of it: of categories and words the least frequent, of a
 * mode what lies farthest out, of a class of images those that are least like the others.
 */
export const RAREST = 0.1;

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

/** The classes of images that there are any of, each with its place among all. */
export function classGroups({
  classes,
  frequencies,
}: Extract<RealFacts, { kind: "image" }>): readonly (Group & { readonly k: number })[] {
  const groups = (classes ?? []).map((name, k) => ({ name, share: frequencies![k], k }));
  return groups.filter(({ share }) => share > 0);
}

/** The groups that are followed, whatever the real data are; none where they have none. */
export function groupsOf(facts: RealFacts): readonly Group[] {
  switch (facts.kind) {
    case "vector":
      return (facts.groups === undefined ? null : vectorGroups(facts))?.groups ?? [];
    case "category":
      return memberGroups(facts.counts, facts.groups)?.groups ?? [];
    case "tokens":
      return memberGroups(facts.frequencies, facts.groups)?.groups ?? [];
    case "image":
      return classGroups(facts);
    default:
      return facts satisfies never;
  }
}

/** Groups of categories or tokens as a table: one behind the other, the rarest of each last. */
export interface MemberGroups {
  readonly groups: readonly Group[];
  /** [M]: their numbers. */
  readonly members: Uint32Array<ArrayBuffer>;
  /** [G, 2]: the places among the members where the rarest of a group begin, and where it ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

/**
 * The groups of categories or tokens that occur so often: those that have names, else the common,
 * the middling and the rare ones. What never occurs belongs to none. Null where there are no groups.
 */
export function memberGroups(
  frequencies: ArrayLike<number>,
  named: readonly NamedGroup[] | undefined,
): MemberGroups | null {
  const groups = (named ?? byFrequency(frequencies))
    .map(({ name, members }) => ({ name, members: ranked(members, frequencies) }))
    .filter(({ members }) => members.length > 0);
  if (groups.length < 2) return null;
  const masses = groups.map(({ members }) => massOf(members, frequencies));
  const whole = masses.reduce((sum, mass) => sum + mass, 0);
  let before = 0;
  const ends = groups.flatMap(({ members }, g) => {
    const first = before + rarestFrom(members, frequencies, masses[g]);
    before += members.length;
    return [first, before];
  });
  return {
    groups: groups.map(({ name }, g) => ({ name, share: masses[g] / whole })),
    members: Uint32Array.from(groups.flatMap(({ members }) => members)),
    ends: Uint32Array.from(ends),
  };
}

/** Where the rarest begin, which together are at most so much of their group; one at least. */
function rarestFrom(
  members: readonly number[],
  frequencies: ArrayLike<number>,
  mass: number,
): number {
  let first = members.length - 1;
  let sum = frequencies[members[first]];
  while (first > 0 && sum + frequencies[members[first - 1]] <= RAREST * mass) {
    first--;
    sum += frequencies[members[first]];
  }
  return first;
}

/** Up to so much of the real distribution is common, and beyond so much rare. */
const COMMON = 0.5;
const RARE = 0.95;

/** Common, middling and rare ones; none where all are equally frequent, or too few. */
function byFrequency(frequencies: ArrayLike<number>): NamedGroup[] {
  const members = ranked(
    Array.from({ length: frequencies.length }, (_, k) => k),
    frequencies,
  );
  if (members.length < 3) return [];
  if (frequencies[members[0]] === frequencies[members.at(-1)!]) return [];
  const whole = massOf(members, frequencies);
  /** How many of the first have at least this share together. */
  const upTo = (share: number) => {
    let sum = 0;
    const place = members.findIndex((k) => (sum += frequencies[k]) >= share * whole);
    return place < 0 ? members.length : place + 1;
  };
  const ends = [0, upTo(COMMON), upTo(RARE), members.length];
  return ["common", "middling", "rare"].map((name, i) => ({
    name,
    members: members.slice(ends[i], ends[i + 1]),
  }));
}

/** Those that occur, the most frequent first; of equally frequent ones the first first. */
function ranked(members: readonly number[], frequencies: ArrayLike<number>): number[] {
  return members
    .filter((k) => frequencies[k] > 0)
    .sort((a, b) => frequencies[b] - frequencies[a] || a - b);
}

function massOf(members: readonly number[], frequencies: ArrayLike<number>): number {
  return members.reduce((sum, k) => sum + frequencies[k], 0);
}
