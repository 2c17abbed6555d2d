import { StoreError } from "../../errors.ts";
import type { RunId } from "./protocol.ts";

/**
 * Holds a run against other tabs while `work` goes on; a page that holds a lock is also not put to
 * sleep in the background. Throws a `StoreError` where another tab has it.
 */
export async function withRunLock(run: RunId, work: () => Promise<void>): Promise<void> {
  // Absent without a secure connection, and then there is no stored run to protect either.
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return await work();
  await locks.request(`ouroboros/${run}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) {
      throw new StoreError("another tab is at work on this run; go on there, or close it");
    }
    await work();
  });
}
