import type { AdapterInfo, Backend } from "../compute/backend.ts";
import type { Graphs } from "../compute/graph.ts";
import { CountingBackend } from "../engine/counting-backend.ts";
import { asksForFirst } from "../engine/first-model.ts";
import { runExperiment } from "../engine/run.ts";
import type { Underway } from "../engine/underway.ts";
import { ConfigError } from "../errors.ts";
import type { Experiment, ResolvedExperiment } from "../experiments/experiment.ts";
import type { Checkpoint, GenerationRecord } from "../record.ts";
import type { Directory } from "../store/directory.ts";
import { linesOf } from "../store/lines.ts";
import { decodeRecord, encodeRecord } from "../store/record-line.ts";
import type { RunId, RunManifest, RunStore } from "../store/run-store.ts";
import { shapeOf } from "../engine/batch.ts";
import { tuneProducts } from "../training/tuning.ts";
import { leaving } from "./leaving.ts";
import { hasProducts, manifestOf, precisionOf, requireSameMachine } from "./run-identity.ts";
import { tuningIn } from "./run-identity.ts";

/** In the folder of a fork: the records of the run that it comes from, as they were then. */
export const PARENT_RECORDS = "parent.jsonl";

/** Keeps what a fork is compared with, whatever becomes of the run that it comes from. */
export async function keepParentRecords(
  folder: Directory,
  run: RunId,
  records: readonly GenerationRecord[],
): Promise<void> {
  const text = records.map(encodeRecord).join("");
  await folder.write(`${run}/${PARENT_RECORDS}`, new TextEncoder().encode(text));
}

/** What a fork is compared with; nothing for any other run. */
export async function parentRecords(folder: Directory, run: RunId): Promise<GenerationRecord[]> {
  const records: GenerationRecord[] = [];
  for await (const { bytes } of linesOf(folder, `${run}/${PARENT_RECORDS}`)) {
    const place = `${run}/${PARENT_RECORDS}, line ${records.length + 1}`;
    records.push(decodeRecord(bytes, records.length, place));
  }
  return records;
}

/** How far the run that a fork comes from has been run again. */
export interface Replaying {
  /** The one under way, and the last one that is needed. */
  readonly generation: number;
  readonly last: number;
  /** Long work inside of it. */
  readonly work: Pick<Underway, "phase" | "done" | "total" | "unit"> | null;
}

/** A run as it is stored. */
export interface Stored {
  readonly store: RunStore;
  readonly run: RunId;
}

export interface ForkOptions {
  readonly parent: Stored & { readonly experiment: ResolvedExperiment };
  /** The last generation that both have in common. */
  readonly generation: number;
  /** What the fork goes on with. */
  readonly experiment: ResolvedExperiment;
  readonly fork: Stored;
  readonly backend: Backend;
  /** Of this backend. */
  readonly graphs?: Graphs | null;
  /** Of the lab. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Ends the fork before it is one: it throws the reason of the signal. */
  readonly signal?: AbortSignal;
  /** Hears of the parent being run again, where it has to be; before its first generation as well. */
  readonly onReplay?: (replaying: Replaying) => Promise<void>;
  /** Reads the files of what the parent itself was forked from. */
  readonly resolve: (experiment: Experiment) => Promise<ResolvedExperiment>;
  /** Puts beside the fork what has to be there once it is a run. The first thing that is written. */
  readonly keep?: (parent: readonly GenerationRecord[]) => Promise<void>;
}

/**
 * Begins a run that has the generations up to a given one in common with another, and goes on with a
 * changed experiment: `storedRun` resumes it like any other. Both draw the same random numbers
 * wherever the change does not reach, since the address of a number knows of no change; what is new
 * among interventions comes last, or it takes the streams of those behind it.
 *
 * Where the parent has no checkpoint of that generation any more, it is run again up to there, by
 * the experiments that it was itself forked from first. The manifest comes last: a folder without
 * one is no run, whatever a kill left in it.
 *
 * Throws a `ConfigError` where the change is none that a model could go on with, and where this
 * machine gives other numbers than the parent's.
 */
export async function fork(options: ForkOptions): Promise<void> {
  const { parent, generation, experiment, backend, graphs = null, version, now } = options;
  const stored = await manifestOfParent(parent);
  const records = await parent.store.records(parent.run);
  if (generation >= records.length) {
    throw new ConfigError(
      "",
      `generation ${generation} is not there yet: the run has ${records.length} generations`,
    );
  }
  await requireForkable(options);
  const started = new Date(now()).toISOString();
  const begun = { run: options.fork.run, adapter: backend.adapter, version, started };
  const tuning = tuningIn(stored);
  const again = manifestOf(parent.experiment, begun, tuning, graphs);
  requireSameFiles(stored, again);
  requireSameMachine(stored, again);
  const fresh = manifestOf(experiment, begun, tuning, graphs);
  const checkpoint = await checkpointAt(options, stored, records);
  await requireGoesOn(experiment, checkpoint, backend.adapter);
  options.signal?.throwIfAborted();

  await options.keep?.(records);
  const { store, run } = options.fork;
  const origin = { run: parent.run, generation, experiment: parent.experiment.experiment };
  await store.truncate(run, null);
  await store.append(run, records.slice(0, generation + 1));
  await store.saveCheckpoint(run, checkpoint);
  const before = stored.parent === undefined ? {} : { parent: stored.parent };
  await store.create({ ...fresh, parent: { ...origin, ...before } });
}

async function manifestOfParent({ store, run }: Stored): Promise<RunManifest> {
  const stored = await store.manifest(run);
  if (stored === null) throw new ConfigError("", `there is no run "${run}"`);
  return stored;
}

