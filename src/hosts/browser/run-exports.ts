import { StoreError } from "../../errors.ts";
import { parentRecords } from "../fork.ts";
import { runReport } from "../run-report.ts";
import type { PageRuns } from "./page-runs.ts";
import type { ExportName, RunId, StoredName } from "./protocol.ts";

/** What is made of a run when somebody asks for it. */
export async function madeOf(
  runs: PageRuns,
  run: RunId,
  file: Exclude<ExportName, StoredName>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { manifest, resolved: experiment } = await runs.stored(run);
  if (file === "experiment.json") {
    return new TextEncoder().encode(`${JSON.stringify(manifest.experiment, null, 2)}\n`);
  }
  const records = await runs.store.records(run);
  if (records.length === 0) throw new StoreError(`${run} has no generation to report of yet`);
  const parent = await parentRecords(runs.directory, run);
  const { summary, page } = runReport(
    { manifest, experiment, records, parent },
    (beside) => `${run}-${beside}`,
  );
  return new TextEncoder().encode(file === "summary.csv" ? summary : page);
}
