import { sweepData } from "../../report/sweep-data.ts";
import { diagramOf } from "../../sweeps/diagram.ts";
import { Results } from "../../sweeps/results.ts";
import { type Cell, type ResolvedSweep, cellInWords } from "../../sweeps/sweep.ts";
import type { SweepEvent, SweepState } from "../stored-sweep.ts";
import type { SweepFolder } from "../sweep-folder.ts";
import type { FailedCell, SweepPicture } from "./sweep-protocol.ts";

/** Less than this says nothing of how long the rest takes, milliseconds. */
const TELLING_MS = 1000;

/** All that is known of a sweep while it runs: every generation of every cell, as soon as it is there. */
export class LivePicture {
  readonly #sweep: ResolvedSweep;
  readonly #folder: SweepFolder;
  readonly #now: () => number;
  readonly #results: Results;
  readonly #finished = new Set<number>();
  readonly #failed = new Map<number, FailedCell>();
  #underway: SweepPicture["underway"] = null;
  /** When the first event came, and the work that was done by then and since. */
  #begun: number | null = null;
  #work = { before: 0, since: 0 };

  private constructor(sweep: ResolvedSweep, folder: SweepFolder, now: () => number) {
    this.#sweep = sweep;
    this.#folder = folder;
    this.#now = now;
    this.#results = new Results(sweep, sweep.cells);
  }

  /** With everything that is stored. */
  static async of(
    sweep: ResolvedSweep,
    folder: SweepFolder,
    { finished, failed }: SweepState,
    now: () => number,
  ): Promise<LivePicture> {
    const picture = new LivePicture(sweep, folder, now);
    for (const { cell, message } of failed) picture.#fail(cell, message);
    for (const { batch, cells } of finished) {
      await picture.#recall(batch, cells);
      picture.#finish(cells);
    }
    picture.#work.before = cellsOf(finished).reduce((sum, cell) => sum + workOf(cell), 0);
    return picture;
  }

  async take(event: SweepEvent): Promise<void> {
    this.#begun ??= this.#now();
    switch (event.kind) {
      case "begun":
        if (event.from > 0) await this.#recall(event.batch, event.cells);
        for (const { id } of event.cells) this.#failed.delete(id);
        this.#underway = { cells: event.cells.map(({ id }) => id), generations: event.from };
        this.#work.before += event.cells.reduce((sum, cell) => sum + workOf(cell, event.from), 0);
        return;
      case "generation":
        for (const [i, cell] of event.cells.entries()) this.#results.add(cell, event.records[i]);
        this.#underway = {
          cells: event.cells.map(({ id }) => id),
          generations: event.generation + 1,
        };
        this.#work.since += event.cells.reduce((sum, cell) => sum + workOf(cell, 1), 0);
        return;
      case "finished":
        return this.#finish(event.cells);
      case "failed":
        this.#underway = null;
        return this.#fail(event.cell, event.message);
      case "progress":
        return;
      default:
        return event satisfies never;
    }
  }

  /** Nothing is being computed any more. */
  rest(): void {
    this.#underway = null;
    this.#begun = null;
  }

  picture(): SweepPicture {
    const diagram = diagramOf(this.#results);
    const { x, y, panels, isoLines, points, quantities } = diagram;
    return {
      x: plain(x),
      y: y === null ? null : plain(y),
      panels,
      isoLines,
      data: sweepData(diagram),
      quantities: quantities.map(({ title, unit }) => ({ title, unit })),
      points: points.map(({ cells }) => cells.map(({ id }) => id)),
      done: this.#finished.size,
      underway: this.#underway,
      failed: [...this.#failed.values()],
      secondsLeft: this.#secondsLeft(),
    };
  }

  #secondsLeft(): number | null {
    const passed = this.#begun === null ? 0 : this.#now() - this.#begun;
    const { before, since } = this.#work;
    if (passed < TELLING_MS || since === 0) return null;
    const all = this.#sweep.cells.reduce((sum, cell) => sum + workOf(cell), 0);
    return ((passed / 1000) * Math.max(0, all - before - since)) / since;
  }

  async #recall(batch: number, cells: readonly Cell[]): Promise<void> {
    const ids = cells.map(({ id }) => id);
    for await (const { cell, record } of this.#folder.records(batch, ids)) {
      this.#results.add({ id: cell }, record);
    }
  }

  #finish(cells: readonly Cell[]): void {
    for (const { id } of cells) {
      this.#finished.add(id);
      this.#failed.delete(id);
    }
    this.#underway = null;
  }

  #fail(cell: Cell, message: string): void {
    const name = cellInWords(this.#sweep.axes, cell);
    this.#failed.set(cell.id, { cell: cell.id, name, message });
  }
}

function cellsOf(batches: SweepState["finished"]): Cell[] {
  return batches.flatMap(({ cells }) => cells);
}

/** An axis has more to it than a page needs. */
function plain({ label, texts }: SweepPicture["x"]): SweepPicture["x"] {
  return { label, texts };
}

/** What a lineage takes whatever it draws, as so many samples. */
const BESIDES = 200;

/** Of some generations of a cell, or of all. */
function workOf({ experiment }: Cell, generations = experiment.generations): number {
  return generations * experiment.lineages * (BESIDES + experiment.samples);
}
