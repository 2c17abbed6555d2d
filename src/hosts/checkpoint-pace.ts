/** Share of a run's time that checkpoints may take. */
const SHARE = 0.05;
/** A run that is younger than this is as soon repeated as read back. */
const FIRST_AFTER_MS = 1000;

/** Spaces checkpoints by time, so that they cost at most a twentieth of it. */
export class CheckpointPace {
  readonly #now: () => number;
  readonly #started: number;
  /** Milliseconds that all checkpoints so far took, and the longest of them. */
  #spent = 0;
  #longest = 0;
  #lastEnd: number;

  /** `now` is a clock in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
    this.#started = now();
    this.#lastEnd = this.#started;
  }

  /** Whether one more checkpoint keeps within the share, if it takes as long as the longest. */
  isDue(): boolean {
    const now = this.#now();
    return (
      now - this.#lastEnd >= FIRST_AFTER_MS &&
      this.#spent + this.#longest <= SHARE * (now - this.#started)
    );
  }

  /** Runs `save` and remembers how long it took. */
  async measured(save: () => Promise<void>): Promise<void> {
    const before = this.#now();
    await save();
    this.#lastEnd = this.#now();
    const took = Math.max(0, this.#lastEnd - before);
    this.#spent += took;
    this.#longest = Math.max(this.#longest, took);
  }
}
