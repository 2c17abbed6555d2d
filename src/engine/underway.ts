import type { Progress, Work } from "../families/family.ts";
import type { Checkpoint } from "../record.ts";
import type { Parameters } from "../samples.ts";
import type { Outline, Traces, UnfinishedPhase } from "./checkpoint.ts";

/** Long work in the middle of a generation: a place to pause, to save and to stop. */
export interface Underway {
  readonly kind: "progress";
  readonly generation: number;
  readonly phase: "fit" | "sample";
  readonly done: number;
  readonly total: number;
  readonly unit: Progress["unit"];
  /** Of this generation so far. */
  readonly traces: Traces;
  readonly notice: string | null;
  /** What a checkpoint would be made of. Only before the next event is asked for. */
  readonly outline: () => Outline;
  /** Only before the next event is asked for. */
  readonly checkpoint: () => Promise<Checkpoint>;
}

/** Where the work of a generation belongs. */
export interface WorkPlace<E> {
  readonly generation: number;
  readonly outline: (phase: UnfinishedPhase) => Outline;
  readonly read: (outline: Outline) => Promise<Checkpoint>;
  /** What has to be said before the first news. */
  readonly before: () => AsyncGenerator<E, void, void>;
}

/** Does short work at once, and passes on how far long work is. */
export async function* worked<T, E>(
  work: Work<T>,
  phase: Underway["phase"],
  fitted: Parameters | null,
  before: Traces,
  place: WorkPlace<E>,
): AsyncGenerator<Underway | E, readonly [T, Traces], void> {
  const begun = await work;
  if (!isLong(begun)) return [begun, before];
  let traces = before;
  yield* place.before();
  try {
    for (;;) {
      const { done: isDone, value } = await begun.next();
      if (isDone === true) return [value, traces];
      traces = joined(traces, value.traces ?? {});
      const { done, total, unit, state, notice = null } = value;
      const said = traces;
      const outline = () => place.outline({ phase, done, state, fitted, traces: said });
      yield {
        kind: "progress",
        generation: place.generation,
        phase,
        done,
        total,
        unit,
        traces,
        notice,
        outline,
        checkpoint: () => place.read(outline()),
      };
    }
  } finally {
    await begun.return(undefined as never);
  }
}

function isLong<T>(
  work: T | AsyncGenerator<Progress, T, void>,
): work is AsyncGenerator<Progress, T> {
  return typeof work === "object" && work !== null && Symbol.asyncIterator in work;
}

function joined(traces: Traces, more: Traces): Traces {
  const names = [...new Set([...Object.keys(traces), ...Object.keys(more)])];
  return Object.fromEntries(
    names.map((name) => [name, [...(traces[name] ?? []), ...(more[name] ?? [])]]),
  );
}
