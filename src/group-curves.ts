import { someGenerations } from "./histogram.ts";
import type { GenerationRecord } from "./record.ts";
import { summarizeKnown } from "./statistics.ts";

/** What became of one group of the real data. */
export interface GroupCurve {
  readonly name: string;
  /** Means over lineages, of what the models drew. */
  readonly shares: readonly number[];
  /** Shares of lineages in which any of it is still there. */
  readonly survival: readonly number[];
}

export interface GroupCurves {
  /** Those that the curves have points for. */
  readonly generations: readonly number[];
  readonly groups: readonly GroupCurve[];
}

const GROUP = "group.";
/** Of a group of categories: the share of its members that are alive. */
const ALIVE = ".alive";
const MAX_POINTS = 400;

/** Whether a report's name, such as "group.rare", is about a group, which has curves of its own. */
export function isOfGroup(report: string): boolean {
  return report.startsWith(GROUP);
}

/** A report's name, such as "group.rare.alive", as people read it. */
export function groupTitle(report: string): string {
  const isAlive = report.endsWith(ALIVE);
  const name = report.slice(GROUP.length, isAlive ? -ALIVE.length : undefined);
  return isAlive ? `Group ${name}, alive` : `Group ${name}`;
}

/** The groups of a run, as its records have them; null where they have none. */
export function groupCurvesOf(records: readonly GenerationRecord[]): GroupCurves | null {
  const names = Object.keys(records[0]?.reports ?? {}).filter(
    (name) => isOfGroup(name) && !name.endsWith(ALIVE),
  );
  if (names.length === 0) return null;
  const generations = someGenerations(records.length, MAX_POINTS);
  const valuesAt = (name: string, g: number) => Array.from(records[g].reports?.[name] ?? []);
  const groups = names.map((name) => ({
    name: name.slice(GROUP.length),
    shares: generations.map((g) => summarizeKnown(valuesAt(name, g)).mean),
    survival: generations.map((g) => aliveIn(valuesAt(name, g))),
  }));
  return { generations, groups };
}

/** What is nowhere is extinct; a lineage without a value says nothing. */
function aliveIn(shares: readonly number[]): number {
  const known = shares.filter((share) => !Number.isNaN(share));
  return known.filter((share) => share > 0).length / known.length;
}
