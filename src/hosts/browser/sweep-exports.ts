import { effectsCsv } from "../../report/effects-csv.ts";
import type { ResolvedSweep } from "../../sweeps/sweep.ts";
import { resultsCsv, resultsParquet } from "../../sweeps/tables.ts";
import { storedEffects } from "../stored-effects.ts";
import { storedResults, sweepState } from "../stored-sweep.ts";
import type { SweepFolder, SweepManifest } from "../sweep-folder.ts";
import { sweepReport } from "../sweep-report.ts";
import type { SweepExportName, SweepId } from "./sweep-protocol.ts";

/** A sweep as it is stored. */
interface Stored {
  readonly manifest: SweepManifest;
  readonly sweep: ResolvedSweep;
  readonly folder: SweepFolder;
}

/** What is made of a sweep when somebody asks for it. */
export async function sweepExport(
  id: SweepId,
  { manifest, sweep, folder }: Stored,
  file: SweepExportName,
): Promise<Uint8Array<ArrayBuffer>> {
  const text = (whole: string) => new TextEncoder().encode(whole);
  switch (file) {
    case "sweep.json":
      return text(`${JSON.stringify(manifest.sweep, null, 2)}\n`);
    case "results.csv":
      return new Uint8Array(resultsCsv(await storedResults(sweep, folder)));
    case "results.parquet":
      return new Uint8Array(resultsParquet(await storedResults(sweep, folder)));
    case "effects.csv":
      return text(effectsCsv(sweep, (await storedEffects(sweep, folder)) ?? []));
    case "report.html": {
      const state = sweepState(sweep, await folder.stories());
      const results = await storedResults(sweep, folder);
      return text(sweepReport({ sweep, manifest, state, results }, (beside) => `${id}-${beside}`));
    }
    default:
      return file satisfies never;
  }
}
