import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { Progress } from "../families/family.ts";
import type { Parameters } from "../samples.ts";

/** Milliseconds between two chances to pause. */
const ROUND_MS = 150;

/** Which passes there are, and what they have made so far. */
interface Passes {
  readonly done: number;
  readonly total: number;
  /** u32 [1], which every pass advances. */
  readonly clock: Tensor<"u32">;
  readonly state: Parameters;
}

/** Makes passes, more of them at a time the faster they are. */
export async function* paced(
  context: Context,
  { done: before, total, clock, state }: Passes,
  pass: (times: number) => void | Promise<void>,
): AsyncGenerator<Progress, void, void> {
  const { backend, signal, dry } = context;
  let done = before;
  for (let count = 1; done < total;) {
    signal.throwIfAborted();
    const times = Math.min(dry ? total : count, total - done);
    const started = context.now();
    if (!dry) await pass(times);
    await backend.read(clock);
    const elapsed = Math.max(1e-3, context.now() - started);
    count = Math.ceil(Math.min(2 * times, (times * ROUND_MS) / elapsed));
    done += times;
    if (done < total) yield { done, total, unit: "steps", state };
  }
}
