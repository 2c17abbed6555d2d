import type { BackendChoice, Command, EngineEvent } from "./protocol.ts";
import { PING, PONG } from "./pulse.ts";

/** Who does not answer for so long is in the middle of something that cannot be ended otherwise. */
const DEAF_MS = 2000;
/** Between an answer and the next question, as long as what was stopped is not over. */
const ASK_MS = 500;

/** What is told to stop and has not. */
interface Stopping {
  /** Whether it has, or is something else by now. */
  readonly isOver: (event: EngineEvent) => boolean;
  /** How it is looked at afterwards. */
  readonly show: Command;
}

/** The page's end of the worker. Events that nobody listens to are lost. */
export class LabClient {
  #worker = this.#open();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #choice: BackendChoice | null = null;
  #keepsRuns = false;
  #stopping: Stopping | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  send(command: Command): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    this.#worker.postMessage(command);
    if (command.type === "open") this.#choice = command;
    const stopping = stoppingBy(command);
    if (stopping === null) return;
    this.#stopping = stopping;
    this.#ask();
  }

  /** Returns the function that ends it. */
  listen(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #open(): Worker {
    const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), {
      type: "module",
      name: "engine",
    });
    worker.addEventListener("message", ({ data }: MessageEvent<EngineEvent | typeof PONG>) => {
      if (data === PONG) this.#heard();
      else this.#tell(data);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#fail(event.message || "the engine could not be loaded: reload the page");
    });
    worker.addEventListener("messageerror", () => {
      this.#fail("a message of the engine could not be read: reload the page");
    });
    return worker;
  }

  /** Whether the worker hears anything: one kernel on the processor may take minutes. */
  #ask(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#replace(), DEAF_MS);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    this.#worker.postMessage(PING);
  }

  #heard(): void {
    clearTimeout(this.#timer);
    if (this.#stopping !== null) this.#timer = setTimeout(() => this.#ask(), ASK_MS);
  }

  /** As if the page had been loaded anew: what is stored is there, and stands still. */
  #replace(): void {
    const stopping = this.#stopping;
    this.#stopping = null;
    if (stopping === null || this.#choice === null || !this.#keepsRuns) return;
    this.#worker.terminate();
    this.#worker = this.#open();
    this.send({ type: "open", ...this.#choice });
    this.send(stopping.show);
  }

  #fail(message: string): void {
    this.#tell({
      type: "failed",
      run: null,
      code: "unexpected",
      path: null,
      message,
      resumable: true,
    });
  }

  #tell(event: EngineEvent): void {
    if (event.type === "ready") this.#keepsRuns = event.keepsRuns;
    if (this.#stopping?.isOver(event) === true) this.#stopping = null;
    for (const listener of this.#listeners) listener(event);
  }
}

/** Null where a command stops nothing. */
function stoppingBy(command: Command): Stopping | null {
  if (command.type === "stop") {
    const { run } = command;
    const isOver = (event: EngineEvent) =>
      (event.type === "state" || event.type === "removed") && event.run === run;
    return { isOver, show: { type: "show", run } };
  }
  if (command.type !== "sweep" || command.command.type !== "pause") return null;
  const { id } = command.command;
  const isOver = (event: EngineEvent) =>
    event.type === "sweep" &&
    (event.news.type === "state" || event.news.type === "removed") &&
    event.news.id === id;
  return { isOver, show: { type: "sweep", command: { type: "show", id } } };
}
