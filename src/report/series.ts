import { differenceEntries, differencesIn } from "../differences.ts";
import { lineagesTogether } from "../ecosystem.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import { groupTitle, isOfGroup } from "../group-curves.ts";
import type { Histogram } from "../histogram.ts";
import type { GenerationRecord } from "../record.ts";
import { reportsOf } from "../reports.ts";
import { type Summary, summarize, summarizeKnown } from "../statistics.ts";
import type { TheoryCurve } from "../theory/curve.ts";
import { theoryFor } from "../theory/index.ts";

/** What a report shows of one metric. */
export interface MetricSeries {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** "" for a pure number. */
  readonly unit: string;
  /** One for each generation. */
  readonly summaries: readonly Summary[];
  /** Only what makes a line. */
  readonly theory: readonly TheoryCurve[];
}

/** What a report shows of a metric with bins. */
export interface HistogramSeries {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly unit: string;
  readonly bins: Histogram;
  /** What the bins are called, where they are no numbers but classes. */
  readonly names: readonly string[] | null;
  /** By generation and bin, of all lineages together. */
  readonly counts: readonly Float64Array[];
}

/** Every metric of a run that is a histogram. */
export function histogramsOf(
  { metrics, facts }: ResolvedExperiment,
  records: readonly GenerationRecord[],
): HistogramSeries[] {
  return metrics.flatMap(({ plugin: { name, title, summary, unit, bins } }) => {
    const stored = records.map(({ histograms }) => histograms?.[name]);
    if (bins === undefined || stored.length === 0 || stored.includes(undefined)) return [];
    const names = unit === "class" && facts.kind === "image" ? facts.classes : null;
    const counts = stored.map((one) => Float64Array.from(one!));
    return [{ name, title, summary, unit, bins, names, counts }];
  });
}

/** What a fork's metrics have more than those of the run that it comes from. */
export function differencesOf(
  experiment: ResolvedExperiment,
  records: readonly GenerationRecord[],
  parent: readonly GenerationRecord[],
): MetricSeries[] {
  const common = records.slice(0, parent.length);
  const together = lineagesTogether(experiment.interventions);
  const found = common.map((record) => new Map(differencesIn(record, parent, together)));
  return differenceEntries({ ...experiment, generations: common.length }).map(
    ({ name, title, unit, summary, theory }) => ({
      name,
      title,
      unit,
      summary,
      theory,
      summaries: found.map((summaries) => summaries.get(name)!),
    }),
  );
}

/**
 * Every metric of a run that is one number per lineage, over the lineages, and whatever else is
 * reported of it, over those of the lineages that have a value.
 */
export function seriesOf(
  experiment: ResolvedExperiment,
  records: Iterable<GenerationRecord>,
  isFork = false,
): MetricSeries[] {
  const together = lineagesTogether(experiment.interventions);
  const reported = new Map<string, Summary[]>();
  const scalar = experiment.metrics.filter(({ plugin: { bins } }) => bins === undefined);
  const summaries = new Map<string, Summary[]>(scalar.map(({ plugin }) => [plugin.name, []]));
  for (const { metrics, reports = {} } of records) {
    for (const [name, list] of summaries) list.push(summarize(metrics[name] ?? [], together));
    for (const [name, values] of Object.entries(reports)) {
      const list = reported.get(name) ?? [];
      reported.set(name, list);
      list.push(summarizeKnown(values, together));
    }
  }
  // A formula that holds for a single generation of many is no curve beside the measured one.
  const fewest = Math.min(2, experiment.generations);
  const curves = theoryFor(experiment, isFork).filter(
    ({ values }) => values.filter((value) => value !== null).length >= fewest,
  );
  const measured = scalar.map(({ plugin: { name, title, summary, unit } }) => ({
    name,
    title,
    summary,
    unit,
    summaries: summaries.get(name)!,
    theory: curves.filter(({ metric }) => metric === name),
  }));
  const entries = reportsOf(experiment.interventions.map(({ plugin }) => plugin));
  const besides = [...reported].map(([name, list]) => ({
    ...(entries.find((entry) => entry.name === name) ?? {
      title: isOfGroup(name) ? groupTitle(name) : name,
      summary: "",
      unit: "",
    }),
    name,
    summaries: list,
    theory: [],
  }));
  return [...measured, ...besides];
}
