import type { AdapterInfo, Backend, Compiled } from "../compute/backend.ts";
import type { GraphSupport, Graphs } from "../compute/graph.ts";
import type { Work } from "../engine/dry-run.ts";
import { type MemoryNeed, requireMemory } from "../engine/memory.ts";
import { type Generation, runExperiment } from "../engine/run.ts";
import type { Underway } from "../engine/underway.ts";
import type { Watched } from "../engine/watched.ts";
import { ConfigError, StoreError } from "../errors.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import type { Checkpoint, GenerationRecord } from "../record.ts";
import { MOST_CHECKPOINT_BYTES } from "../store/codec.ts";
import type { RunId, RunStore } from "../store/run-store.ts";
import { tuneProducts } from "../training/tuning.ts";
import { CheckpointPace } from "./checkpoint-pace.ts";
import { leaving } from "./leaving.ts";
import { hasProducts, manifestOf, precisionOf, requireSameExperiment } from "./run-identity.ts";
import { requireSameMachine, tuningIn } from "./run-identity.ts";

export interface StoredRunOptions {
  readonly experiment: ResolvedExperiment;
  readonly backend: Backend;
  /** Of this backend. */
  readonly graphs?: Graphs | null;
  readonly store: RunStore;
  readonly run: RunId;
  /** Of the lab. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Ends the run after the generation under way, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Ends the run at once, for one that goes on from its newest checkpoint, as after a kill. */
  readonly leave?: AbortSignal;
  /** See `RunManifest.seedFrom`. */
  readonly seedFrom?: "command line";
  /** Whether matrix products are tuned to a graphics card; true if absent. */
  readonly tuning?: boolean;
  /** Told of each kernel that had to be compiled, before anything is computed. */
  readonly onCompiled?: (compiled: Compiled) => void;
  /** Told of what becomes of a stored run otherwise than one would expect. */
  readonly onNotice?: (message: string) => void;
  /** A lineage whose closed forms come along with every generation. */
  readonly watch?: number;
}

export interface StoredGeneration {
  readonly kind: "generation";
  /** Stored already. Where a run goes on, records of this generation and later are void. */
  readonly record: GenerationRecord;
  readonly watched: Watched | null;
  /** Stores a checkpoint of this generation, for a pause. Only before the next is asked for. */
  readonly save: () => Promise<void>;
}

/** Long work in the middle of a generation. */
export interface StoredProgress extends Omit<Underway, "outline" | "checkpoint"> {
  /** The steps and tokens that come after this phase. */
  readonly ahead: Work;
  /** As of a generation. */
  readonly save: () => Promise<void>;
}

/**
 * Runs an experiment into a store, or goes on with a run that is there.
 *
 * Nothing happens for a finished run. Whoever stops asking, by `return()` or the signal, leaves a
 * checkpoint behind, in the middle of long work as well. A kill at any moment leaves records that the next call cuts and computes
 * again, byte for byte: a checkpoint is written after the records up to it, and it alone says where
 * a run goes on.
 *
 * Throws a `ConfigError` where the stored run is another one, would need another adapter, or where
 * the run does not fit into memory.
 */
export function storedRun(
  options: StoredRunOptions,
): AsyncGenerator<StoredGeneration | StoredProgress, void, void> {
  return leaving(eventsOf(options), options.backend, options.leave);
}

async function* eventsOf(
  options: StoredRunOptions,
): AsyncGenerator<StoredGeneration | StoredProgress, void, void> {
  const { experiment, backend, graphs = null, store, run, now, signal, leave } = options;
  const need = await requireRoom(experiment, backend.adapter, graphs);
  const { checkpoint: checkpointBytes, kernels, work } = need;
  const from = await openRun(options);
  if (from === "finished") return;

  const pace = new CheckpointPace(now, checkpointBytes);
  const asked = {
    ...(options.watch !== undefined && { watch: options.watch }),
    ...(options.onCompiled && { onCompiled: options.onCompiled }),
    ...(leave && { signal: leave }),
  };
  const given = { kernels, backend, graphs, from, now, ...asked };
  // Not the other signal: an engine that throws has nothing left to make the last checkpoint of.
  for await (const event of runExperiment(experiment, given)) {
    // What came of work that was given up is worth nothing.
    leave?.throwIfAborted();
    const { checkpoint } = event;
    if (event.kind === "generation") await store.append(run, [event.record]);
    let saved = false;
    const save = async () => {
      if (saved) return;
      await pace.measured(async () => store.saveCheckpoint(run, await checkpoint()));
      saved = true;
    };
    if (pace.isDue()) await save();
    let left = true;
    try {
      yield event.kind === "generation"
        ? generationOf(event, save)
        : { ...event, ahead: workAfter(event, work, experiment.generations), save };
      left = signal?.aborted === true;
    } finally {
      // In here the engine still has the generation; outside of the loop it is gone.
      if (left && !isLast(event, experiment)) await save();
    }
    if (left) return;
  }
}

