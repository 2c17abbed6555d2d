import { SingleBar } from "cli-progress";

/** One line for a person, on standard error: standard output is for results. */
export function say(message: string): void {
  process.stderr.write(`${message.replaceAll(/\s*\n\s*/g, " ")}\n`);
}

export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** A bar with the time that is left; silent where standard error is no terminal. */
export function openProgress(total: number): Progress {
  if (!process.stderr.isTTY) return { update() {}, stop() {} };
  const bar = new SingleBar({
    format: "{bar} {value}/{total} generations, {duration_formatted} so far, {eta_formatted} left",
    stream: process.stderr,
    barCompleteChar: "━",
    barIncompleteChar: "┄",
    barsize: 30,
    etaBuffer: 50,
    hideCursor: true,
  });
  let isOpen = false;
  return {
    update(done) {
      // Generations that are there already say nothing about the time that is left.
      if (!isOpen) bar.start(total, done - 1);
      isOpen = true;
      bar.update(done);
    },
    stop() {
      if (isOpen) bar.stop();
      isOpen = false;
    },
  };
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
      say("stopping after this generation; once more stops at once");
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
