import type { RunId, StoredRunEntry } from "../hosts/browser/protocol.ts";
import type { LabView } from "./run-view.ts";

/**
 * How long a run may still be in the hands of the page before this one, milliseconds: browsers end a
 * worker that does not listen after two seconds.
 */
const PATIENCE_MS = 2500;

/** Decides once with what a visitor is greeted: the run that the last visit left undone, if any. */
export class Greeting {
  readonly #greet: (left: RunId | null) => void;
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #runs: readonly StoredRunEntry[] = [];

  constructor(greet: (left: RunId | null) => void) {
    this.#greet = greet;
  }

  /** The page knows something more. */
  about({ adapter, runs }: LabView): void {
    if (this.#isOver || adapter === null || runs === null) return;
    this.#runs = runs.filter(({ done, generations }) => done < generations);
    if (this.#runs.length === 0 || !this.#runs[0].elsewhere) this.#decide();
    else this.#timer ??= setTimeout(() => this.#decide(), PATIENCE_MS);
  }

  /** The visitor has begun with something. */
  forgo(): void {
    this.#isOver = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #decide(): void {
    this.forgo();
    this.#greet(this.#runs.find(({ elsewhere }) => !elsewhere)?.run ?? null);
  }
}
