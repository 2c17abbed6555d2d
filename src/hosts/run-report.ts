import type { ResolvedExperiment } from "../experiments/experiment.ts";
import type { GenerationRecord } from "../record.ts";
import { isOfGroup } from "../group-curves.ts";
import { groupFiles, histogramFile, metricFile } from "../report/figure-file.ts";
import { reportPage } from "../report/report-page.ts";
import { differencesOf, histogramsOf, seriesOf } from "../report/series.ts";
import { summaryCsv } from "../report/summary-csv.ts";
import type { RunManifest } from "../store/run-store.ts";

/** A run, and what its report is made of. */
export interface Reported {
  readonly manifest: RunManifest;
  readonly experiment: ResolvedExperiment;
  readonly records: readonly GenerationRecord[];
  /** Of the run that a fork comes from; else nothing. */
  readonly parent: readonly GenerationRecord[];
}

/** What a run comes to, as a table and as a page; `named` says what files beside it are called. */
export function runReport(
  { manifest, experiment, records, parent }: Reported,
  named?: (file: string) => string,
): { readonly summary: string; readonly page: string } {
  const series = seriesOf(experiment, records, manifest.parent !== undefined);
  const differences = parent.length === 0 ? [] : differencesOf(experiment, records, parent);
  return {
    summary: summaryCsv([...series, ...differences]),
    page: reportPage(manifest, experiment, series, records, differences, named),
  };
}

/** The figures of a run, each as an SVG file by the name of its metric. */
export function runFigures({ manifest, experiment, records }: Omit<Reported, "parent">): {
  readonly name: string;
  readonly svg: string;
}[] {
  const lines = seriesOf(experiment, records, manifest.parent !== undefined)
    .filter(({ name }) => !isOfGroup(name))
    .map((series) => ({ name: series.name, svg: metricFile(series, manifest) }));
  const bins = histogramsOf(experiment, records).map((series) => ({
    name: series.name,
    svg: histogramFile(series, manifest),
  }));
  return [...lines, ...bins, ...groupFiles(experiment, records, manifest)];
}
