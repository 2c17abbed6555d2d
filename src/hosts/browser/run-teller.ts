import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import type { GenerationRecord } from "../../record.ts";
import type { StoredGeneration, StoredProgress } from "../stored-run.ts";
import { Batcher } from "./batcher.ts";
import { type PageNotes, type StoredPicture, pictureOf } from "./page-notes.ts";
import { ProgressReport } from "./progress-report.ts";
import type { Batch, Compiled, EngineEvent, RunId } from "./protocol.ts";

/** How often the newest model is noted down while a run goes on, milliseconds. */
const NOTE_MS = 2000;
/** Kernels that are compiled sooner are not worth a word, milliseconds. */
const SHORT_MS = 500;

/** Tells the page what comes of a run, and notes down what it wants to show again. */
export class RunTeller {
  readonly #run: RunId;
  readonly #resolved: ResolvedExperiment;
  readonly #notes: PageNotes;
  readonly #now: () => number;
  readonly #post: (event: EngineEvent) => void;
  readonly #parent: readonly GenerationRecord[];
  readonly #progress: ProgressReport;
  #batcher: Batcher | null = null;
  #newest: StoredPicture | null = null;
  readonly #begun: number;
  #noted: number;
  #isRunning = false;
  #isResting = false;

  /** `now` is a clock in milliseconds. */
  constructor(
    run: RunId,
    resolved: ResolvedExperiment,
    notes: PageNotes,
    now: () => number,
    post: (event: EngineEvent) => void,
    parent: readonly GenerationRecord[] = [],
  ) {
    this.#parent = parent;
    this.#run = run;
    this.#resolved = resolved;
    this.#notes = notes;
    this.#now = now;
    this.#post = post;
    this.#begun = this.#noted = now();
    this.#progress = new ProgressReport(now, resolved.generations, (report) =>
      post({ type: "progress", run, report }),
    );
  }

  tellCompiled(compiled: Compiled): void {
    if (this.#now() - this.#begun < SHORT_MS) return;
    this.#post({ type: "compiled", run: this.#run, compiled });
  }

  /** Returns whether this is the first generation that it hears of. */
  async tell(event: StoredGeneration | StoredProgress): Promise<boolean> {
    if (event.kind === "progress") {
      // The generation before this one may still wait to be sent.
      this.#batcher?.flush();
      if (!this.#isRunning) this.#running();
      this.#progress.report(event);
      return false;
    }
    const { record, watched } = event;
    this.#progress.finish();
    const isFirst = this.#batcher === null;
    this.#batcher ??= await this.#startAt(record.generation);
    if (this.#isResting) this.#batcher.restartClock();
    this.#isResting = false;
    const picture = pictureOf(watched);
    const deaths = this.#batcher.add(record, picture);
    if (deaths !== null) await this.#notes.addDeaths(this.#run, deaths);
    this.#newest = { generation: record.generation, picture, secondsEach: null };
    if (this.#now() - this.#noted >= NOTE_MS) await this.note();
    return isFirst;
  }

  /** The run comes to stand still. */
  async rest(): Promise<void> {
    [this.#isRunning, this.#isResting] = [false, true];
    this.#progress.interrupt();
    await this.note();
  }

  async note(): Promise<void> {
    this.#batcher?.flush();
    const { secondsEach } = this.#progress;
    if (this.#newest !== null) {
      await this.#notes.savePicture(this.#run, { ...this.#newest, secondsEach });
    }
    this.#noted = this.#now();
  }

  async #startAt(generation: number): Promise<Batcher> {
    const known = await this.#notes.cutDeaths(this.#run, generation);
    const dead = known.flatMap(({ categories }) => categories);
    if (!this.#isRunning) this.#running();
    const send = (batch: Batch) => this.#post({ type: "generations", run: this.#run, batch });
    return new Batcher(this.#resolved.facts, dead, this.#now, send, this.#parent);
  }

  #running(): void {
    this.#isRunning = true;
    this.#post({ type: "state", run: this.#run, state: "running" });
  }
}