function generationOf(
  { kind, record, watched }: Generation,
  save: () => Promise<void>,
): StoredGeneration {
  return { kind, record, watched, save };
}

/** What is left of a run after the phase under way. */
function workAfter({ generation, phase }: Underway, work: readonly Work[], all: number): Work {
  const first = generation + 1;
  const known = Math.max(first, Math.min(work.length - 1, all));
  const after = (one: Underway["phase"]) => {
    const inOf = (g: number) => work[Math.min(g, work.length - 1)]?.[one] ?? 0;
    const here = one === "sample" && phase === "fit" ? inOf(generation) : 0;
    let sum = here + (all - known) * inOf(known);
    for (let g = first; g < known; g++) sum += inOf(g);
    return sum;
  };
  return { fit: after("fit"), sample: after("sample") };
}

/** Whether nothing comes after it. */
function isLast(event: Generation | Underway, { generations }: ResolvedExperiment): boolean {
  return event.kind === "generation" && event.record.generation === generations - 1;
}

/**
 * Throws a `ConfigError` where a run does not fit into memory, or a checkpoint of it into a store:
 * it could be neither paused nor resumed.
 */
export async function requireRoom(
  experiment: ResolvedExperiment,
  adapter: AdapterInfo,
  graphs: GraphSupport | null = null,
): Promise<MemoryNeed> {
  const need = await requireMemory(experiment, adapter, graphs);
  if (need.checkpoint <= MOST_CHECKPOINT_BYTES) return need;
  const [bytes, most] = [need.checkpoint, MOST_CHECKPOINT_BYTES].map(
    (count) => `${(count / 2 ** 30).toFixed(1)} GiB`,
  );
  throw new ConfigError(
    "$.lineages",
    `a checkpoint would have about ${bytes}, and a store takes ${most}; take fewer lineages, samples or generations`,
  );
}

/** Creates the run, or cuts it back to where it goes on. */
async function openRun({
  experiment,
  backend,
  graphs = null,
  store,
  run,
  version,
  now,
  seedFrom,
  tuning: isTuned = true,
  onNotice = () => {},
}: StoredRunOptions): Promise<Checkpoint | "finished" | null> {
  const started = new Date(now()).toISOString();
  const { adapter } = backend;
  const origin = seedFrom === undefined ? {} : { seedFrom };
  const stored = await store.manifest(run);
  const known = stored !== null ? tuningIn(stored) : isTuned ? null : {};
  const tuning = hasProducts(experiment)
    ? await tuneProducts(backend, { now, known, precision: precisionOf(experiment) })
    : {};
  const begun = { run, adapter, version, started, ...origin };
  const fresh = manifestOf(experiment, begun, tuning, graphs);
  if (stored === null) {
    await store.truncate(run, null);
    await store.create(fresh);
    return null;
  }
  requireSameExperiment(stored, experiment);
  const length = await store.length(run);
  if (length >= experiment.generations) return "finished";
  requireSameMachine(stored, fresh);
  const from = await store.latestCheckpoint(run, length - 1);
  if (from === null && stored.parent !== undefined) {
    const { run: parent, generation } = stored.parent;
    throw new StoreError(
      `the checkpoints of ${run} are gone, and a fork cannot begin anew; fork ${parent} again after generation ${generation}`,
    );
  }
  if (from === null && (await store.hasCheckpoints(run))) {
    onNotice("It cannot go on from any of its checkpoints, so the run begins anew.");
  }
  await store.truncate(run, from);
  return from;
}
