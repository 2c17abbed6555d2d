import type { Command, EngineEvent } from "./protocol.ts";

/** The page's end of the worker. Events that nobody listens to are lost. */
export class LabClient {
  readonly #worker: Worker;
  readonly #listeners = new Set<(event: EngineEvent) => void>();

  constructor() {
    this.#worker = new Worker(new URL("./engine-worker.ts", import.meta.url), {
      type: "module",
      name: "engine",
    });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<EngineEvent>) => {
      this.#tell(data);
    });
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#fail(event.message || "the engine could not be loaded: reload the page");
    });
    this.#worker.addEventListener("messageerror", () => {
      this.#fail("a message of the engine could not be read: reload the page");
    });
  }

  send(command: Command): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    this.#worker.postMessage(command);
  }

  /** Returns the function that ends it. */
  listen(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
    for (const listener of this.#listeners) listener(event);
  }
}