/** Throws a `ConfigError` where a file is not what it was when the parent began. */
function requireSameFiles(stored: RunManifest, again: RunManifest): void {
  const changed = again.files.find(({ sha256 }) =>
    stored.files.every((one) => one.sha256 !== sha256),
  );
  if (changed === undefined) return;
  throw new ConfigError(
    "",
    `"${changed.name}" has changed since the run began; put the old file back to fork it`,
  );
}

async function requireForkable({
  parent,
  generation,
  experiment,
  backend,
}: ForkOptions): Promise<void> {
  const before = parent.experiment;
  const { generations } = experiment;
  if (generations <= generation + 1) {
    throw new ConfigError(
      "$.generations",
      `${generations} leave nothing to go on with after generation ${generation}`,
    );
  }
  const refuse = (path: string, what: string) => {
    throw new ConfigError(path, `a fork keeps ${what} of the run that it comes from`);
  };
  const onData = ({ dataset }: ResolvedExperiment) => shapeOf({ ...before, dataset });
  if (onData(before) !== onData(experiment)) refuse("$.dataset", "the real data");
  if (before.family.plugin !== experiment.family.plugin) refuse("$.family.name", "the family");
  for (const size of ["lineages", "samples", "seed"] as const) {
    if (before[size] !== experiment[size]) refuse(`$.${size}`, `the ${size}`);
  }
  const measuring = ({ metrics }: ResolvedExperiment) => shapeOf({ ...before, metrics });
  if (measuring(before) !== measuring(experiment)) refuse("$.metrics", "the metrics");
  const [old, changed] = [
    await learnedShapes(before, backend.adapter),
    await learnedShapes(experiment, backend.adapter),
  ];
  if (old !== changed) {
    const path = "$.family.config";
    throw new ConfigError(path, "a model of another size cannot go on with what was learned");
  }
}

/** Names and shapes of what a generation learns. */
async function learnedShapes(
  experiment: ResolvedExperiment,
  adapter: AdapterInfo,
): Promise<string> {
  const backend = new CountingBackend(experiment.lineages, adapter);
  const short = { ...experiment, generations: 1, interventions: [] };
  for await (const event of runExperiment(short, { backend, dry: true })) {
    if (event.kind !== "generation") continue;
    const { parameters, tensors } = event.outline();
    const places = Object.entries(parameters ?? {});
    return JSON.stringify(
      places.map(([name, at]) => [name, at === null ? null : tensors[at].shape]),
    );
  }
  return "";
}

/** Throws a `ConfigError` where an experiment cannot learn from what another one has left. */
async function requireGoesOn(
  experiment: ResolvedExperiment,
  checkpoint: Checkpoint,
  adapter: AdapterInfo,
): Promise<void> {
  const backend = new CountingBackend(experiment.lineages, adapter);
  const short = { ...experiment, generations: checkpoint.generation + 2 };
  for await (const _ of runExperiment(short, { backend, dry: true, from: checkpoint }));
}

/** Part of what led to a run. */
interface Stage {
  readonly experiment: ResolvedExperiment;
  /** The last generation that it has computed. */
  readonly last: number;
}

/** The parent as it was when the generation had ended, with what the change asks for besides. */
async function checkpointAt(
  options: ForkOptions,
  stored: RunManifest,
  records: readonly GenerationRecord[],
): Promise<Checkpoint> {
  const { parent, generation, experiment, backend, now, onReplay } = options;
  const found = await parent.store.latestCheckpoint(parent.run, generation);
  const keepsFirst = asksForFirst(experiment);
  let at = keepsFirst && found?.first === null ? null : found;
  if (hasProducts(parent.experiment)) {
    const precision = precisionOf(parent.experiment);
    await tuneProducts(backend, { now, known: tuningIn(stored), precision });
  }
  const stages: Stage[] = [{ experiment: parent.experiment, last: generation }];
  if (at === null) {
    for (let origin = stored.parent; origin !== undefined; origin = origin.parent) {
      const last = Math.min(origin.generation, stages[0].last);
      stages.unshift({ experiment: await options.resolve(origin.experiment), last });
    }
  }
  const begun = (at?.generation ?? -1) + 1;
  if (begun <= generation) await onReplay?.({ generation: begun, last: generation, work: null });
  for (const stage of stages) {
    if (at === null || at.generation < stage.last) {
      at = await runAgain(stage, { ...options, keepsFirst }, at, records);
    }
  }
  // It may have been saved within the next generation, which the change is to have all of.
  return { ...at!, unfinished: null };
}

/** Throws a `ConfigError` where a generation comes out otherwise than it is stored. */
async function runAgain(
  { experiment, last }: Stage,
  {
    backend,
    graphs = null,
    now,
    signal,
    onReplay,
    generation: until,
    keepsFirst,
  }: ForkOptions & { readonly keepsFirst: boolean },
  from: Checkpoint | null,
  records: readonly GenerationRecord[],
): Promise<Checkpoint> {
  const given = { backend, graphs, from, now, keepsFirst, ...(signal && { signal }) };
  const events = leaving(runExperiment(experiment, given), backend, signal);
  for await (const event of events) {
    signal?.throwIfAborted();
    if (event.kind === "progress") {
      await onReplay?.({ generation: event.generation, last: until, work: event });
      continue;
    }
    const { generation } = event.record;
    if (encodeRecord(event.record) !== encodeRecord(records[generation])) {
      throw new ConfigError(
        "",
        `generation ${generation} has other numbers now than the run that is stored; fork a generation that it still has a checkpoint of`,
      );
    }
    if (generation === last) return await event.checkpoint();
    await onReplay?.({ generation: generation + 1, last: until, work: null });
  }
  signal?.throwIfAborted();
  throw new ConfigError("", `the run ended before generation ${last}`);
}
