import { someGenerations } from "./histogram.ts";
import type { GenerationRecord } from "./record.ts";
import { summarizeKnown } from "./statistics.ts";

/** What became of one group of the real data. */
export interface GroupCurve {
  readonly name: string;
  /** Means over lineages, of what the models drew. */
  readonly shares: readonly number[];
  /** Shares of lineages in which it is not extinct yet. */
  readonly survival: readonly number[];
  /** Means over lineages, of its rarest members that are still drawn; null where nobody can tell. */
  readonly recall: readonly number[] | null;
  readonly extinction: Extinction;
}

/** When a group of a lineage is gone. */
export interface Extinction {
  readonly lineages: number;
  /** Lineages in which it is extinct; in the others it lives as long as they are followed. */
  readonly extinct: number;
  /** Those of them in which it is drawn again later. */
  readonly returned: number;
  /** The first generation in which it is extinct in half of the lineages; null where there is none. */
  readonly median: number | null;
}

export interface GroupCurves {
  /** Those that the curves have points for. */
  readonly generations: readonly number[];
  readonly groups: readonly GroupCurve[];
}

/** What reports of groups begin with. */
export const GROUP = "group.";
/** Of a group of categories or words: the share of its members that are alive. */
export const ALIVE = ".alive";
/** Of any group: the share of its rarest members that are. */
export const RECALL = ".recall";
const MAX_POINTS = 400;
/** A product of so many fractions may miss a half by so much. */
const ROUNDING = 1e-9;

/** Whether a report's name, such as "group.rare", is about a group, which has curves of its own. */
export function isOfGroup(report: string): boolean {
  return report.startsWith(GROUP);
}

const ENDINGS = { [ALIVE]: "alive", [RECALL]: "recall of rare members" };

/** A report's name, such as "group.rare.alive", as people read it. */
export function groupTitle(report: string): string {
  const ending = Object.entries(ENDINGS).find(([end]) => report.endsWith(end));
  const name = report.slice(GROUP.length, ending && -ending[0].length);
  return ending === undefined ? `Group ${name}` : `Group ${name}, ${ending[1]}`;
}

/** The groups of a run, as its records have them; null where they have none. */
export function groupCurvesOf(records: readonly GenerationRecord[]): GroupCurves | null {
  const reports = Object.keys(records[0]?.reports ?? {}).filter(isOfGroup);
  const names = reports.filter((name) => !name.endsWith(ALIVE) && !name.endsWith(RECALL));
  if (names.length === 0) return null;
  const generations = someGenerations(records.length, MAX_POINTS);
  const valuesOf = (name: string, g: number) => records[g].reports?.[name] ?? [];
  const means = (name: string) => generations.map((g) => summarizeKnown(valuesOf(name, g)).mean);
  const groups = names.map((name) => {
    const { survival, extinction } = extinctionOf(records.map((_, g) => valuesOf(name, g)));
    const recall = reports.includes(name + RECALL) ? means(name + RECALL) : [];
    return {
      name: name.slice(GROUP.length),
      shares: means(name),
      survival: generations.map((g) => survival[g]),
      recall: recall.every(Number.isNaN) ? null : recall,
      extinction,
    };
  });
  return { generations, groups };
}

/**
 * When each lineage's share is 0 for the first time, `shares[g]` being those of a generation: the
 * product limit of Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452. A lineage is followed until
 * it is extinct, has no value, or the records end.
 */
export function extinctionOf(shares: readonly ArrayLike<number>[]): {
  /** By generation. */
  readonly survival: readonly number[];
  readonly extinction: Extinction;
} {
  const lineages = shares[0].length;
  const isFollowed = Array.from({ length: lineages }, () => true);
  const isExtinct = Array.from({ length: lineages }, () => false);
  const hasReturned = Array.from({ length: lineages }, () => false);
  let surviving = 1;
  const survival = shares.map((values) => {
    let [atRisk, dying] = [0, 0];
    for (let l = 0; l < lineages; l++) {
      if (isExtinct[l] && values[l] > 0) hasReturned[l] = true;
      if (!(values[l] >= 0)) isFollowed[l] = false;
      if (!isFollowed[l]) continue;
      atRisk++;
      if (values[l] > 0) continue;
      dying++;
      isExtinct[l] = true;
      isFollowed[l] = false;
    }
    if (atRisk > 0) surviving *= 1 - dying / atRisk;
    return surviving;
  });
  const half = survival.findIndex((share) => share < 0.5 + ROUNDING);
  const extinction = {
    lineages,
    extinct: isExtinct.filter(Boolean).length,
    returned: hasReturned.filter(Boolean).length,
    median: half === -1 ? null : half,
  };
  return { survival, extinction };
}
