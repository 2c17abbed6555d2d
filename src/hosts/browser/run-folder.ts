import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import type { RealFacts } from "../../distribution.ts";
import { StoreError } from "../../errors.ts";
import { sha256Of } from "../../sha256.ts";
import type { Directory } from "../../store/directory.ts";
import type { RunManifest, RunStore } from "../../store/run-store.ts";
import { reportsOf } from "../../reports.ts";
import { differenceEntries } from "../../differences.ts";
import { knownGroups } from "../../theory/group-survival.ts";
import { theoryFor } from "../../theory/index.ts";
import { filesOf } from "../run-identity.ts";
import { adapterInWords } from "../sweep-folder.ts";
import type { PageNotes } from "./page-notes.ts";
import type { LocalFile, RunDescription, RunId, StoredRunEntry } from "./protocol.ts";
import { lockedRuns } from "./run-lock.ts";

/** As many as the engine exhibits of a generation. */
const SHOWN_TEXTS = 12;
const SHOWN_IMAGES = 36;

/** Keeps copies of the user's files, so that a run can go on after a reload. */
export async function keepFiles(
  directory: Directory,
  run: RunId,
  experiment: ResolvedExperiment,
): Promise<void> {
  for (const { sha256, bytes } of filesOf(experiment)) {
    await directory.write(`${run}/files/${sha256}`, bytes);
  }
}

/** Reads a file of a stored run back, and does not take another one for it. */
export async function keptFile(
  directory: Directory,
  { run, files }: Pick<RunManifest, "run" | "files">,
  name: string,
): Promise<Uint8Array> {
  const file = files.find((candidate) => candidate.name === name);
  const bytes = file && (await directory.read(`${run}/files/${file.sha256}`));
  if (file === undefined || bytes === null || bytes === undefined) {
    throw new StoreError(`the copy of "${name}" is gone; start another run with the file`);
  }
  if (sha256Of(bytes) !== file.sha256) {
    throw new StoreError(`the copy of "${name}" has changed; start another run with the file`);
  }
  return bytes;
}

/** Reads files that the page has, and the copies of a stored run in place of others. */
export function fileReader(
  directory: Directory,
  files: readonly LocalFile[],
  before: RunManifest | null,
): (name: string) => Promise<Uint8Array> {
  return async (name) => {
    const file = files.find((candidate) => candidate.name === name);
    if (file !== undefined) return file.bytes;
    const isKept = before?.files.some((kept) => kept.name === name) === true;
    if (isKept) return await keptFile(directory, before, name);
    throw new StoreError("the page has no such file; pick it again");
  };
}

export function describeRun(
  run: RunId,
  resolved: ResolvedExperiment,
  memoryBytes: number | null,
  parent: RunDescription["parent"] = null,
): RunDescription {
  const { experiment, metrics, facts, lineages, generations, samples } = resolved;
  // A curve of one point is no curve.
  const theory = theoryFor(resolved, parent !== null).filter(
    ({ values }) => values.filter((value) => value !== null).length > 1,
  );
  return {
    run,
    title: experiment.title ?? experiment.name,
    source: experiment.source ?? "",
    experiment: { ...experiment },
    lineages,
    generations,
    samples,
    metrics: [
      ...metrics.map(({ plugin: { name, title, unit, summary, bins = null } }) => ({
        name,
        title,
        unit,
        summary,
        bins,
        theory: theory.filter(({ metric }) => metric === name),
      })),
      ...reportsOf(resolved.interventions.map(({ plugin }) => plugin)).map((entry) => ({
        ...entry,
        bins: null,
        theory: [],
      })),
      ...(parent === null ? [] : differenceEntries(resolved)),
    ],
    real: shownFacts(facts),
    groups: knownGroups(resolved, parent !== null),
    memoryBytes,
    parent: parent === null ? null : { run: parent.run, generation: parent.generation },
  };
}

/** Of real texts and images the page shows a few; the others stay with the worker. */
function shownFacts(facts: RealFacts): RealFacts {
  if (facts.kind === "tokens") {
    const { blocks, heldOut, length } = facts;
    return {
      ...facts,
      blocks: blocks?.slice(0, SHOWN_TEXTS * length) ?? null,
      heldOut: heldOut.slice(0, SHOWN_TEXTS * length),
      grammar: null,
    };
  }
  if (facts.kind !== "image") return facts;
  const { images, heldOut, height, width } = facts;
  const size = height * width;
  return {
    ...facts,
    images: images?.slice(0, SHOWN_IMAGES * size) ?? null,
    heldOut: heldOut.slice(0, SHOWN_IMAGES * size),
    labels: facts.labels?.slice(0, SHOWN_IMAGES) ?? null,
    heldOutLabels: facts.heldOutLabels?.slice(0, SHOWN_IMAGES) ?? null,
  };
}

/** The stored runs, newest first. `own` is the run that this tab is at work on. */
export async function listRuns(
  store: RunStore,
  notes: PageNotes,
  own: RunId | null,
): Promise<StoredRunEntry[]> {
  const manifests = await store.list();
  const locked = await lockedRuns(manifests.map(({ run }) => run));
  const entries = manifests.map(async ({ run, experiment, started, adapter, version }) => {
    const picture = await notes.picture(run);
    return {
      run,
      title: experiment.title ?? experiment.name,
      started,
      done: (picture?.generation ?? -1) + 1,
      generations: experiment.generations,
      backend: adapter.backend,
      computedBy: `${adapterInWords(adapter)}, Ouroboros ${version}`,
      elsewhere: run !== own && locked.has(run),
    };
  });
  return (await Promise.all(entries)).sort((a, b) => b.started.localeCompare(a.started));
}

/** A name that no run has: the experiment's, and when it began. */
export async function newRunId(store: RunStore, name: string, now: number): Promise<RunId> {
  return await newName(name, now, async (run) => (await store.manifest(run)) !== null);
}

/** The same, where `isTaken` knows what names there are. */
export async function newName(
  name: string,
  now: number,
  isTaken: (name: string) => Promise<boolean>,
): Promise<string> {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(/\D/g, "");
  const base = `${name.replaceAll(/[^A-Za-z0-9-]/g, "-").slice(0, 60)}-${time}`;
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? base : `${base}-${i}`;
    if (!(await isTaken(candidate))) return candidate;
  }
}
