import type { AdapterInfo } from "../../compute/backend.ts";
import { ConfigError } from "../../errors.ts";
import { preferredGraphs } from "../../onnx/session.ts";
import { MOST_CHECKPOINT_BYTES } from "../../store/codec.ts";
import type { RunStore } from "../../store/run-store.ts";
import { BatchPlanner } from "../../sweeps/batches.ts";
import { coarseToFine } from "../../sweeps/order.ts";
import { quantitiesOf } from "../../sweeps/results.ts";
import { type Cell, type ResolvedSweep, cellInWords } from "../../sweeps/sweep.ts";
import { measured } from "./estimate.ts";
import type { PageNotes } from "./page-notes.ts";
import type { SweepPlan } from "./sweep-protocol.ts";

/** A diagram fills in from coarse to fine only where there are several batches. */
const BATCHES = 8;
const LEAST_TOGETHER = 16;
/** Rows of the table that a page can hold. */
const MOST_ROWS = 1_000_000;
/** Cells without sense that a plan tells of. */
const MOST_TOLD = 8;

/** Cells of a batch at most. */
export function mostTogether({ cells }: Pick<ResolvedSweep, "cells">): number {
  return Math.max(LEAST_TOGETHER, Math.ceil(cells.length / BATCHES));
}

/** Throws a `ConfigError` where a page could not show the results. */
export function requireShowable({ cells }: Pick<ResolvedSweep, "cells">): void {
  const rows = cells.reduce(
    (sum, { experiment }) => sum + experiment.generations * quantitiesOf(experiment).length,
    0,
  );
  if (rows <= MOST_ROWS) return;
  const [count, most] = [rows, MOST_ROWS].map((number) => number.toLocaleString("en"));
  throw new ConfigError(
    "$.axes",
    `the results would have ${count} rows, and a page holds ${most}; take fewer cells, generations or metrics, or the command line`,
  );
}

/** What a sweep would take. Throws a `ConfigError` where a cell does not fit into memory. */
export async function planOf(
  sweep: ResolvedSweep,
  adapter: AdapterInfo,
  store: RunStore,
  notes: PageNotes,
): Promise<SweepPlan> {
  requireShowable(sweep);
  const planner = new BatchPlanner(adapter, preferredGraphs(adapter), MOST_CHECKPOINT_BYTES);
  await planner.requireRoom(sweep);
  const batches: Cell[][] = [];
  let memoryBytes = 0;
  let queue = coarseToFine(sweep.cells, sweep.axes);
  while (queue.length > 0) {
    const batch = await planner.next(queue, mostTogether(sweep));
    memoryBytes = Math.max(memoryBytes, await planner.bytesOf(batch));
    const taken = new Set(batch);
    queue = queue.filter((cell) => !taken.has(cell));
    batches.push(batch);
  }
  return {
    cells: sweep.cells.length,
    skipped: skippedInWords(sweep).slice(0, MOST_TOLD),
    skippedCount: sweep.skipped.length,
    batches: batches.length,
    together: Math.max(...batches.map(({ length }) => length)),
    lineages: sweep.cells.reduce((sum, { experiment }) => sum + experiment.lineages, 0),
    memoryBytes,
    seconds: await secondsOf(batches, adapter, store, notes),
  };
}

export function skippedInWords({ axes, skipped }: ResolvedSweep): string[] {
  return skipped.map((cell) => `${cellInWords(axes, cell)}: ${cell.reason}`);
}

/** As the newest run of the same data and model took, for as much work or more. */
async function secondsOf(
  batches: readonly (readonly Cell[])[],
  adapter: AdapterInfo,
  store: RunStore,
  notes: PageNotes,
): Promise<number | null> {
  const [[{ experiment: first }]] = batches;
  const known = await measured(
    adapter,
    store,
    notes,
    ({ dataset, family }) =>
      dataset.name === first.experiment.dataset.name &&
      family.name === first.experiment.family.name,
  );
  if (known === null) return null;
  const before = known.experiment.lineages * known.experiment.samples;
  return batches.reduce((sum, cells) => {
    const work = cells.reduce(
      (all, { experiment: { lineages, samples } }) => all + lineages * samples,
      0,
    );
    // A generation of little work takes no less than one of more.
    const each = known.secondsEach * Math.max(1, work / before);
    return sum + each * cells[0].experiment.generations;
  }, 0);
}
