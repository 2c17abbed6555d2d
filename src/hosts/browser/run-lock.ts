import { StoreError } from "../../errors.ts";
import type { RunId } from "./protocol.ts";

const nameOf = (run: RunId) => `ouroboros/${run}`;

/** The runs, of those asked about, that some tab is at work on. */
export async function lockedRuns(runs: readonly RunId[]): Promise<ReadonlySet<RunId>> {
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return new Set();
  const held = new Set((await locks.query()).held?.map(({ name }) => name));
  return new Set(runs.filter((run) => held.has(nameOf(run))));
}

/**
 * Holds a run against other tabs while `work` goes on; a page that holds a lock is also not put to
 * sleep in the background. Throws a `StoreError` where another tab has it.
 */
export async function withRunLock(run: RunId, work: () => Promise<void>): Promise<void> {
  // Absent without a secure connection, and then there is no stored run to protect either.
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return await work();
  await locks.request(nameOf(run), { ifAvailable: true }, async (lock) => {
    if (lock === null) {
      throw new StoreError("another tab is at work on this run; go on there, or close it");
    }
    await work();
  });
}
