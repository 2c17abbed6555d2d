import { StoreError } from "../../errors.ts";
import type { RunId } from "./protocol.ts";

const nameOf = (run: RunId) => `ouroboros/${run}`;

/** The runs, of those asked about, that some tab is at work on. */
export async function lockedRuns(runs: readonly RunId[]): Promise<ReadonlySet<RunId>> {
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return new Set();
  const { held = [] } = await locks.query();
  // Who only waits for a run to be free shares the lock for a moment.
  const names = new Set(held.filter(({ mode }) => mode !== "shared").map(({ name }) => name));
  return new Set(runs.filter((run) => names.has(nameOf(run))));
}

/**
 * Holds a run against other tabs while `work` goes on; a page that holds a lock is also not put to
 * sleep in the background. Throws a `StoreError` where another tab has it.
 */
export async function withRunLock(run: RunId, work: () => Promise<void>): Promise<void> {
  // Absent without a secure connection, and then there is no stored run to protect either.
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return await work();
  for (;;) {
    const isDone = await locks.request(nameOf(run), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await work();
      return lock !== null;
    });
    if (isDone) return;
    if ((await lockedRuns([run])).has(run)) {
      throw new StoreError("another tab is at work on this run; go on there, or close it");
    }
    await untilFree(locks, run);
  }
}

async function untilFree(locks: LockManager, run: RunId): Promise<void> {
  await locks.request(nameOf(run), { mode: "shared" }, () => {});
}

/** Tells when other tabs let go of runs, as the page before this one does in the end. */
export class LockWatch {
  readonly #onFree: (run: RunId) => void;
  readonly #watched = new Set<RunId>();

  constructor(onFree: (run: RunId) => void) {
    this.#onFree = onFree;
  }

  /** Runs that another tab is at work on. */
  watch(runs: readonly RunId[]): void {
    for (const run of runs) {
      if (this.#watched.has(run)) continue;
      this.#watched.add(run);
      void untilFree(navigator.locks, run).then(() => {
        this.#watched.delete(run);
        this.#onFree(run);
      });
    }
  }
}
