import { SingleBar } from "cli-progress";
import type { Compiled } from "../../compute/backend.ts";
import type { Replaying } from "../fork.ts";

/** One line for a person, on standard error: standard output is for results. */
export function say(message: string): void {
  process.stderr.write(`${message.replaceAll(/\s*\n\s*/g, " ")}\n`);
}

export interface Progress {
  /** So many kernels are compiled, before anything else is done. */
  compiled(compiled: Compiled): void;
  /** So many generations are done. */
  update(done: number): void;
  /** So much of the one under way. */
  within(work: Work): void;
  stop(): void;
}

/** What a line can say of long work. */
interface Work {
  readonly generation: number;
  readonly phase: "fit" | "sample";
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly traces: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly notice: string | null;
}

/** The cells of a sweep: so many are done, with parts of those under way. */
export interface CellProgress {
  update(done: number): void;
  stop(): void;
}

/** The same bar for cells, of which `done` are there already. */
export function openCellProgress(total: number, done: number): CellProgress {
  if (!process.stderr.isTTY) return { update() {}, stop() {} };
  const bar = barOf("{bar} {cells}/{total} cells", "");
  bar.start(total, done, { cells: done });
  return {
    update: (now) => bar.update(now, { cells: Math.floor(now) }),
    stop: () => bar.stop(),
  };
}

/** The same bar for generations up to `last` that are run again for a fork. */
export function openReplayProgress(): {
  update(replaying: Replaying): void;
  stop(): void;
} {
  if (!process.stderr.isTTY) return { update() {}, stop() {} };
  const bar = barOf("replaying the parent {bar} {generation}/{last}", "{work}");
  let isOpen = false;
  return {
    update({ generation, last, work }) {
      const words = { generation, last, work: work === null ? "" : `; ${placeInWords(work)}` };
      if (!isOpen) bar.start(last + 1, generation, words);
      isOpen = true;
      bar.update(generation + (work === null ? 0 : shareOf(work)), words);
    },
    stop() {
      if (isOpen) bar.stop();
      isOpen = false;
    },
  };
}

function barOf(before: string, after: string): SingleBar {
  return new SingleBar({
    format: `${before}, {duration_formatted} so far, {eta_formatted} left${after}`,
    stream: process.stderr,
    barCompleteChar: "━",
    barIncompleteChar: "┄",
    barsize: 30,
    etaBuffer: 50,
    hideCursor: true,
  });
}

/** A bar with the time that is left; silent where standard error is no terminal. */
export function openProgress(total: number): Progress {
  if (!process.stderr.isTTY) return { compiled() {}, update() {}, within: sayNotice, stop() {} };
  const compiling = barOf("compiling kernels {bar} {value}/{total}", "");
  const bar = barOf("{bar} {generations}/{total} generations", "{work}");
  let open: SingleBar | null = null;
  const turnTo = (next: SingleBar | null, start: () => void) => {
    if (open === next) return;
    open?.stop();
    open = next;
    start();
  };
  const show = (from: number, value: number, work: string) => {
    const generations = Number.isInteger(value) ? value : (Math.floor(10 * value) / 10).toFixed(1);
    // Generations that are there already say nothing about the time that is left.
    turnTo(bar, () => bar.start(total, from, { generations, work }));
    bar.update(value, { generations, work });
  };
  return {
    compiled({ done, total: all }) {
      turnTo(compiling, () => compiling.start(all, 0));
      compiling.update(done);
    },
    update: (done) => show(done - 1, done, ""),
    within(work) {
      sayNotice(work);
      show(work.generation, work.generation + shareOf(work), `; ${inWords(work)}`);
    },
    stop: () => turnTo(null, () => {}),
  };
}

type Place = Pick<Work, "phase" | "done" | "total" | "unit">;

/** Half of a generation is fitting, as far as a bar can know. */
function shareOf({ phase, done, total }: Place): number {
  return Math.min((done / total + (phase === "fit" ? 0 : 1)) / 2, 0.99);
}

function inWords(work: Work): string {
  const loss = work.traces["loss"]?.at(-1)?.[1];
  const how = work.phase === "fit" && loss !== undefined ? `, loss ${loss.toPrecision(4)}` : "";
  return `${placeInWords(work)}${how}`;
}

function placeInWords({ phase, done, total, unit }: Place): string {
  return `${phase === "fit" ? "fitting" : "sampling"} ${done}/${total} ${unit}`;
}

function sayNotice({ notice }: Work): void {
  if (notice !== null) say(notice);
}

/** A word of a command line, quoted where a shell would take it apart. */
export function quotedArgument(word: string): string {
  return /^[\w./:=@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** As shells name a process that a signal has ended. */
const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interruption {
  readonly signal: AbortSignal;
  /** Stops as SIGTERM would. */
  terminate(): void;
  /** The exit code that the signal asks for; null where there was none. */
  code(): number | null;
  release(): void;
}

/** Turns the first SIGINT or SIGTERM into an abort. A second one ends the process at once. */
export function openInterruption(): Interruption {
  const controller = new AbortController();
  let code: number | null = null;
  const handlers = Object.entries(SIGNAL_CODES).map(([name, number]) => {
    const handler = () => {
      if (code !== null) process.exit(number);
      code = number;
      say("stopping as soon as it is saved; once more stops at once");
      controller.abort();
    };
    process.on(name, handler);
    return { name, handler };
  });
  return {
    signal: controller.signal,
    terminate() {
      code ??= SIGNAL_CODES.SIGTERM;
      controller.abort();
    },
    code: () => code,
    release() {
      for (const { name, handler } of handlers) process.off(name, handler);
    },
  };
}
