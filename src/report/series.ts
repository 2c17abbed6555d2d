import type { ResolvedExperiment } from "../experiments/experiment.ts";
import type { GenerationRecord } from "../record.ts";
import { type Summary, summarize } from "../statistics.ts";
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

/** Every metric of a run that is one number per lineage, over the lineages. */
export function seriesOf(
  experiment: ResolvedExperiment,
  records: Iterable<GenerationRecord>,
): MetricSeries[] {
  const scalar = experiment.metrics.filter(({ plugin: { bins } }) => bins === undefined);
  const summaries = new Map<string, Summary[]>(scalar.map(({ plugin }) => [plugin.name, []]));
  for (const { metrics } of records) {
    for (const [name, list] of summaries) list.push(summarize(metrics[name] ?? []));
  }
  // A formula that holds for a single generation of many is no curve beside the measured one.
  const fewest = Math.min(2, experiment.generations);
  const curves = theoryFor(experiment).filter(
    ({ values }) => values.filter((value) => value !== null).length >= fewest,
  );
  return scalar.map(({ plugin: { name, title, summary, unit } }) => ({
    name,
    title,
    summary,
    unit,
    summaries: summaries.get(name)!,
    theory: curves.filter(({ metric }) => metric === name),
  }));
}
