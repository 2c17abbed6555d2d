import { lineagesTogether } from "../../ecosystem.ts";
import { memoryNeed } from "../../engine/memory.ts";
import { DeviceError } from "../../errors.ts";
import { catalog } from "../../experiments/catalog.ts";
import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import { parentRecords } from "../fork.ts";
import { requireRoom } from "../stored-run.ts";
import { ActiveRun } from "./active-run.ts";
import { drive } from "./drive.ts";
import { NO_ESTIMATE, estimateOf, reachOf } from "./estimate.ts";
import { failure } from "./failure.ts";
import { findingsOf } from "./findings.ts";
import { PageBackend } from "./page-backend.ts";
import { type PageDirectory, PageRuns } from "./page-runs.ts";
import type { BackendChoice, Batch, Command, EngineEvent } from "./protocol.ts";
import type { RunId, RunState } from "./protocol.ts";
import { replay } from "./replay.ts";
import { describeRun, keepFiles, listRuns } from "./run-folder.ts";
import { lockedRuns, withRunLock } from "./run-lock.ts";
import type { SelfCheckCommand } from "./self-check-protocol.ts";
import type { SweepHost } from "./sweep-host.ts";

/** In the page's directory. */
const SWEEPS = "sweeps";

type Start = Extract<Command, { type: "start" }>;

/** The worker's side of the page: one backend, one store, one active run. */
export class LabHost {
  readonly #runs: PageRuns;
  readonly #backend: PageBackend;
  readonly #post: (event: EngineEvent) => void;
  #active: ActiveRun | null = null;
  #sweeps: SweepHost | null = null;
  #selfCheck: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;
  /** Commands are obeyed one after the other; a run under way is none of them. */
  #last: Promise<void> = Promise.resolve();

  constructor(directory: PageDirectory, keepsRuns: boolean, post: (event: EngineEvent) => void) {
    this.#runs = new PageRuns(directory);
    this.#backend = new PageBackend(keepsRuns, post);
    this.#post = post;
  }

