import type { Backend } from "../../compute/backend.ts";
import { DeviceError, StoreError } from "../../errors.ts";
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

  /** Goes over the loss of one device; a second one is more than bad luck. */
  async overOneLoss(work: () => Promise<void>): Promise<void> {
    try {
      return await work();
    } catch (error) {
      // What did not fit fits no better a second time, whatever became of the device over it.
      const isTooLarge = error instanceof DeviceError && !error.resumable;
      if (isTooLarge || !(await hasLostDevice(this.#current))) throw error;
      await this.open("webgpu");
      if (this.#current === null) throw error;
    }
    this.#post({
      type: "notice",
      message: "The graphics card was lost. A new start went on from the last checkpoint.",
    });
    try {
      await work();
    } catch (error) {
      if (await hasLostDevice(this.#current)) this.#giveUp();
      throw error;
    }
  }

  /** The page explains itself. */
  #giveUp(): void {
    this.#current = null;
    this.#post({ type: "unavailable", problem: "lost" });
  }
}
