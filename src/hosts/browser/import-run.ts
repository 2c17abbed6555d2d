import { StoreError } from "../../errors.ts";
import { checkedExperiment } from "../../experiments/resolve.ts";
import { sha256Of } from "../../sha256.ts";
import { decodeManifest } from "../../store/manifest.ts";
import type { PageRuns } from "./page-runs.ts";
import type { LocalFile, RunId } from "./protocol.ts";

const MANIFEST = /manifest\.json$/;
const RECORDS = /records\.jsonl$/;
/** What stands in where an experiment is given no file has a name that no file has. */
const BUILT_IN = /^<.*>$/;

/**
 * Keeps a run that was made elsewhere, from its manifest, its records, and the files of the user's
 * that it was made with. One that is here already stays as it is. Throws a `StoreError`.
 */
export async function importRun(runs: PageRuns, files: readonly LocalFile[]): Promise<RunId> {
  const { directory, store } = runs;
  const manifestFile = files.find(({ name }) => MANIFEST.test(name));
  const records = files.find(({ name }) => RECORDS.test(name));
  if (manifestFile === undefined || records === undefined) {
    throw new StoreError(
      "several files are a run: take its manifest.json and its records.jsonl together, and an experiment alone",
    );
  }
  const manifest = decodeManifest(manifestFile.bytes, nameIn(manifestFile.bytes));
  const { generations, name } = checkedExperiment(manifest.experiment);
  const own = ownFiles(manifest.files, files);
  const before = await store.manifest(manifest.run).catch(() => null);
  if (before !== null && (await isSame(runs, manifest.run, records.bytes))) return manifest.run;
  const run = before === null ? manifest.run : await runs.newRun(name);
  try {
    for (const { sha256, bytes } of own) await directory.write(`${run}/files/${sha256}`, bytes);
    await directory.write(`${run}/records.jsonl`, records.bytes);
    const { length } = await store.records(run);
    if (length > generations) {
      throw new StoreError(
        `${records.name} has ${length} generations, more than the ${generations} of its manifest`,
      );
    }
    // A folder without a manifest is no run, so it comes last.
    await store.create({ ...manifest, run });
    await runs.stored(run);
    // The list of runs should know how far it is.
    const note = { generation: length - 1, picture: null, secondsEach: null };
    await runs.notes.savePicture(run, note);
    return run;
  } catch (error) {
    await store.remove(run);
    throw error;
  }
}

/** What a run was called where it was made. */
function nameIn(manifest: Uint8Array): RunId {
  const [, name] = /"run": *"([A-Za-z0-9][A-Za-z0-9-]{0,99})"/.exec(
    new TextDecoder().decode(manifest),
  ) ?? ["", "run"];
  return name;
}

async function isSame({ directory }: PageRuns, run: RunId, records: Uint8Array): Promise<boolean> {
  const stored = await directory.read(`${run}/records.jsonl`);
  return stored !== null && sha256Of(stored) === sha256Of(records);
}

/** The files that a run was made with, whatever they are called by now. */
function ownFiles(
  wanted: readonly { readonly name: string; readonly sha256: string }[],
  given: readonly LocalFile[],
) {
  const known = new Map(given.map(({ bytes }) => [sha256Of(bytes), bytes]));
  return wanted
    .filter(({ name }) => !BUILT_IN.test(name))
    .map(({ name, sha256 }) => {
      const bytes = known.get(sha256);
      if (bytes !== undefined) return { sha256, bytes };
      throw new StoreError(`the run was made with "${name}": take that file along as well`);
    });
}
