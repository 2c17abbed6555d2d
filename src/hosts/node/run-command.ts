import type { AdapterInfo, Backend, Compiled } from "../../compute/backend.ts";
import type { Features } from "../../compute/open-webgpu.ts";
import { DeviceError, LabError, messageOf } from "../../errors.ts";
import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import { mountedDirectory } from "../../store/mounted-directory.ts";
import { parentRecords } from "../fork.ts";
import { requireSameExperiment } from "../run-identity.ts";
import { runFigures, runReport } from "../run-report.ts";
import { onnxGraphs } from "../../onnx/session.ts";
import { requireRoom, storedRun } from "../stored-run.ts";
import { featuresFor, openAnnounced } from "./announced-backend.ts";
import { ExitCode } from "./exit-code.ts";
import { withFolderLock } from "./folder-lock.ts";
import { loadExperiment, naming } from "./load-experiment.ts";
import { openParentWatch } from "./left-behind.ts";
import { holdsStored } from "./out-folder.ts";
import { type Folder, openFolder } from "./run-folder.ts";
import { openInterruption, openProgress, quotedArgument, say } from "./terminal.ts";
import { version } from "./version.ts";

/** A process that was told to stop, or whose npm was killed, still saves what it has. */
export const LEAVING_MS = 10_000;

/** Nobody gives ONNX Runtime for the web a GPU here. */
export const GRAPHS = { provider: "wasm", preferred: false } as const;

/** Nobody needs to plan for less. */
const WORTH_SAYING_BYTES = 2 ** 25;

export interface RunCommandOptions extends Features {
  readonly out: string;
  readonly backend?: AdapterInfo["backend"];
  readonly resume?: boolean;
  readonly seed?: number;
  readonly tuning?: boolean;
}

/** Runs an experiment into a folder. Returns the exit code of whatever is no error of the user's. */
export async function runCommand(name: string, options: RunCommandOptions): Promise<number> {
  const { out } = options;
  const folder = openFolder(out);
  const isThere = await holdsStored(out, options.resume, { file: "manifest.json", what: "run" });
  const stored = isThere ? await folder.store.manifest(folder.run) : null;
  const storedSeed = stored?.seedFrom === undefined ? undefined : stored.experiment.seed;
  const seed = options.seed ?? storedSeed;
  const experiment = await naming(name, () => loadExperiment(name, seed));
  if (stored !== null) {
    await naming(name, async () => requireSameExperiment(stored, experiment));
    if ((await folder.store.length(folder.run)) >= experiment.generations) {
      await writeReport(folder, experiment);
      say(`${out} is finished: nothing is left to do`);
      return ExitCode.DONE;
    }
  }
  const { kind } = experiment.facts;
  const work = kind === "image" || kind === "tokens" ? "network" : "closed form";
  const backend = await openAnnounced(
    options.backend ?? stored?.adapter.backend,
    work,
    featuresFor(options, stored?.adapter),
  );
  try {
    const need = await naming(name, () => requireRoom(experiment, backend.adapter, GRAPHS));
    const isLarge = need.buffers >= WORTH_SAYING_BYTES;
    if (isLarge) say(`the run will take about ${mebibytes(need.buffers)} of memory`);
    const work = async () => {
      const stopped = await execute(name, options, experiment, backend, folder);
      if (stopped !== null) return stopped;
      await writeReport(folder, experiment);
      if (isLarge) say(`it took ${mebibytes(backend.peakBytes)} of memory at most`);
      say(`${out} holds report.html, figures, summary.csv and records.jsonl`);
      return ExitCode.DONE;
    };
    return await withFolderLock(out, work, options.resume === true ? LEAVING_MS : 0);
  } finally {
    backend.dispose();
  }
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString("en")} MiB`;
}

/** Null when all generations are there, else the exit code of what stopped it. */
async function execute(
  name: string,
  { out, seed, tuning = true }: RunCommandOptions,
  experiment: ResolvedExperiment,
  backend: Backend,
  { store, run }: Folder,
): Promise<number | null> {
  const interruption = openInterruption();
  const progress = openProgress(experiment.generations);
  const again = `go on with: npm run ouroboros -- run ${quotedArgument(name)} --out ${quotedArgument(out)} --resume`;
  const { signal } = interruption;
  const graphs = onnxGraphs(backend, GRAPHS);
  let done = 0;
  try {
    await naming(name, async () => {
      const now = () => Date.now();
      const origin = seed === undefined ? {} : { seedFrom: "command line" as const };
      const given = { experiment, backend, graphs, store, run, version, now, signal, tuning };
      const onCompiled = (compiled: Compiled) => progress.compiled(compiled);
      const running = storedRun({ ...given, ...origin, onCompiled, onNotice: say });
      const isLeftBehind = openParentWatch(now);
      for await (const event of running) {
        if (event.kind === "progress") progress.within(event);
        else progress.update((done = event.record.generation + 1));
        if (isLeftBehind()) interruption.terminate();
      }
    });
  } catch (error) {
    if (!isMachinesFault(error)) throw error;
    progress.stop();
    if (error instanceof DeviceError && !error.resumable) {
      say(`stopped: ${messageOf(error)}, and begin in another folder`);
      return ExitCode.MISTAKE;
    }
    say(`stopped: ${messageOf(error)}; ${again}`);
    return ExitCode.DEVICE;
  } finally {
    progress.stop();
    await graphs.close();
    interruption.release();
  }
  const code = interruption.code();
  if (code === null || done === experiment.generations) return null;
  say(
    `stopped ${done === 0 ? "in generation 0" : `after generation ${done - 1}`}, and saved; ${again}`,
  );
  return code;
}

/** A lost device or a full disk: the run can go on once that is mended. */
export function isMachinesFault(error: unknown): boolean {
  if (error instanceof LabError) return error.code === "device";
  return error instanceof Error && "syscall" in error;
}

async function writeReport(folder: Folder, experiment: ResolvedExperiment): Promise<void> {
  const { directory, store, run } = folder;
  const manifest = (await store.manifest(run))!;
  const records = await store.records(run);
  // The folder of a fork has the records of the run that it comes from.
  const parent = await parentRecords(mountedDirectory(run, directory), run);
  const { summary, page } = runReport({ manifest, experiment, records, parent });
  const encoder = new TextEncoder();
  await directory.write("summary.csv", encoder.encode(summary));
  await directory.write("report.html", encoder.encode(page));
  for (const { name, svg } of runFigures({ manifest, experiment, records })) {
    await directory.write(`figures/${name}.svg`, encoder.encode(svg));
  }
}
