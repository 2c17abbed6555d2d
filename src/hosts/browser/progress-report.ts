import type { StoredProgress } from "../stored-run.ts";
import type { Report } from "./protocol.ts";
import { RunPace } from "./run-pace.ts";

/** Time between two reports, milliseconds. */
const INTERVAL_MS = 100;
/** How much of the old rate remains in the new one. */
const MEMORY = 0.8;

/** Tells how far long work is, a few times a second, and at what rate it goes. */
export class ProgressReport {
  readonly #now: () => number;
  readonly #send: (report: Report) => void;
  readonly #pace: RunPace;
  #sentAt = -Infinity;
  #place = "";
  #done = 0;
  #perSecond: number | null = null;

  /** `now` is a clock in milliseconds. */
  constructor(now: () => number, generations: number, send: (report: Report) => void) {
    this.#now = now;
    this.#pace = new RunPace(now, generations);
    this.#send = send;
  }

  report(progress: StoredProgress): void {
    const { generation, phase, done, total, unit, traces, notice } = progress;
    const now = this.#now();
    const place = `${generation} ${phase}`;
    const isNew = place !== this.#place;
    if (!isNew && now - this.#sentAt < INTERVAL_MS && done < total && notice === null) return;
    if (isNew) this.#perSecond = null;
    else if (now > this.#sentAt) {
      const rate = (1000 * (done - this.#done)) / (now - this.#sentAt);
      const before = this.#perSecond ?? rate;
      this.#perSecond = MEMORY * before + (1 - MEMORY) * rate;
    }
    [this.#place, this.#done, this.#sentAt] = [place, done, now];
    const perSecond = this.#perSecond;
    const left = this.#pace.left(progress);
    this.#send({ generation, phase, done, total, unit, perSecond, traces, notice, left });
  }

  get secondsEach(): number | null {
    return this.#pace.secondsEach;
  }

  /** A generation is over. */
  finish(): void {
    this.#pace.finish();
  }

  /** A pause is no part of any rate. */
  interrupt(): void {
    this.#place = "";
    this.#pace.interrupt();
  }
}
