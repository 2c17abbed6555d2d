/** Who learns from whom among the k models of an ecosystem, as plain data. */
export interface Mixing {
  /** k, neighbours on the lineage axis. */
  readonly members: number;
  readonly topology: Topology;
  /** The share of a pool that comes from other members, where the topology leaves it open. */
  readonly rate: number;
  /** Of the market, by member; none for equal ones. */
  readonly shares: readonly number[];
  /** The generation from which on a member publishes, by member; 0 where there is none. */
  readonly enters: readonly number[];
  /** The generation from which on it does not any more; never where there is none. */
  readonly leaves: readonly number[];
  /** Which part of its pool a member learns from, by member; all of it where there is none. */
  readonly learns: readonly number[];
}

export const TOPOLOGIES = ["island", "ring", "star", "market"] as const;
export type Topology = (typeof TOPOLOGIES)[number];

/**
 * [k][k]: which share of the pool of member i, that generation g + 1 learns from, comes from member
 * j. Rows sum to 1. Who does not publish in generation g is left out; where nobody does, each stays
 * with its own.
 */
export function sharesOf(mixing: Mixing, generation: number): number[][] {
  const { members: k, enters, leaves } = mixing;
  const publishes = Array.from(
    { length: k },
    (_, j) => generation >= (enters[j] ?? 0) && generation < (leaves[j] ?? Infinity),
  );
  return Array.from({ length: k }, (_, i) => {
    const wanted = Array.from({ length: k }, (_, j) => wantedShare(mixing, i, j));
    const heard = wanted.map((share, j) => (publishes[j] ? share : 0));
    const sum = heard.reduce((total, share) => total + share, 0);
    if (sum > 0) return heard.map((share) => share / sum);
    const others = publishes.filter(Boolean).length;
    return publishes.map((one, j) => (others > 0 ? (one ? 1 / others : 0) : j === i ? 1 : 0));
  });
}

function wantedShare({ members: k, topology, rate, shares }: Mixing, i: number, j: number): number {
  if (k === 1) return 1;
  if (topology === "market") {
    const sum = shares.reduce((total, share) => total + share, 0);
    const bought = sum > 0 ? (shares[j] ?? 0) / sum : 1 / k;
    return (i === j ? 1 - rate : 0) + rate * bought;
  }
  if (i === j) return 1 - rate;
  if (topology === "island") return rate / (k - 1);
  if (topology === "ring") {
    const neighbours = new Set([(i + 1) % k, (i + k - 1) % k]);
    return neighbours.has(j) ? rate / neighbours.size : 0;
  }
  // Of a star the first one is the hub: it hears all, and the others hear it.
  if (i === 0) return rate / (k - 1);
  return j === 0 ? rate : 0;
}

/** Rows that one member takes from another: `count` of them from `start` on, around the end. */
export interface Portion {
  readonly start: number;
  readonly count: number;
}

/**
 * [k][k]: what member i takes of the `rows` that member j publishes. Exact counts that sum to the
 * part of `rows` that it learns from; no two members take the same row as long as there are enough.
 */
export function portionsOf(
  shares: readonly (readonly number[])[],
  rows: number,
  learns: readonly number[] = [],
): Portion[][] {
  const taken = shares.map(() => 0);
  const k = shares.length;
  // Counted from oneself on, so that what is left over goes the same way for everybody.
  const counts = shares.map((row, i) => {
    const learned = Math.max(1, Math.round((learns[i] ?? 1) * rows));
    const turned = apportioned([...row.slice(i), ...row.slice(0, i)], learned);
    return row.map((_, j) => turned[(j - i + k) % k]);
  });
  return counts.map((row) =>
    row.map((count, j) => {
      const start = taken[j] % rows;
      taken[j] += count;
      return { start, count };
    }),
  );
}

/** Whole numbers in proportion to shares, with the given sum: by largest remainders. */
function apportioned(shares: readonly number[], sum: number): number[] {
  const exact = shares.map((share) => share * sum);
  const counts = exact.map((count) => Math.floor(count + 1e-9));
  const order = exact.map((_, j) => j).sort((a, b) => rest(b) - rest(a) || a - b);
  function rest(j: number): number {
    return exact[j] - counts[j];
  }
  let left = sum - counts.reduce((total, count) => total + count, 0);
  for (const j of order) {
    if (left <= 0) break;
    counts[j]++;
    left--;
  }
  return counts;
}

/** How many rows two portions of the same `rows` have in common. */
export function overlapOf(one: Portion, other: Portion, rows: number): number {
  let common = 0;
  for (const a of pieces(one, rows)) {
    for (const b of pieces(other, rows)) {
      common += Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
    }
  }
  return common;
}

function pieces({ start, count }: Portion, rows: number) {
  const end = start + count;
  if (end <= rows) return [{ start, end }];
  return [
    { start, end: rows },
    { start: 0, end: end - rows },
  ];
}

/** How many neighbouring lineages depend on each other: the members of an ecosystem, or 1. */
export function lineagesTogether(interventions: readonly Exchanging[]): number {
  const exchange = interventions.find(({ plugin }) => plugin.name === "exchange");
  return exchange === undefined ? 1 : (exchange.config["members"] as number);
}

interface Exchanging {
  readonly plugin: { readonly name: string };
  readonly config: Readonly<Record<string, unknown>>;
}
