import type { StoredProgress } from "../stored-run.ts";
import type { TimeLeft } from "./protocol.ts";

/** A rate that is measured over less than this says nothing, milliseconds. */
const LEAST_MS = 400;
/** The share of a phase after which the generation before it has no say any more. */
const TELLING_SHARE = 0.25;

type Phase = StoredProgress["phase"];
type Said = "generation" | "phase" | "done" | "total" | "ahead";

/**
 * How long a run of long work still takes, from what was measured of it: how fast each phase goes,
 * and what a generation takes besides.
 */
export class RunPace {
  readonly #now: () => number;
  readonly #generations: number;
  /** Where the measurement of the phase under way began. */
  #from: { readonly place: string; readonly at: number; readonly done: number } | null = null;
  /** Milliseconds of a step or token of each phase, of late. */
  readonly #rates = new Map<Phase, number>();
  /** Milliseconds that each phase has taken of the generation under way. */
  readonly #spent = new Map<Phase, number>();
  /** The same when the phase under way began. */
  #before: number | undefined;
  /** Of a generation, beyond its phases; null before one was seen whole. */
  #besides: number | null = null;
  #begun: number | null = null;
  /** Of all generations that were seen whole. */
  #milliseconds = 0;
  #count = 0;

  /** `now` is a clock in milliseconds. */
  constructor(now: () => number, generations: number) {
    this.#now = now;
    this.#generations = generations;
  }

  /** Reports long work. */
  left(progress: Pick<StoredProgress, Said>): TimeLeft {
    const { generation, phase, done, total, ahead } = progress;
    const now = this.#now();
    const place = `${generation} ${phase}`;
    if (this.#from?.place !== place) {
      this.#from = { place, at: now, done };
      this.#before = this.#rates.get(phase);
    }
    this.#begun ??= now;
    const [passed, steps] = [now - this.#from.at, done - this.#from.done];
    if (passed >= LEAST_MS && steps > 0) {
      const measured = passed / steps;
      const before = this.#before ?? measured;
      const trust = Math.min(1, steps / total / TELLING_SHARE);
      this.#rates.set(phase, before + trust * (measured - before));
    }
    const rate = this.#rates.get(phase);
    if (rate === undefined) return { phase: null, run: null, isLeast: true };
    this.#spent.set(phase, rate * total);
    const phaseLeft = rate * (total - done);
    const other = phase === "fit" ? "sample" : "fit";
    const besides = (this.#besides ?? 0) * (this.#generations - generation);
    const after = (one: Phase) => (this.#rates.get(one) ?? 0) * (ahead[one] ?? 0);
    return {
      phase: phaseLeft / 1000,
      run: (phaseLeft + after(phase) + after(other) + besides) / 1000,
      // What has not been seen yet takes its time too.
      isLeast: this.#besides === null && !this.#rates.has(other),
    };
  }

  /** Reports that a generation is over. */
  finish(): void {
    const now = this.#now();
    if (this.#begun !== null) {
      this.#milliseconds += now - this.#begun;
      this.#count++;
      const phases = [...this.#spent.values()].reduce((sum, one) => sum + one, 0);
      this.#besides = Math.max(0, now - this.#begun - phases);
    }
    this.#spent.clear();
    this.#begun = now;
    this.#from = null;
  }

  /** Of a generation on the average; null before one was seen whole. */
  get secondsEach(): number | null {
    return this.#count === 0 ? null : this.#milliseconds / this.#count / 1000;
  }

  /** A pause is no part of the pace. */
  interrupt(): void {
    this.#begun = null;
    this.#from = null;
  }
}
