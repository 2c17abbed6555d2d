import { type DispatchCosts, type Work, expectedOf } from "./dispatch-costs.ts";

/** In what portions an adapter is given work, in milliseconds. */
export interface Pace {
  /** A submit is sent after about so much: long enough to hide the way to the adapter and back. */
  readonly submit: number;
  /** What nothing can shorten is sent by itself rather than make a submit longer than this. */
  readonly mostSubmit: number;
  /** A dispatch that takes longer is done in pieces, so that others of the desktop come in between. */
  readonly dispatch: number;
}

/** From an idle GPU and back again, besides the work: browsers take up to so long. */
const ROUND_TRIP_MS = 4;

/** What this needs of a `GPUQueue`. */
export type Landings = Pick<GPUQueue, "onSubmittedWorkDone">;

/** Something to be done in order among the submits; `works` is null for what is no submit. */
interface Action {
  readonly run: () => void;
  readonly works: readonly Work[] | null;
  /** In place of `run` where the work is given up. */
  readonly skip: () => void;
}

/** A submit on its way. */
interface Flight {
  readonly works: readonly Work[];
  readonly expected: number;
  readonly at: number;
  readonly fromIdle: boolean;
}

/**
 * The way to the queue of a device: holds submits back as long as enough is on its way there, so
 * that others of the desktop get their turn, and tells how long they take.
 */
export class PacedQueue {
  readonly #landings: Landings;
  readonly #costs: DispatchCosts;
  readonly #now: (() => number) | null;
  readonly #pace: Pace;
  #waiting: Action[] = [];
  readonly #flights: Flight[] = [];
  #lastLanding = 0;

  /** Without a clock nothing is held back. */
  constructor(
    landings: Landings,
    costs: DispatchCosts,
    { now, pace }: { readonly now: (() => number) | null; readonly pace: Pace },
  ) {
    this.#landings = landings;
    this.#costs = costs;
    this.#now = now;
    this.#pace = pace;
  }

  /** Whether everything so far is on its way, so that what comes next will be at once. */
  get isClear(): boolean {
    return this.#waiting.length === 0;
  }

  /** `run` does the submit itself; `skip` is called in its place where it is given up. */
  submit(works: readonly Work[], run: () => void, skip: () => void = () => {}): void {
    this.#pass({ run, works, skip });
  }

  /** Runs after every submit so far is on its way, and before the next. */
  after(run: () => void): void {
    this.#pass({ run, works: null, skip: run });
  }

  /** Gives up every submit that is held back. */
  abandon(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { skip } of waiting) skip();
  }

  /** Sends everything, for others who put work on the same queue. */
  drain(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const action of waiting) this.#start(action);
  }

  #pass(action: Action): void {
    if (this.isClear && this.#hasRoomFor(action)) this.#start(action);
    else this.#waiting.push(action);
  }

  #hasRoomFor({ works }: Action): boolean {
    if (works === null || this.#flights.length < 2) return true;
    const ahead = this.#flights.reduce((sum, { expected }) => sum + expected, 0);
    return ahead + expectedOf(works) <= 2 * this.#pace.submit;
  }

  #start({ run, works }: Action): void {
    run();
    if (works === null || this.#now === null) return;
    const fromIdle = this.#flights.length === 0;
    this.#flights.push({ works, expected: expectedOf(works), at: this.#now(), fromIdle });
    const land = () => this.#land();
    void this.#landings.onSubmittedWorkDone().then(land, land);
  }

  #land(): void {
    const { works, at, fromIdle } = this.#flights.shift()!;
    const now = this.#now!();
    const elapsed = now - (fromIdle ? at : this.#lastLanding);
    this.#lastLanding = now;
    // A short submit is mostly the way there.
    const isUpperBound = elapsed < this.#pace.submit / 2;
    const work = fromIdle && !isUpperBound ? elapsed - ROUND_TRIP_MS : elapsed;
    if (works.length > 0) this.#costs.learn(works, work, isUpperBound && fromIdle);
    while (this.#waiting.length > 0 && this.#hasRoomFor(this.#waiting[0])) {
      this.#start(this.#waiting.shift()!);
    }
  }
}
