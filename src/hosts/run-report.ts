import type { ResolvedExperiment } from "../experiments/experiment.ts";
import type { GenerationRecord } from "../record.ts";
import { reportPage } from "../report/report-page.ts";
import { differencesOf, seriesOf } from "../report/series.ts";
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
  const series = seriesOf(experiment, records);
  const differences = parent.length === 0 ? [] : differencesOf(experiment, records, parent);
  return {
    summary: summaryCsv([...series, ...differences]),
    page: reportPage(manifest, experiment, series, records, differences, named),
  };
}
