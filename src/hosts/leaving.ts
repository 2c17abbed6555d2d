import type { Backend } from "../compute/backend.ts";

/**
 * What somebody does on a backend, up to the signal: at that, all that the backend is at is given up,
 * and the events end without another. Who dispatches looks at the signal before it takes what comes
 * of that for anything.
 */
export async function* leaving<E>(
  events: AsyncGenerator<E, void, void>,
  backend: Backend,
  signal: AbortSignal | undefined,
): AsyncGenerator<E, void, void> {
  const abandon = () => backend.abandon();
  signal?.addEventListener("abort", abandon);
  try {
    yield* events;
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  } finally {
    signal?.removeEventListener("abort", abandon);
  }
}
