import type { Backend } from "../../compute/backend.ts";
import { StoreError } from "../../errors.ts";
import { GpuUnavailable, hasLostDevice, openBackend } from "./platform.ts";
import type { BackendChoice, BackendName, EngineEvent } from "./protocol.ts";

/** What computes for the page: the backend that was chosen, and another one where that breaks. */
export class PageBackend {
  readonly #keepsRuns: boolean;
  readonly #post: (event: EngineEvent) => void;
  #features: BackendChoice["features"] = {};
  /** Null before anything was chosen, and where there is none. */
  #current: Backend | null = null;

  constructor(keepsRuns: boolean, post: (event: EngineEvent) => void) {
    this.#keepsRuns = keepsRuns;
    this.#post = post;
  }

  get current(): Backend | null {
    return this.#current;
  }

  async choose({ backend, features }: BackendChoice): Promise<void> {
    this.#features = features;
    await this.open(backend);
  }

  async open(name: BackendName): Promise<void> {
    this.#current?.dispose();
    this.#current = null;
    try {
      this.#current = await openBackend(name, this.#features);
    } catch (error) {
      if (!(error instanceof GpuUnavailable)) throw error;
      return this.#post({ type: "unavailable", problem: error.problem });
    }
    const { adapter } = this.#current;
    this.#post({ type: "ready", adapter, keepsRuns: this.#keepsRuns });
  }

  /** Opened anew where an earlier run was too much for it. */
  async working(): Promise<Backend> {
    const { failed = null, adapter } = this.#current ?? {};
    if (failed !== null) await this.open(adapter!.backend);
    if (this.#current !== null) return this.#current;
    throw new StoreError("nothing computes yet: choose a backend first");
  }

  async hasLostDevice(): Promise<boolean> {
    return await hasLostDevice(this.#current);
  }

  /** The page explains itself. */
  giveUp(): void {
    this.#current = null;
    this.#post({ type: "unavailable", problem: "lost" });
  }
}
