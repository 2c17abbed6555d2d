/** How long work may take to come to a place where it is saved before it is left, milliseconds. */
const PATIENCE_MS = 1000;

/** Ends work where it can be saved if that is soon, and otherwise wherever it is. */
export class Stopping {
  readonly #abort = new AbortController();
  readonly #leave = new AbortController();

  /** To end where it can be saved. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** To end at once. */
  get leave(): AbortSignal {
    return this.#leave.signal;
  }

  /** Resolves with `done`, which settles when the work has let go of everything. */
  async stop(done: Promise<void>): Promise<void> {
    this.#abort.abort();
    const patience = setTimeout(() => this.#leave.abort(), PATIENCE_MS);
    await done;
    clearTimeout(patience);
  }
}
