import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ConfigError } from "../../errors.ts";
import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import { resolveExperiment } from "../../experiments/resolve.ts";
import { mountedDirectory } from "../../store/mounted-directory.ts";
import { settingPath, withSetting } from "../../sweeps/setting-path.ts";
import { fork, keepParentRecords } from "../fork.ts";
import { filesOf } from "../run-identity.ts";
import { requireRoom } from "../stored-run.ts";
import { featuresFor, openAnnounced } from "./announced-backend.ts";
import { withFolderLock } from "./folder-lock.ts";
import { naming, readJson, readText } from "./load-experiment.ts";
import { runCommand } from "./run-command.ts";
import { openFolder } from "./run-folder.ts";
import { say } from "./terminal.ts";
import { version } from "./version.ts";

/** In the folder of a fork: what it goes on with. */
const EXPERIMENT = "experiment.json";

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
  const content = await readdir(out).catch(() => []);
  if (content.length > 0) {
    throw new ConfigError("--out", `${out} is not empty; name an empty folder or a new one`);
  }
  const changed = await withAbsoluteFiles(await changedExperiment(stored.experiment, options));
  const folder = openFolder(out);
  const backend = await openAnnounced(
    stored.adapter.backend,
    "closed form",
    featuresFor({}, stored.adapter),
  );
  try {
    const before = await resolved(stored.experiment);
    const experiment = await resolved(changed);
    await requireRoom(experiment, backend.adapter);
    await withFolderLock(
      out,
      () =>
        naming(name, () =>
          fork({
            parent: { ...parent, experiment: before },
            generation: at,
            experiment,
            fork: folder,
            backend,
            version,
            now: () => Date.now(),
          }),
        ),
      0,
    );
  } finally {
    backend.dispose();
  }
  const encoder = new TextEncoder();
  await folder.directory.write(EXPERIMENT, encoder.encode(`${JSON.stringify(changed, null, 2)}\n`));
  const records = await parent.store.records(parent.run);
  await keepParentRecords(mountedDirectory(folder.run, folder.directory), folder.run, records);
  say(`generations 0 to ${at} are those of ${name}`);
  return await runCommand(join(out, EXPERIMENT), { out, resume: true });
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

/** Names of files as they hold wherever the experiment lies: settings that name one say so. */
async function withAbsoluteFiles(experiment: object): Promise<object> {
  const names = new Set(filesOf(await resolved(experiment)).map(({ name }) => name));
  return JSON.parse(
    JSON.stringify(experiment, (_key, value: unknown) =>
      typeof value === "string" && names.has(value) ? resolve(value) : value,
    ),
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
