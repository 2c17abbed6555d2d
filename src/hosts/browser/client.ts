import type { BackendChoice, Command, EngineEvent, RunId } from "./protocol.ts";
import { PING, PONG } from "./pulse.ts";

/** Who does not answer for so long is in the middle of something that cannot be ended otherwise. */
const DEAF_MS = 3000;
/** Between an answer and the next question, as long as what was stopped is not over. */
const ASK_MS = 500;

/** The page's end of the worker. Events that nobody listens to are lost. */
export class LabClient {
  #worker = this.#open();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #choice: BackendChoice | null = null;
  #keepsRuns = false;
  /** A run that is told to stop and has not. */
  #stopping: RunId | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  send(command: Command): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    this.#worker.postMessage(command);
    if (command.type === "open") this.#choice = command;
    if (command.type !== "stop") return;
    this.#stopping = command.run;
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

  /** As if the page had been loaded anew: what is stored is there, and the run stands still. */
  #replace(): void {
    const run = this.#stopping;
    this.#stopping = null;
    if (run === null || this.#choice === null || !this.#keepsRuns) return;
    this.#worker.terminate();
    this.#worker = this.#open();
    this.send({ type: "open", ...this.#choice });
    this.send({ type: "show", run });
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
    // Whatever it is now, it has been heard.
    if (event.type === "state" && event.run === this.#stopping) this.#stopping = null;
    if (event.type === "removed" && event.run === this.#stopping) this.#stopping = null;
    for (const listener of this.#listeners) listener(event);
  }
}
