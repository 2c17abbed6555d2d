import type { Backend } from "../compute/backend.ts";
import type { FileContent } from "../config.ts";
import { requireMemory } from "../engine/memory.ts";
import { runExperiment } from "../engine/run.ts";
import type { Watched } from "../engine/watched.ts";
import { ConfigError } from "../errors.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import type { Checkpoint, GenerationRecord } from "../record.ts";
import type { RunId, RunManifest, RunStore } from "../store/run-store.ts";
import { CheckpointPace } from "./checkpoint-pace.ts";

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
  save(): Promise<void>;
}

/**
 * Runs an experiment into a store, or goes on with a run that is there.
 *
 * Nothing happens for a finished run. Whoever stops asking, by `return()` or the signal, leaves a
 * checkpoint behind. A kill at any moment leaves records that the next call cuts and computes again,
 * byte for byte: a checkpoint is written after the records up to it and names none beyond it.
 *
 * Throws a `ConfigError` where the stored run is another one, or would need another adapter.
 */
export async function* storedRun(
  options: StoredRunOptions,
): AsyncGenerator<StoredGeneration, void, void> {
  const { experiment, backend, store, run, now, signal } = options;
  requireMemory(experiment, backend.adapter);
  const from = await openRun(options);
  if (from === "finished") return;

  const pace = new CheckpointPace(now);
  const watch = options.watch === undefined ? {} : { watch: options.watch };
  const generations = runExperiment(experiment, { backend, from, ...watch });
  let unsaved: (() => Promise<void>) | null = null;
  let failed = true;
  try {
    for await (const { record, watched, checkpoint } of generations) {
      await store.append(run, [record]);
      let saved = false;
      const save = async () => {
        if (saved) return;
        await pace.measured(async () => store.saveCheckpoint(run, await checkpoint()));
        saved = true;
      };
      unsaved = save;
      if (pace.isDue()) await save();
      failed = false;
      yield { record, watched, save };
      if (signal?.aborted === true) return;
      failed = true;
      unsaved = null;
    }
    failed = false;
  } finally {
    // The device may be gone after a failure; the newest checkpoint stands.
    if (!failed) await unsaved?.();
  }
}

/** Creates the run, or cuts it back to where it goes on. */
async function openRun(options: StoredRunOptions): Promise<Checkpoint | "finished" | null> {
  const { experiment, store, run } = options;
  const fresh = manifestFor(options);
  const stored = await store.manifest(run);
  if (stored === null) {
    await store.truncate(run, -1);
    await store.create(fresh);
    return null;
  }
  requireSameRun(stored, fresh);
  const { length } = await store.records(run);
  if (length >= experiment.generations) return "finished";
  const from = await store.latestCheckpoint(run, length - 1);
  await store.truncate(run, from?.generation ?? -1);
  return from;
}

function manifestFor({ experiment, backend, run, version, now }: StoredRunOptions): RunManifest {
  return {
    format: 1,
    run,
    experiment: experiment.experiment,
    adapter: backend.adapter,
    version,
    started: new Date(now()).toISOString(),
    files: filesOf(experiment).map(({ name, sha256, bytes }) => ({
      name,
      sha256,
      bytes: bytes.length,
    })),
    order: orderOf(experiment),
  };
}

/** Every file that the experiment names, as it was read. */
export function filesOf(experiment: ResolvedExperiment): FileContent[] {
  return chosenIn(experiment).flatMap(({ plugin, config }) =>
    Object.entries(plugin.settings).flatMap(([name, { kind }]) => {
      const content = kind === "file" ? (config[name] as FileContent | null) : null;
      return content === null ? [] : [content];
    }),
  );
}

/** What the kernels are compiled with decides how they split a sum. */
function orderOf(experiment: ResolvedExperiment): Record<string, string | number> {
  const kernels = chosenIn(experiment).flatMap(({ plugin }) => plugin.kernels);
  return Object.fromEntries(
    kernels.flatMap(({ shader, overrides }) =>
      Object.entries(overrides).map(([name, value]) => [`${shader} ${name}`, value as number]),
    ),
  );
}

function chosenIn({ dataset, family, interventions, metrics }: ResolvedExperiment) {
  return [dataset, family, ...interventions, ...metrics];
}

/** What differs between the runs would show in their numbers. */
function requireSameRun(stored: RunManifest, fresh: RunManifest): void {
  const differ = (path: string, message: string) => new ConfigError(path, message);
  const [experimentPath, before, after] = difference(stored.experiment, fresh.experiment, "$");
  if (experimentPath !== null) {
    throw differ(
      experimentPath,
      `the stored run has ${before}, not ${after}; go on with that, or start another run`,
    );
  }
  for (const { name, sha256 } of fresh.files) {
    if (stored.files.some((file) => file.name === name && file.sha256 === sha256)) continue;
    throw differ(
      "$.dataset.config.file",
      `"${name}" has changed since the run began; put the old file back, or start another run`,
    );
  }
  const [adapterPath, adapterBefore, adapterAfter] = difference(
    identity(stored),
    identity(fresh),
    "",
  );
  if (adapterPath !== null) {
    throw differ(
      "",
      `the stored run was begun with${adapterPath.replaceAll(".", " ")} ${adapterBefore}, not ${adapterAfter}, whose numbers differ in their last digits; go on there, or start another run`,
    );
  }
}

function identity({ adapter, version, order }: RunManifest) {
  const { backend, vendor, architecture, description } = adapter;
  return { backend, adapter: `${vendor} ${architecture} ${description}`.trim(), version, order };
}

/** Where two pieces of plain data first differ, and what stands there. */
function difference(
  before: unknown,
  after: unknown,
  path: string,
): [path: string | null, before: string, after: string] {
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const step = Array.isArray(after) ? `[${key}]` : `.${key}`;
      const found = difference(before[key], after[key], `${path}${step}`);
      if (found[0] !== null) return found;
    }
    return [null, "", ""];
  }
  const [left, right] = [before, after].map((value) => JSON.stringify(value) ?? "nothing");
  return left === right ? [null, "", ""] : [path, left, right];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
