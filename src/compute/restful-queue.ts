import { Abandoned } from "../errors.ts";

/** What a queue that rests needs of its host. */
export interface Rests {
  /** Milliseconds. */
  readonly now: () => number;
  /** Lets everything else in that waits for its turn. */
  readonly rest: () => Promise<void>;
}

/** Work goes on for so long before others have their turn, milliseconds. */
const BUSY_MS = 50;

interface Entry {
  readonly run: () => void;
  /** Of a question, which is not only done but answered. */
  readonly reject?: (reason: unknown) => void;
}

const DONE: Entry = { run: () => {} };

/**
 * Does things in their order, at once as long as nobody else has to wait for long, and what comes
 * after that between rests.
 */
export class RestfulQueue {
  readonly #rests: Rests | null;
  #entries: Entry[] = [];
  #next = 0;
  #isResting = false;
  #rested = -Infinity;
  /** What went wrong, for the next one who asks. */
  #problem: { readonly reason: unknown } | null = null;

  /** Without a clock everything is done at once. */
  constructor(rests: Rests | null) {
    this.#rests = rests;
  }

  do(run: () => void): void {
    if (this.#isFree()) run();
    else this.#push({ run });
  }

  /** What `answer` gives when everything before it is done. */
  ask<T>(answer: () => T): Promise<T> {
    if (this.#isFree()) return new Promise((resolve) => resolve(answer()));
    return new Promise((resolve, reject) => this.#push({ run: () => resolve(answer()), reject }));
  }

  /** Does all that waits, now. */
  settle(): void {
    while (this.#next < this.#entries.length) this.#step();
    this.#clear();
  }

  /** Forgets all that waits. */
  abandon(): void {
    const left = this.#entries.slice(this.#next);
    this.#clear();
    for (const { reject } of left) reject?.(new Abandoned());
  }

  #isFree(): boolean {
    if (this.#entries.length > 0 || this.#problem !== null) return false;
    if (this.#rests === null) return true;
    // Before the first one there was nothing to rest from.
    if (this.#rested === -Infinity) this.#rested = this.#rests.now();
    return this.#rests.now() - this.#rested < BUSY_MS;
  }

  #push(entry: Entry): void {
    this.#entries.push(entry);
    if (!this.#isResting) void this.#goOn(this.#rests!);
  }

  async #goOn({ now, rest }: Rests): Promise<void> {
    this.#isResting = true;
    while (this.#next < this.#entries.length) {
      await rest();
      this.#rested = now();
      // What waited may have been done or given up meanwhile.
      while (this.#next < this.#entries.length) {
        this.#step();
        if (now() - this.#rested >= BUSY_MS) break;
      }
    }
    this.#clear();
    this.#isResting = false;
  }

  #step(): void {
    const { run, reject } = this.#entries[this.#next];
    // What it works on is not held any longer.
    this.#entries[this.#next++] = DONE;
    if (this.#problem === null) {
      try {
        return run();
      } catch (reason) {
        this.#problem = { reason };
      }
    }
    // What comes after a mistake is void up to the next one who asks, who hears of it.
    if (reject === undefined) return;
    reject(this.#problem.reason);
    this.#problem = null;
  }

  #clear(): void {
    this.#entries = [];
    this.#next = 0;
  }
}
