import type { Backend } from "../compute/backend.ts";
import { Abandoned } from "../errors.ts";

/**
 * The events of a run up to the signal, at which whatever the backend is at is given up: then they
 * end without another, however long that one would have taken.
 */
export async function* leaving<E>(
  events: AsyncGenerator<E, void, void>,
  backend: Backend,
  signal: AbortSignal | undefined,
): AsyncGenerator<E, void, void> {
  const abandon = () => backend.abandon();
  signal?.addEventListener("abort", abandon);
  try {
    for await (const event of events) {
      // What came of work that was given up is worth nothing.
      if (signal?.aborted === true) return;
      yield event;
    }
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  } finally {
    signal?.removeEventListener("abort", abandon);
  }
}

/** Saves, unless that is given up as well. Returns whether it is saved. */
export async function savedUnlessLeft(save: () => Promise<void>): Promise<boolean> {
  try {
    await save();
    return true;
  } catch (error) {
    if (error instanceof Abandoned) return false;
    throw error;
  }
}
