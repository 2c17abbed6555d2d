import type { Backend } from "../compute/backend.ts";
import type { Graphs } from "../compute/graph.ts";
import { runExperiment } from "../engine/run.ts";
import type { Underway } from "../engine/underway.ts";
import { DeviceError, StoreError, messageOf } from "../errors.ts";
import type { Checkpoint, GenerationRecord } from "../record.ts";
import { MOST_CHECKPOINT_BYTES } from "../store/codec.ts";
import { BatchPlanner } from "../sweeps/batches.ts";
import { coarseToFine } from "../sweeps/order.ts";
import { Results } from "../sweeps/results.ts";
import type { Cell, ResolvedSweep } from "../sweeps/sweep.ts";
import { tuneProducts } from "../training/tuning.ts";
import { CheckpointPace } from "./checkpoint-pace.ts";
import { leaving } from "./leaving.ts";
import { hasProducts, precisionOf, requireSameMachine, tuningIn } from "./run-identity.ts";
import type { BatchStory, SweepFolder } from "./sweep-folder.ts";
import { requireSameSweep, sweepManifestOf } from "./sweep-identity.ts";
import { limitsOf, underwayIn } from "./sweep-queue.ts";

/** A budget of time is looked at so often, if batches are as small as that. */
const BATCHES_OF_A_BUDGET = 8;
const MS_PER_MINUTE = 60_000;

export interface StoredSweepOptions {
  readonly sweep: ResolvedSweep;
  readonly backend: Backend;
  /** Of this backend. */
  readonly graphs?: Graphs | null;
  readonly folder: SweepFolder;
  /** Of the lab. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Ends the sweep after the generation under way, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Ends the sweep at once, for one that goes on from the newest checkpoint, as after a kill. */
  readonly leave?: AbortSignal;
  /** Whether matrix products are tuned to a graphics card; true if absent. */
  readonly tuning?: boolean;
  /** Cells of a batch; as many as memory takes if absent. */
  readonly mostCells?: number;
}

export type SweepEvent =
  | {
      readonly kind: "begun";
      readonly batch: number;
      readonly cells: readonly Cell[];
      /** Generations that are stored already. */
      readonly from: number;
    }
  | {
      readonly kind: "generation";
      readonly batch: number;
      readonly generation: number;
      readonly cells: readonly Cell[];
      /** Stored already, one for each cell. */
      readonly records: readonly GenerationRecord[];
    }
  | ({ readonly batch: number; readonly cells: readonly Cell[] } & Omit<
      Underway,
      "outline" | "checkpoint"
    >)
  | { readonly kind: "finished"; readonly batch: number; readonly cells: readonly Cell[] }
  | { readonly kind: "failed"; readonly cell: Cell; readonly message: string };

/** How the cells of a stored sweep are. */
export interface SweepState {
  /** By batch, in the order of its records. */
  readonly finished: readonly { readonly batch: number; readonly cells: readonly Cell[] }[];
  readonly failed: readonly { readonly cell: Cell; readonly message: string }[];
  /** Neither of both, from coarse to fine. */
  readonly left: readonly Cell[];
}

/** The last word about every cell. */
export function sweepState(
  { cells, axes }: ResolvedSweep,
  stories: readonly BatchStory[],
): SweepState {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const failed = new Map<number, string>();
  const finished = stories.flatMap(({ batch, cells: ids, last }) => {
    if (last.state === "failed") for (const id of ids) failed.set(id, last.message);
    if (last.state !== "finished") return [];
    for (const id of ids) failed.delete(id);
    return [{ batch, cells: ids.flatMap((id) => byId.get(id) ?? []) }];
  });
  const done = new Set(finished.flatMap((one) => one.cells.map(({ id }) => id)));
  return {
    finished,
    failed: [...failed].flatMap(([id, message]) => {
      const cell = byId.get(id);
      return cell === undefined ? [] : [{ cell, message }];
    }),
    left: coarseToFine(
      cells.filter(({ id }) => !done.has(id) && !failed.has(id)),
      axes,
    ),
  };
}

/**
 * Runs the cells of a sweep that are not finished, in batches, into a folder.
 *
 * Whoever stops asking, by `return()` or the signal, leaves a checkpoint behind; a kill leaves what
 * the next call cuts and computes again, byte for byte. A cell that fails is noted, and tried again
 * by the next call; the others go on. Ends before its time where the budget is spent.
 *
 * Throws a `ConfigError` where the stored sweep is another one, would need another adapter, or where
 * a cell does not fit into memory.
 */
export function storedSweep(options: StoredSweepOptions): AsyncGenerator<SweepEvent, void, void> {
  return leaving(eventsOf(options), options.backend, options.leave);
}

