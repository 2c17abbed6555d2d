import { access, constants, readdir, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { AdapterInfo, Backend } from "../../compute/backend.ts";
import { ConfigError, DeviceError, LabError, messageOf } from "../../errors.ts";
import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import { reportPage } from "../../report/report-page.ts";
import { seriesOf } from "../../report/series.ts";
import { summaryCsv } from "../../report/summary-csv.ts";
import type { Directory } from "../../store/directory.ts";
import { folderRunStore } from "../../store/folder-run-store.ts";
import { mountedDirectory } from "../../store/mounted-directory.ts";
import type { RunManifest, RunStore } from "../../store/run-store.ts";
import { requireSameExperiment } from "../run-identity.ts";
import { onnxGraphs } from "../../onnx/session.ts";
import { requireRoom, storedRun } from "../stored-run.ts";
import { openAnnounced } from "./announced-backend.ts";
import { DiskDirectory, isUnfinished } from "./disk-directory.ts";
import { ExitCode } from "./exit-code.ts";
import { isLock, withFolderLock } from "./folder-lock.ts";
import { loadExperiment, naming } from "./load-experiment.ts";
import { openParentWatch } from "./left-behind.ts";
import { openInterruption, openProgress, quotedArgument, say } from "./terminal.ts";
import { version } from "./version.ts";

/** A process that was told to stop, or whose npm was killed, still saves what it has. */
const LEAVING_MS = 10_000;

/** Nobody gives ONNX Runtime for the web a GPU here. */
const GRAPHS = { provider: "wasm", preferred: false } as const;

/** Nobody needs to plan for less. */
const WORTH_SAYING_BYTES = 2 ** 25;

export interface RunCommandOptions {
  readonly out: string;
  readonly backend?: AdapterInfo["backend"];
  readonly resume?: boolean;
  readonly seed?: number;
  readonly tuning?: boolean;
}

/** The folder of a run, also as a store with that one run. */
interface Folder {
  readonly directory: Directory;
  readonly store: RunStore;
  readonly run: string;
}

/** Runs an experiment into a folder. Returns the exit code of whatever is no error of the user's. */
export async function runCommand(name: string, options: RunCommandOptions): Promise<number> {
  const { out } = options;
  const folder = openFolder(out);
  const stored = await storedManifest(folder, options);
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
  const backend = await openAnnounced(options.backend ?? stored?.adapter.backend, work);
  try {
    const need = await naming(name, () => requireRoom(experiment, backend.adapter, GRAPHS));
    const isLarge = need.buffers >= WORTH_SAYING_BYTES;
    if (isLarge) say(`the run will take about ${mebibytes(need.buffers)} of memory`);
    const work = async () => {
      const stopped = await execute(name, options, experiment, backend, folder);
      if (stopped !== null) return stopped;
      await writeReport(folder, experiment);
      if (isLarge) say(`it took ${mebibytes(backend.peakBytes)} of memory at most`);
      say(`${out} holds report.html, summary.csv and records.jsonl`);
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
      const running = storedRun({ ...given, ...origin });
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
function isMachinesFault(error: unknown): boolean {
  if (error instanceof LabError) return error.code === "device";
  return error instanceof Error && "syscall" in error;
}

function openFolder(out: string): Folder {
  const path = resolve(out);
  const directory = new DiskDirectory(path);
  const slug = basename(path).replaceAll(/[^A-Za-z0-9]+/g, "-");
  const run = slug.replaceAll(/^-+|-+$/g, "").slice(0, 100) || "run";
  return { directory, store: folderRunStore(mountedDirectory(run, directory)), run };
}

/** Null where the run is to begin. Throws a `ConfigError` where the folder is somebody else's. */
async function storedManifest(
  { store, run }: Folder,
  { out, resume = false }: RunCommandOptions,
): Promise<RunManifest | null> {
  const names = await readdir(out).catch(async (error: unknown) => {
    const { code } = error as { readonly code?: unknown };
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR") throw await isFile(resolve(out));
    throw new ConfigError("--out", messageOf(error));
  });
  await requireWritable(resolve(out));
  const content = names.filter((name) => !isUnfinished(name) && !isLock(name));
  if (content.length === 0) return null;
  if (!content.includes("manifest.json")) {
    throw new ConfigError("--out", `${out} holds other files; name an empty folder or a new one`);
  }
  if (!resume) {
    throw new ConfigError(
      "--out",
      `${out} holds a run; add --resume to go on with it, or name another folder`,
    );
  }
  return await store.manifest(run);
}

/** Names what is in the way: a file, or one above the folder that is to be made. */
async function isFile(path: string): Promise<ConfigError> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere && dirname(path) !== path) return await isFile(dirname(path));
  return new ConfigError("--out", `${path} is a file; name a folder`);
}

/** Asks the folder, or the nearest one above it that exists. */
async function requireWritable(path: string): Promise<void> {
  try {
    await access(path, constants.W_OK);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === "ENOENT" && dirname(path) !== path) await requireWritable(dirname(path));
    else throw new ConfigError("--out", `${path} cannot be written to; name another folder`);
  }
}

async function writeReport(
  { directory, store, run }: Folder,
  experiment: ResolvedExperiment,
): Promise<void> {
  const manifest = (await store.manifest(run))!;
  const records = await store.records(run);
  const series = seriesOf(experiment, records);
  const encoder = new TextEncoder();
  await directory.write("summary.csv", encoder.encode(summaryCsv(series)));
  const page = reportPage(manifest, experiment, series, records);
  await directory.write("report.html", encoder.encode(page));
}
