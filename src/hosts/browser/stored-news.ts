import { memoryNeed } from "../../engine/memory.ts";
import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import type { GenerationRecord } from "../../record.ts";
import { parentRecords } from "../fork.ts";
import { reachOf } from "./estimate.ts";
import type { PageBackend } from "./page-backend.ts";
import type { PageRuns } from "./page-runs.ts";
import type { Batch, EngineEvent, RunDescription, RunId } from "./protocol.ts";
import { replay } from "./replay.ts";
import { describeRun } from "./run-folder.ts";
import { lockedRuns } from "./run-lock.ts";

export type StoredRun = Awaited<ReturnType<PageRuns["stored"]>>;

/** Tells the page of what is stored, and knows what it shows. */
export class StoredNews {
  readonly #runs: PageRuns;
  readonly #backend: PageBackend;
  readonly #post: (event: EngineEvent) => void;
  #shown: RunId | null = null;
  #isElsewhere = false;

  constructor(runs: PageRuns, backend: PageBackend, post: (event: EngineEvent) => void) {
    this.#runs = runs;
    this.#backend = backend;
    this.#post = post;
  }

  /** The run that the page shows. */
  get shown(): RunId | null {
    return this.#shown;
  }

  /** Whether the page shows a run that another tab is at work on. */
  get isElsewhere(): boolean {
    return this.#isElsewhere;
  }

  /** Everything that the page is told goes through here. */
  post(event: EngineEvent): void {
    if (event.type === "opened") [this.#shown, this.#isElsewhere] = [event.description.run, false];
    if (event.type === "removed" && event.run === this.#shown) this.#shown = null;
    if (event.type === "state" && event.run === this.#shown) {
      this.#isElsewhere = event.state === "elsewhere";
    }
    this.#post(event);
  }

  /** All that is stored of a run. */
  async tell(run: RunId, { manifest, resolved }: StoredRun): Promise<void> {
    const { directory, store } = this.#runs;
    const parent = await parentRecords(directory, run);
    await this.#send(run, resolved, await store.records(run), manifest.parent ?? null, parent);
  }

  /** What a fork that is not made yet will have in common with its parent. */
  async tellShared(
    run: RunId,
    resolved: ResolvedExperiment,
    parent: NonNullable<RunDescription["parent"]>,
  ): Promise<void> {
    const records = await this.#runs.store.records(parent.run);
    await this.#send(run, resolved, records.slice(0, parent.generation + 1), parent, records);
  }

  /** A run that is not at work here. */
  async stand(run: RunId, given?: StoredRun): Promise<void> {
    const stored = given ?? (await this.#runs.stored(run));
    await this.tell(run, stored);
    const isElsewhere = (await lockedRuns([run])).has(run);
    const isComplete = (await this.#runs.store.length(run)) >= stored.resolved.generations;
    const state = isElsewhere ? "elsewhere" : isComplete ? "finished" : "stopped";
    this.post({ type: "state", run, state });
  }

  /** The same, unless it was removed meanwhile. */
  async standAgain(run: RunId): Promise<void> {
    if ((await this.#runs.store.manifest(run)) === null) this.post({ type: "removed", run });
    else await this.stand(run);
  }

  async #send(
    run: RunId,
    resolved: ResolvedExperiment,
    records: readonly GenerationRecord[],
    origin: RunDescription["parent"],
    parent: readonly GenerationRecord[],
  ): Promise<void> {
    const { current } = this.#backend;
    const bytes = current && (await memoryNeed(resolved, ...reachOf(current))).total;
    const description = describeRun(run, resolved, bytes, origin);
    this.post({ type: "opened", description });
    const send = (batch: Batch) => this.post({ type: "generations", run, batch });
    await replay(run, resolved.facts, records, this.#runs.notes, send, parent);
  }
}