async function* eventsOf(options: StoredSweepOptions): AsyncGenerator<SweepEvent, void, void> {
  const { sweep, backend, graphs = null, folder, now, signal } = options;
  const { minutes = Infinity, cells: mostCells = Infinity } = sweep.sweep.budget;
  const deadline = now() + minutes * MS_PER_MINUTE;
  const planner = new BatchPlanner(backend.adapter, graphs, MOST_CHECKPOINT_BYTES);
  await planner.requireRoom(sweep);
  await openSweep(options);

  const stories = await folder.stories();
  const { left, failed } = sweepState(sweep, stories);
  let queue = [...left, ...failed.map(({ cell }) => cell)];
  let next = stories.length;
  let budget = mostCells;
  const share = minutes === Infinity ? Infinity : Math.ceil(queue.length / BATCHES_OF_A_BUDGET);
  const most = Math.min(options.mostCells ?? Infinity, share);
  const limits = limitsOf(stories, queue);
  let underway = underwayIn(stories, queue);

  const isOver = () => signal?.aborted === true || now() >= deadline;

  while (queue.length > 0 && budget > 0 && !isOver()) {
    const [{ shape }] = queue;
    const room = Math.min(most, budget, limits.get(shape) ?? Infinity);
    const cells = underway?.cells ?? (await planner.next(queue, room));
    const batch = underway?.batch ?? next;
    const ids = cells.map(({ id }) => id);
    if (underway === null) await folder.note(next++, { state: "begun", cells: ids });
    underway = null;
    try {
      const from = await folder.goOn(batch, ids);
      yield { kind: "begun", batch, cells, from: (from?.generation ?? -1) + 1 };
      if (!(yield* batchEvents(options, batch, cells, from))) return;
      await folder.note(batch, { state: "finished" });
      queue = queue.filter(({ id }) => !ids.includes(id));
      budget -= cells.length;
      yield { kind: "finished", batch, cells };
    } catch (error) {
      if (error instanceof Unwritten) throw error.cause;
      options.leave?.throwIfAborted();
      const isDividing = cells.length > 1 && !isResumable(error);
      if (isDividing) {
        limits.set(cells[0].shape, Math.ceil(cells.length / 2));
        await folder.note(batch, { state: "divided" });
      }
      if (backend.failed !== null || isResumable(error)) throw error;
      if (isDividing) continue;
      const [cell] = cells;
      const message = messageOf(error);
      await folder.note(batch, { state: "failed", message });
      // It was this one that failed before, in the company of others.
      limits.delete(cell.shape);
      queue = queue.filter(({ id }) => id !== cell.id);
      budget--;
      yield { kind: "failed", cell, message };
    }
  }
}

/** Everything that is finished, as a table. */
export async function storedResults(sweep: ResolvedSweep, folder: SweepFolder): Promise<Results> {
  const { finished } = sweepState(sweep, await folder.stories());
  const results = new Results(
    sweep,
    finished.flatMap(({ cells }) => cells),
  );
  for (const { batch, cells } of finished) {
    const ids = cells.map(({ id }) => id);
    for await (const { cell, record } of folder.records(batch, ids)) {
      results.add({ id: cell }, record);
    }
  }
  return results;
}

/** Returns whether the batch has come to its end. */
async function* batchEvents(
  options: StoredSweepOptions,
  batch: number,
  cells: readonly Cell[],
  from: Checkpoint | null,
): AsyncGenerator<SweepEvent, boolean, void> {
  const { backend, graphs = null, folder, now, signal, leave } = options;
  const [{ experiment }, ...others] = cells;
  const beside = others.map((cell) => cell.experiment);
  const ids = cells.map(({ id }) => id);
  if (from?.generation === experiment.generations - 1) return true;
  const pace = new CheckpointPace(now);
  const given = { backend, graphs, from, now, beside, ...(leave && { signal: leave }) };
  for await (const event of runExperiment(experiment, given)) {
    // What came of work that was given up is worth nothing.
    leave?.throwIfAborted();
    const { outline: _, checkpoint, ...told } = event;
    const isGeneration = event.kind === "generation";
    const records = isGeneration ? [event.record, ...event.beside].map(numbersOf) : [];
    if (isGeneration) await written(folder.append(batch, ids, records));
    let saved = false;
    const save = async () => {
      if (saved) return;
      const write = async () => written(folder.saveCheckpoint(batch, await checkpoint()));
      await pace.measured(write);
      saved = true;
    };
    const isLast = isGeneration && event.record.generation === experiment.generations - 1;
    if (pace.isDue() && !isLast) await save();
    let left = true;
    try {
      yield told.kind === "progress"
        ? { ...told, batch, cells }
        : { kind: told.kind, batch, generation: told.record.generation, cells, records };
      left = signal?.aborted === true;
    } finally {
      // In here the engine still has the generation; outside of the loop it is gone.
      if (left && !isLast) await save();
    }
    if (left && !isLast) return false;
  }
  return true;
}

/** Samples and losses are of a batch as a whole: in a sweep no cell has them, alone or in company. */
function numbersOf({ exhibit: _e, traces: _t, ...numbers }: GenerationRecord): GenerationRecord {
  return numbers;
}

/** Creates the sweep, or makes sure that it is the one that is stored. */
async function openSweep({
  sweep,
  backend,
  graphs = null,
  folder,
  version,
  now,
  tuning: isTuned = true,
}: StoredSweepOptions): Promise<void> {
  const stored = await folder.manifest();
  const known = stored !== null ? tuningIn(stored) : isTuned ? null : {};
  const multiplies = sweep.cells.some(({ experiment }) => hasProducts(experiment));
  const asksForHalf = sweep.cells.some(({ experiment }) => precisionOf(experiment) === "half");
  const precision = asksForHalf ? "half" : "single";
  const tuning = multiplies ? await tuneProducts(backend, { now, known, precision }) : {};
  const begun = { adapter: backend.adapter, version, started: new Date(now()).toISOString() };
  const fresh = sweepManifestOf(sweep, begun, tuning, graphs);
  if (stored === null) await folder.create(fresh);
  else {
    requireSameSweep(stored, fresh);
    requireSameMachine(stored, fresh);
  }
}

/** Whether the same cells may well do with another device, or another store. */
function isResumable(error: unknown): boolean {
  if (error instanceof DeviceError) return error.resumable;
  return error instanceof StoreError || (error instanceof Error && "syscall" in error);
}

/** A store that refuses, which is no fault of a cell. */
class Unwritten extends Error {}

async function written(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (cause) {
    throw new Unwritten("", { cause });
  }
}
