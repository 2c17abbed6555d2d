import type { StoredProgress } from "../stored-run.ts";
import type { Report } from "./protocol.ts";

/** Time between two reports, milliseconds. */
const INTERVAL_MS = 100;
/** How much of the old rate remains in the new one. */
const MEMORY = 0.8;

/** Tells how far long work is, a few times a second, and at what rate it goes. */
export class ProgressReport {
  readonly #now: () => number;
  readonly #send: (report: Report) => void;
  #sentAt = -Infinity;
  #place = "";
  #done = 0;
  #perSecond: number | null = null;

  /** `now` is a clock in milliseconds. */
  constructor(now: () => number, send: (report: Report) => void) {
    this.#now = now;
    this.#send = send;
  }

  report({ generation, phase, done, total, unit, traces, notice }: StoredProgress): void {
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
    this.#send({ generation, phase, done, total, unit, perSecond, traces, notice });
  }
}
