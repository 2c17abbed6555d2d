import type { Backend } from "../compute/backend.ts";
import { estimateBytes, requireMemory } from "../engine/memory.ts";
import { runExperiment } from "../engine/run.ts";
import type { Watched } from "../engine/watched.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import type { Checkpoint, GenerationRecord } from "../record.ts";
import type { RunId, RunStore } from "../store/run-store.ts";
import { CheckpointPace } from "./checkpoint-pace.ts";
import { manifestOf, requireSameExperiment, requireSameMachine } from "./run-identity.ts";

export interface StoredRunOptions {
  readonly experiment: ResolvedExperiment;
  readonly backend: Backend;
  readonly store: RunStore;
  readonly run: RunId;
  /** Of the lab. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Ends the run after the generation under way, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** A lineage whose closed forms come along with every generation. */
  readonly watch?: number;
}

export interface StoredGeneration {
  /** Stored already. Where a run goes on, records of this generation and later are void. */
  readonly record: GenerationRecord;
  readonly watched: Watched | null;
  /** Stores a checkpoint of this generation, for a pause. Only before the next is asked for. */
  readonly save: () => Promise<void>;
}

/**
 * Runs an experiment into a store, or goes on with a run that is there.
 *
 * Nothing happens for a finished run. Whoever stops asking, by `return()` or the signal, leaves a
 * checkpoint behind. A kill at any moment leaves records that the next call cuts and computes
 * again, byte for byte: a checkpoint is written after the records up to it, and it alone says where
 * a run goes on.
 *
 * Throws a `ConfigError` where the stored run is another one, would need another adapter, or where
 * the run does not fit into memory.
 */
export async function* storedRun(
  options: StoredRunOptions,
): AsyncGenerator<StoredGeneration, void, void> {
  const { experiment, backend, store, run, now, signal } = options;
  requireMemory(experiment, backend.adapter);
  const from = await openRun(options);
  if (from === "finished") return;

  const pace = new CheckpointPace(now, estimateBytes(experiment));
  const watch = options.watch === undefined ? {} : { watch: options.watch };
  const generations = runExperiment(experiment, { backend, from, ...watch });
  /** While the caller has a generation in hand: its checkpoint, if it has none yet. */
  let inHand: (() => Promise<void>) | null = null;
  try {
    for await (const { record, watched, checkpoint } of generations) {
      await store.append(run, [record]);
      let saved = false;
      const save = async () => {
        if (saved) return;
        await pace.measured(async () => store.saveCheckpoint(run, await checkpoint()));
        saved = true;
      };
      if (pace.isDue()) await save();
      const isLast = record.generation === experiment.generations - 1;
      inHand = isLast ? null : save;
      yield { record, watched, save };
      if (signal?.aborted === true) return;
      inHand = null;
    }
  } finally {
    // Null after a failure of the device, which has nothing to read any more.
    await inHand?.();
  }
}

/** Creates the run, or cuts it back to where it goes on. */
async function openRun({
  experiment,
  backend,
  store,
  run,
  version,
  now,
}: StoredRunOptions): Promise<Checkpoint | "finished" | null> {
  const started = new Date(now()).toISOString();
  const fresh = manifestOf(experiment, { run, adapter: backend.adapter, version, started });
  const stored = await store.manifest(run);
  if (stored === null) {
    await store.truncate(run, -1);
    await store.create(fresh);
    return null;
  }
  requireSameExperiment(stored, experiment);
  const length = await store.length(run);
  if (length >= experiment.generations) return "finished";
  requireSameMachine(stored, fresh);
  const from = await store.latestCheckpoint(run, length - 1);
  await store.truncate(run, from?.generation ?? -1);
  return from;
}
