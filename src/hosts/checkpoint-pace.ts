/** Share of a run's time that checkpoints may take. */
const SHARE = 0.05;
/** Younger work is as soon repeated as read back. */
const LEAST_SPACING_MS = 1000;
/** However long checkpoints take, no more work than this is lost with a kill. */
const MOST_SPACING_MS = 45_000;
/** What the first checkpoint is expected to take, before there is one to learn from. */
const BYTES_PER_MS = 100_000;

/** Spaces checkpoints by time: they cost a twentieth of it, and more only to be often enough. */
export class CheckpointPace {
  readonly #now: () => number;
  readonly #started: number;
  /** Milliseconds: of all checkpoints so far, expected of the next, end of the last. */
  #spent = 0;
  #expected: number;
  #lastEnd: number;

  /** `now` is a clock in milliseconds, `bytes` about what a checkpoint has. */
  constructor(now: () => number, bytes = 0) {
    this.#now = now;
    this.#started = now();
    this.#lastEnd = this.#started;
    this.#expected = bytes / BYTES_PER_MS;
  }

  /** Whether one more checkpoint keeps within the share. */
  isDue(): boolean {
    const now = this.#now();
    const since = now - this.#lastEnd;
    if (since >= MOST_SPACING_MS) return true;
    return (
      since >= LEAST_SPACING_MS && this.#spent + this.#expected <= SHARE * (now - this.#started)
    );
  }

  /** Runs `save` and learns from it how long one takes. */
  async measured(save: () => Promise<void>): Promise<void> {
    const before = this.#now();
    await save();
    this.#lastEnd = this.#now();
    const took = Math.max(0, this.#lastEnd - before);
    this.#spent += took;
    // Pools that accumulate make each checkpoint larger than the one before.
    this.#expected = took * 1.25;
  }
}
