import type { GenerationRecord } from "./record.ts";
import { type Summary, summarize } from "./statistics.ts";
import type { TheoryCurve } from "./theory/curve.ts";

interface Measured {
  readonly metrics: readonly {
    readonly plugin: {
      readonly name: string;
      readonly title: string;
      readonly unit: string;
      readonly bins?: object;
    };
  }[];
  readonly generations: number;
}

/** A metric of a fork less that of the run that it comes from, for charts and tables. */
export interface DifferenceEntry {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly summary: string;
  readonly bins: null;
  /** No difference at all. */
  readonly theory: readonly TheoryCurve[];
}

export function differenceEntries({ metrics, generations }: Measured): DifferenceEntry[] {
  return metrics
    .filter(({ plugin: { bins } }) => bins === undefined)
    .map(({ plugin: { name, title, unit } }) => ({
      name: `${name}.difference`,
      title: `${title}, difference`,
      unit,
      summary: "This run less the one that it comes from, lineage by lineage.",
      bins: null,
      theory: [
        {
          metric: `${name}.difference`,
          title: "no effect",
          source: "the same random numbers in both",
          statistic: "mean" as const,
          values: Array.from({ length: generations }, () => 0),
        },
      ],
    }));
}

/**
 * What a generation's metrics have more than those of the run that it comes from, lineage by
 * lineage, by the names of `differenceEntries`. Equal random numbers cancel, so that a small effect
 * shows. Nothing for a generation that the other has not.
 * See `summarize` for `together`.
 */
export function differencesIn(
  { generation, metrics }: GenerationRecord,
  parent: readonly GenerationRecord[],
  together = 1,
): readonly (readonly [name: string, Summary])[] {
  const before = parent[generation]?.metrics;
  if (before === undefined) return [];
  return Object.entries(metrics).map(([name, values]) => {
    const others = before[name] ?? [];
    // What is infinite in both does not differ.
    const less = Array.from(values, (x, l) => (x === others[l] ? 0 : x - others[l]));
    return [`${name}.difference`, summarize(less, together)] as const;
  });
}