  obey(command: Command): void {
    this.#last = this.#last.then(async () => {
      try {
        await this.#obey(command);
      } catch (error) {
        this.#fail(null, error);
      }
    });
  }

  async #obey(command: Command): Promise<void> {
    switch (command.type) {
      case "open":
        return await this.#open(command);
      case "start":
        return await this.#start(command);
      case "fork":
        return await this.#fork(command);
      case "estimate":
        return await this.#estimate(command);
      case "show":
        return await this.#show(command.run, false);
      case "resume":
        if (this.#active?.run === command.run) return this.#active.resume();
        return await this.#show(command.run, true);
      case "pause":
        if (this.#active?.run === command.run) this.#active.pause();
        return;
      case "step":
        if (this.#active?.run === command.run) return this.#active.step();
        await this.#show(command.run, true, true);
        return this.#active?.step();
      case "stop":
        if (this.#active?.run === command.run) await this.#active.stop();
        return;
      case "remove":
        return await this.#remove(command.run);
      case "export":
        return await this.#export(command.run, command.file);
      case "findings":
        return await this.#tellFindings(command.run);
      case "self-check":
        return await this.#checkItself(command.command);
      case "sweep":
        return await (await this.#sweepHost()).obey(command.command);
      default:
        return command satisfies never;
    }
  }

  async #open(choice: BackendChoice): Promise<void> {
    this.#post({ type: "catalog", catalog: catalog() });
    await this.#endWork();
    await this.#list();
    await this.#backend.choose(choice);
  }

  async #estimate({ ask, ...asked }: Extract<Command, { type: "estimate" }>): Promise<void> {
    const { current } = this.#backend;
    if (current === null) return;
    const estimate = await this.#runs.resolve(asked).then(
      (resolved) => estimateOf(resolved, current.adapter, this.#runs.store, this.#runs.notes),
      () => NO_ESTIMATE,
    );
    this.#post({ type: "estimated", ask, estimate });
  }

  async #start({ paused, welcome, ...asked }: Start): Promise<void> {
    // The run that broke a backend may be about to replace it.
    if (this.#backend.current?.failed !== null) await this.#active?.stop();
    const backend = await this.#backend.working();
    const resolved = await this.#runs.resolve(asked);
    const { total } = await requireRoom(resolved, ...reachOf(backend));
    await this.#endWork();
    const { name } = resolved.experiment;
    const run = welcome ? await this.#runs.welcomeRun(name) : await this.#runs.newRun(name);
    await keepFiles(this.#runs.directory, run, resolved);
    this.#post({ type: "opened", description: describeRun(run, resolved, total) });
    this.#launch(run, resolved, paused);
  }

  /** The generations that both have in common come at once, and then what the change makes of them. */
  async #fork({ generation, ...asked }: Extract<Command, { type: "fork" }>): Promise<void> {
    const backend = await this.#backend.working();
    const resolved = await this.#runs.resolve(asked);
    await requireRoom(resolved, ...reachOf(backend));
    await this.#endWork();
    await this.#show(await this.#runs.fork(resolved, asked.like, generation, backend), true);
  }

  /** Shows what is stored of a run, and goes on with it if asked to. */
  async #show(run: RunId, goOn: boolean, paused = false): Promise<void> {
    const { manifest, resolved } = await this.#runs.stored(run);
    await this.#endWork();
    const parent = await parentRecords(this.#runs.directory, run);
    const records = await this.#runs.store.records(run);
    const memoryBytes = await this.#memoryOf(resolved);
    const description = describeRun(run, resolved, memoryBytes, manifest.parent ?? null);
    this.#post({ type: "opened", description });
    const send = (batch: Batch) => this.#post({ type: "generations", run, batch });
    await replay(run, resolved.facts, records, this.#runs.notes, send, parent);
    if (!goOn) {
      const isElsewhere = (await lockedRuns([run])).has(run);
      const isComplete = records.length >= resolved.generations;
      const state = isElsewhere ? "elsewhere" : isComplete ? "finished" : "stopped";
      return this.#post({ type: "state", run, state });
    }
    this.#launch(run, resolved, paused);
  }

  async #memoryOf(resolved: ResolvedExperiment): Promise<number | null> {
    const { current } = this.#backend;
    return current === null ? null : (await memoryNeed(resolved, ...reachOf(current))).total;
  }

  #launch(run: RunId, resolved: ResolvedExperiment, paused: boolean): void {
    const active = new ActiveRun(run, paused, (state) => this.#post({ type: "state", run, state }));
    this.#active = active;
    active.done = this.#carry(active, resolved).finally(async () => {
      if (this.#active === active) this.#active = null;
      await this.#list();
    });
  }

  /** Sees a run to its end, whatever that is. */
  async #carry(active: ActiveRun, resolved: ResolvedExperiment): Promise<void> {
    const { run } = active;
    const post = (state: RunState) => this.#post({ type: "state", run, state });
    try {
      await withRunLock(run, async () => {
        try {
          await this.#persist(active, resolved);
        } finally {
          await this.#runs.directory.release?.(run);
        }
      });
      post(active.signal.aborted ? "stopped" : "finished");
    } catch (error) {
      const isElsewhere = (await lockedRuns([run])).has(run);
      post(isElsewhere ? "elsewhere" : "stopped");
      this.#fail(run, error);
    }
  }

  /** Goes over the loss of one device; a second one is more than bad luck. */
  async #persist(active: ActiveRun, resolved: ResolvedExperiment): Promise<void> {
    try {
      return await this.#compute(active, resolved);
    } catch (error) {
      // What did not fit fits no better a second time, whatever became of the device over it.
      const isTooLarge = error instanceof DeviceError && !error.resumable;
      if (isTooLarge || !(await this.#backend.hasLostDevice())) throw error;
      await this.#backend.open("webgpu");
      if (this.#backend.current === null) throw error;
    }
    this.#post({
      type: "notice",
      message: "The graphics card was lost. A new start went on from the last checkpoint.",
    });
    try {
      await this.#compute(active, resolved);
    } catch (error) {
      if (await this.#backend.hasLostDevice()) this.#backend.giveUp();
      throw error;
    }
  }

  async #compute(active: ActiveRun, resolved: ResolvedExperiment): Promise<void> {
    const backend = await this.#backend.working();
    await drive(active, resolved, this.#runs, backend, this.#post, () => this.#list());
  }

  /** What computes does one thing at a time. */
  async #endWork(): Promise<void> {
    await this.#sweeps?.pause();
    await this.#active?.stop();
    await this.#endSelfCheck();
  }

  async #endSelfCheck(): Promise<void> {
    this.#selfCheck?.abort.abort();
    await this.#selfCheck?.done;
  }

  /** Fetched when it is needed: most visitors sweep nothing. */
  async #sweepHost(): Promise<SweepHost> {
    const { SweepHost } = await import("./sweep-host.ts");
    this.#sweeps ??= new SweepHost(
      {
        directory: this.#runs.directory,
        store: this.#runs.store,
        notes: this.#runs.notes,
        post: this.#post,
        backend: () => this.#backend.working(),
        halt: () => this.#endWork(),
      },
      SWEEPS,
    );
    return this.#sweeps;
  }

  async #checkItself(command: SelfCheckCommand): Promise<void> {
    if (command.type === "stop") return await this.#endSelfCheck();
    await this.#endWork();
    const backend = await this.#backend.working();
    const { checkItself } = await import("./self-check-host.ts");
    const abort = new AbortController();
    const done = checkItself(backend, command.only, abort.signal, (event) =>
      this.#post({ type: "self-check", event }),
    );
    this.#selfCheck = { abort, done };
  }

  /** Nothing of a run that was removed meanwhile. */
  async #tellFindings(run: RunId): Promise<void> {
    const { store } = this.#runs;
    const manifest = await store.manifest(run);
    if (manifest === null) return;
    const chosen = manifest.experiment.interventions.map(({ name, config = {} }) => ({
      plugin: { name },
      config,
    }));
    const findings = findingsOf(await store.records(run), lineagesTogether(chosen));
    this.#post({ type: "findings", run, findings });
  }

  async #remove(run: RunId): Promise<void> {
    if (this.#active?.run === run) await this.#active.stop();
    await withRunLock(run, () => this.#runs.store.remove(run));
    this.#post({ type: "removed", run });
    await this.#list();
  }

  async #export(run: RunId, file: string): Promise<void> {
    const bytes = await this.#runs.exported(run, file);
    this.#post({ type: "exported", name: `${run}-${file}`, bytes });
  }

  async #list(): Promise<void> {
    const runs = await listRuns(this.#runs.store, this.#runs.notes, this.#active?.run ?? null);
    this.#post({ type: "runs", runs, damaged: await this.#runs.store.damaged() });
  }

  #fail(run: RunId | null, error: unknown): void {
    this.#post(failure(run, error));
  }
}
