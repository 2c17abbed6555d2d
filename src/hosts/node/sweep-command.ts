import { resolve } from "node:path";
import type { AdapterInfo, Backend } from "../../compute/backend.ts";
import type { Features } from "../../compute/open-webgpu.ts";
import { DeviceError, messageOf } from "../../errors.ts";
import { onnxGraphs } from "../../onnx/session.ts";
import { type ResolvedSweep, cellInWords } from "../../sweeps/sweep.ts";
import { resultsCsv, resultsParquet } from "../../sweeps/tables.ts";
import {
  type SweepEvent,
  type SweepState,
  storedResults,
  storedSweep,
  sweepState,
} from "../stored-sweep.ts";
import { SweepFolder } from "../sweep-folder.ts";
import { countOf, sweepFigures, sweepReport } from "../sweep-report.ts";
import { featuresFor, openAnnounced } from "./announced-backend.ts";
import { DiskDirectory } from "./disk-directory.ts";
import { ExitCode } from "./exit-code.ts";
import { withFolderLock } from "./folder-lock.ts";
import { openParentWatch } from "./left-behind.ts";
import { loadSweep, naming } from "./load-experiment.ts";
import { holdsStored } from "./out-folder.ts";
import { GRAPHS, LEAVING_MS, isMachinesFault } from "./run-command.ts";
import { openCellProgress, openInterruption, quotedArgument, say } from "./terminal.ts";
import { version } from "./version.ts";

export interface SweepCommandOptions extends Features {
  readonly out: string;
  readonly backend?: AdapterInfo["backend"];
  readonly resume?: boolean;
  readonly tuning?: boolean;
}

interface Place {
  readonly directory: DiskDirectory;
  readonly folder: SweepFolder;
}

/** Runs a sweep into a folder. Returns the exit code of whatever is no error of the user's. */
export async function sweepCommand(name: string, options: SweepCommandOptions): Promise<number> {
  const { out } = options;
  const isThere = await holdsStored(out, options.resume, { file: "sweep.json", what: "sweep" });
  const directory = new DiskDirectory(resolve(out));
  const place = { directory, folder: new SweepFolder(directory) };
  const stored = isThere ? await place.folder.manifest() : null;
  const sweep = await naming(name, () => loadSweep(name));
  sayWhatIsLeftOut(sweep);
  const backend = await openAnnounced(
    options.backend ?? stored?.adapter.backend,
    workOf(sweep),
    featuresFor(options, stored?.adapter),
  );
  try {
    const work = () => execute(name, options, sweep, backend, place);
    return await withFolderLock(out, work, options.resume === true ? LEAVING_MS : 0);
  } finally {
    backend.dispose();
  }
}

function workOf({ cells }: ResolvedSweep): "network" | "closed form" {
  const trains = cells.some(({ experiment: { facts } }) => {
    return facts.kind === "image" || facts.kind === "tokens";
  });
  return trains ? "network" : "closed form";
}

function sayWhatIsLeftOut({ axes, skipped }: ResolvedSweep): void {
  for (const cell of skipped) say(`skipped: ${cellInWords(axes, cell)}: ${cell.reason}`);
}

async function execute(
  name: string,
  { out, tuning = true }: SweepCommandOptions,
  sweep: ResolvedSweep,
  backend: Backend,
  place: Place,
): Promise<number> {
  const { folder } = place;
  const interruption = openInterruption();
  const again = `go on with: npm run ouroboros -- sweep ${quotedArgument(name)} --out ${quotedArgument(out)} --resume`;
  const graphs = onnxGraphs(backend, GRAPHS);
  const now = () => Date.now();
  const isLeftBehind = openParentWatch(now);
  const before = sweepState(sweep, await folder.stories());
  let done = countOf(before);
  const progress = openCellProgress(sweep.cells.length, done);
  try {
    const { signal } = interruption;
    const given = { sweep, backend, graphs, folder, version, now, signal, tuning };
    await naming(name, async () => {
      for await (const event of storedSweep(given)) {
        if (event.kind === "finished") progress.update((done += event.cells.length));
        else if (event.kind === "failed") {
          say(`failed: ${cellInWords(sweep.axes, event.cell)}: ${event.message}`);
        } else if (event.kind !== "begun") {
          progress.update(done + event.cells.length * partOf(event));
        }
        if (isLeftBehind()) interruption.terminate();
      }
    });
  } catch (error) {
    if (!isMachinesFault(error)) throw error;
    progress.stop();
    const hopeless = error instanceof DeviceError && !error.resumable;
    say(`stopped: ${messageOf(error)}; ${hopeless ? "begin in another folder" : again}`);
    return hopeless ? ExitCode.MISTAKE : ExitCode.DEVICE;
  } finally {
    progress.stop();
    await graphs.close();
    interruption.release();
  }
  const state = sweepState(sweep, await folder.stories());
  await writeResults(sweep, place, state);
  say(`${out} holds report.html, figures, results.csv and results.parquet`);
  const code = interruption.code();
  if (state.left.length > 0) {
    const why = code === null ? "the budget is spent" : "stopped, and saved";
    say(`${why}: ${countOf(state)} of ${sweep.cells.length} cells are finished; ${again}`);
    return code ?? ExitCode.DONE;
  }
  if (state.failed.length === 0) return ExitCode.DONE;
  say(`${state.failed.length} of ${sweep.cells.length} cells failed; to try them again, ${again}`);
  return ExitCode.FAILED;
}

/** How much of a batch is done, as far as an event tells. */
function partOf(event: Extract<SweepEvent, { readonly kind: "generation" | "progress" }>): number {
  const { generations } = event.cells[0].experiment;
  if (event.kind === "generation") return (event.generation + 1) / generations;
  // Half of a generation is fitting, as far as a bar can know.
  const share = (event.done / event.total + (event.phase === "fit" ? 0 : 1)) / 2;
  return (event.generation + share) / generations;
}

async function writeResults(
  sweep: ResolvedSweep,
  { directory, folder }: Place,
  state: SweepState,
): Promise<void> {
  const results = await storedResults(sweep, folder);
  await directory.write("results.csv", resultsCsv(results));
  await directory.write("results.parquet", resultsParquet(results));
  const manifest = (await folder.manifest())!;
  const reported = { sweep, manifest, state, results };
  const encoder = new TextEncoder();
  await directory.write("report.html", encoder.encode(sweepReport(reported)));
  for (const { name, svg } of sweepFigures(reported)) {
    await directory.write(`figures/${name}.svg`, encoder.encode(svg));
  }
}
