import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { ConfigError } from "../../errors.ts";
import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import { resolveExperiment } from "../../experiments/resolve.ts";
import { onnxGraphs } from "../../onnx/session.ts";
import type { GenerationRecord } from "../../record.ts";
import { mountedDirectory } from "../../store/mounted-directory.ts";
import { settingPath, withSetting } from "../../sweeps/setting-path.ts";
import { PARENT_RECORDS, type Replaying, fork, keepParentRecords } from "../fork.ts";
import { namedFiles } from "../run-identity.ts";
import { requireRoom } from "../stored-run.ts";
import { featuresFor, openAnnounced } from "./announced-backend.ts";
import { isUnfinished } from "./disk-directory.ts";
import { isLock, withFolderLock } from "./folder-lock.ts";
import { naming, readJson, readText } from "./load-experiment.ts";
import { holdsStored } from "./out-folder.ts";
import { GRAPHS, runCommand } from "./run-command.ts";
import { openFolder } from "./run-folder.ts";
import { openInterruption, openReplayProgress, quotedArgument, say } from "./terminal.ts";
import { version } from "./version.ts";

/** In the folder of a fork: what it goes on with. */
const EXPERIMENT = "experiment.json";
const RUN = { file: "manifest.json", what: "run" } as const;

export interface ForkCommandOptions {
  readonly at: number;
  readonly out: string;
  /** A file with the keys of the experiment that change. */
  readonly change?: string;
  /** "$.path=json", each. */
  readonly set?: readonly string[];
}

/** Goes on with a stored run from one of its generations, with a change. Returns the exit code. */
export async function forkCommand(name: string, options: ForkCommandOptions): Promise<number> {
  const { at, out } = options;
  const parent = openFolder(name);
  const stored = await parent.store.manifest(parent.run);
  if (stored === null) throw new ConfigError("", `${name} holds no run; name the folder of one`);
  await requireEmpty(out);
  const changed = await withAbsoluteFiles(await changedExperiment(stored.experiment, options));
  const before = await resolved(await withAbsoluteFiles(stored.experiment));
  const experiment = await resolved(changed);
  const folder = openFolder(out);
  const backend = await openAnnounced(
    stored.adapter.backend,
    "closed form",
    featuresFor({}, stored.adapter),
  );
  const graphs = onnxGraphs(backend, GRAPHS);
  const keep = async (records: readonly GenerationRecord[]) => {
    const directory = mountedDirectory(folder.run, folder.directory);
    await keepParentRecords(directory, folder.run, records);
    const text = `${JSON.stringify(changed, null, 2)}\n`;
    await folder.directory.write(EXPERIMENT, new TextEncoder().encode(text));
  };
  const given = { parent: { ...parent, experiment: before }, generation: at, experiment };
  const machine = { backend, graphs, version, now: () => Date.now() };
  const interruption = openInterruption();
  const progress = openReplayProgress();
  const onReplay = async (replaying: Replaying) => {
    progress.update(replaying);
    // Lets a signal in.
    await setImmediate();
  };
  const told = { signal: interruption.signal, onReplay };
  try {
    await requireRoom(experiment, backend.adapter, GRAPHS);
    const forking = { ...given, ...machine, ...told, fork: folder, resolve: resolved, keep };
    await withFolderLock(out, () => naming(name, () => fork(forking)));
  } catch (error) {
    const code = interruption.code();
    if (code === null) throw error;
    progress.stop();
    say("stopped before the fork had begun; nothing of it is kept");
    return code;
  } finally {
    progress.stop();
    interruption.release();
    await graphs.close();
    backend.dispose();
  }
  say(`generations 0 to ${at} are those of ${name}`);
  const code = interruption.code();
  if (code !== null) {
    const words = [join(out, EXPERIMENT), "--out", out].map(quotedArgument).join(" ");
    say(`stopped; go on with: npm run ouroboros -- run ${words} --resume`);
    return code;
  }
  return await runCommand(join(out, EXPERIMENT), { out, resume: true });
}

/** Throws a `ConfigError` where a folder holds anything but what a fork that was killed has left. */
async function requireEmpty(out: string): Promise<void> {
  const names: readonly string[] = await readdir(out).catch(() => []);
  if (names.includes(PARENT_RECORDS) && !names.includes(RUN.file)) return;
  if (names.some((name) => !isUnfinished(name) && !isLock(name))) {
    throw new ConfigError("--out", `${out} is not empty; name an empty folder or a new one`);
  }
  await holdsStored(out, false, RUN);
}

/** The experiment of a run with what the user wants otherwise; files by paths that hold anywhere. */
async function changedExperiment(
  experiment: object,
  { change, set = [] }: ForkCommandOptions,
): Promise<object> {
  if (change === undefined && set.length === 0) {
    throw new ConfigError("", "name what changes by --change or --set");
  }
  const keys = change === undefined ? {} : await naming(change, () => readJson(change));
  if (typeof keys !== "object" || keys === null || Array.isArray(keys)) {
    throw new ConfigError("--change", `${change} has to hold an object, the keys that change`);
  }
  let changed: unknown = { ...experiment, ...keys };
  for (const words of set) {
    const at = words.indexOf("=");
    if (at < 0) throw new ConfigError("--set", `expected "$.path=value", found "${words}"`);
    changed = withSetting(changed, settingPath(words.slice(0, at)), valueOf(words.slice(at + 1)));
  }
  return changed as object;
}

/** Names of files as they hold wherever the experiment lies. */
async function withAbsoluteFiles(experiment: object): Promise<object> {
  return namedFiles(await resolved(experiment)).reduce<unknown>(
    (whole, { path, content }) => withSetting(whole, settingPath(path), resolve(content.name)),
    experiment,
  ) as object;
}

/** JSON, or else a word as it stands. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Files are named from where one stands. */
async function resolved(experiment: object): Promise<ResolvedExperiment> {
  return await resolveExperiment(experiment, (path) => readText(resolve(path)));
}
