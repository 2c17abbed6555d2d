import type { StoredGeneration, StoredProgress } from "../stored-run.ts";
import { nextTask } from "./next-task.ts";
import type { RunId, RunState } from "./protocol.ts";
import { Stopping } from "./stopping.ts";

/** How long the worker may go without looking at its messages, milliseconds. */
export const BREATH_MS = 10;

/**
 * Asks a run for its generations, at the pace that the user wants: to pause is not to ask, to step
 * is to ask once, to stop is the signal.
 */
export class ActiveRun {
  readonly run: RunId;
  readonly #stopping = new Stopping();
  readonly #onState: (state: RunState) => void;
  #paused: boolean;
  /** Generations to ask for although the run is paused. */
  #steps = 0;
  /** Whether what is under way is a step, to be paused after. */
  #isStepping = false;
  #wake: () => void = () => {};
  /** Settles when the run has let go of everything. */
  done: Promise<void> = Promise.resolve();

  constructor(run: RunId, paused: boolean, onState: (state: RunState) => void) {
    this.run = run;
    this.#paused = paused;
    this.#onState = onState;
  }

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  get leave(): AbortSignal {
    return this.#stopping.leave;
  }

  pause(): void {
    this.#paused = true;
    this.#isStepping = false;
  }

  resume(): void {
    this.#paused = false;
    this.#wake();
  }

  step(): void {
    this.#paused = true;
    this.#steps++;
    this.#wake();
  }

  /** Resolves when the last checkpoint is written, or the run is left for what it is. */
  async stop(): Promise<void> {
    const stopped = this.#stopping.stop(this.done);
    this.#wake();
    await stopped;
  }

  /** `take` gets each event; `rest` is called when the run comes to stand still. */
  async drive(
    events: AsyncGenerator<StoredGeneration | StoredProgress, void, void>,
    take: (event: StoredGeneration | StoredProgress) => Promise<void>,
    rest: () => Promise<void>,
    now: () => number,
  ): Promise<void> {
    let breathed = now();
    await this.#gate(rest);
    for await (const event of events) {
      await take(event);
      if (this.signal.aborted) continue; // the run itself ends at the signal
      // A step is a whole generation, so there is nothing to wait for in the middle of one.
      const isStepping = event.kind === "progress" && this.#isStepping;
      if (this.#paused && this.#steps === 0 && !isStepping) await event.save();
      if (!isStepping) await this.#gate(rest);
      if (now() - breathed >= BREATH_MS) {
        await nextTask();
        breathed = now();
      }
    }
  }

  /** Waits as long as the run is paused and no step is asked for. */
  async #gate(rest: () => Promise<void>): Promise<void> {
    const stands = () => this.#paused && this.#steps === 0 && !this.signal.aborted;
    if (stands()) {
      await rest();
      this.#onState("paused");
      while (stands()) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          if (!stands()) resolve();
        });
      }
      if (!this.signal.aborted && !this.#paused) this.#onState("running");
    }
    this.#isStepping = this.#paused && this.#steps > 0;
    this.#steps = Math.max(0, this.#steps - 1);
  }
}
