import type { AdapterInfo, Backend } from "../compute/backend.ts";
import type { Graphs } from "../compute/graph.ts";
import { CountingBackend } from "../engine/counting-backend.ts";
import { asksForFirst } from "../engine/first-model.ts";
import { runExperiment } from "../engine/run.ts";
import { ConfigError } from "../errors.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import type { Checkpoint, GenerationRecord } from "../record.ts";
import type { Directory } from "../store/directory.ts";
import { linesOf } from "../store/lines.ts";
import { decodeRecord, encodeRecord } from "../store/record-line.ts";
import type { RunId, RunManifest, RunStore } from "../store/run-store.ts";
import { shapeOf } from "../engine/batch.ts";
import { manifestOf, requireSameMachine, tuningIn } from "./run-identity.ts";

/** In the folder of a fork: the records of the run that it comes from, as they were then. */
const PARENT_RECORDS = "parent.jsonl";

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
  readonly signal?: AbortSignal;
}

/**
 * Begins a run that has the generations up to a given one in common with another, and goes on with a
 * changed experiment: `storedRun` resumes it like any other. Both draw the same random numbers
 * wherever the change does not reach, since the address of a number knows of no change; what is new
 * among interventions comes last, or it takes the streams of those behind it.
 *
 * Where the parent has no checkpoint of that generation any more, it is run again up to there.
 * Throws a `ConfigError` where the change is none that a model could go on with, and where this
 * machine gives other numbers than the parent's.
 */
export async function fork(options: ForkOptions): Promise<void> {
  const { parent, generation, experiment, backend, version, now } = options;
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
  const fresh = manifestOf(experiment, begun, tuningIn(stored));
  const origin = { run: parent.run, generation, experiment: stored.experiment };
  requireSameMachine(stored, manifestOf(parent.experiment, begun, tuningIn(stored)));
  const checkpoint = await checkpointAt(options);
  const { store, run } = options.fork;
  await store.truncate(run, null);
  await store.create({ ...fresh, parent: origin });
  await store.append(run, records.slice(0, generation + 1));
  await store.saveCheckpoint(run, checkpoint);
}

async function manifestOfParent({ store, run }: Stored): Promise<RunManifest> {
  const stored = await store.manifest(run);
  if (stored === null) throw new ConfigError("", `there is no run "${run}"`);
  return stored;
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

/** The parent as it was when the generation had ended, with what the change asks for besides. */
async function checkpointAt(options: ForkOptions): Promise<Checkpoint> {
  const { parent, generation, experiment, backend, graphs = null, signal, now } = options;
  const stored = await parent.store.latestCheckpoint(parent.run, generation);
  const needsFirst = asksForFirst(experiment);
  const lacksFirst = needsFirst && stored !== null && stored.first === null;
  const from = lacksFirst ? null : stored;
  if (from !== null && from.generation === generation && from.unfinished === null) return from;
  const given = { backend, graphs, from, now, keepsFirst: needsFirst };
  const running = runExperiment(parent.experiment, { ...given, ...(signal && { signal }) });
  for await (const event of running) {
    if (event.kind === "generation" && event.record.generation === generation) {
      return await event.checkpoint();
    }
  }
  throw new ConfigError("", `the run ended before generation ${generation}`);
}
