import { version } from "../../../package.json";
import type { Backend } from "../../compute/backend.ts";
import { memoryNeed } from "../../engine/memory.ts";
import { DeviceError, StoreError } from "../../errors.ts";
import { onnxGraphs } from "../../onnx/session.ts";
import { catalog } from "../../experiments/catalog.ts";
import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import { resolveExperiment } from "../../experiments/resolve.ts";
import type { Directory } from "../../store/directory.ts";
import { folderRunStore } from "../../store/folder-run-store.ts";
import type { RunStore } from "../../store/run-store.ts";
import { fork, keepParentRecords, parentRecords } from "../fork.ts";
import { requireRoom, storedRun } from "../stored-run.ts";
import { ActiveRun } from "./active-run.ts";
import { NO_ESTIMATE, estimateOf, reachOf } from "./estimate.ts";
import { failure } from "./failure.ts";
import { PageNotes } from "./page-notes.ts";
import { GpuUnavailable, hasLostDevice, openBackend } from "./platform.ts";
import type { BackendChoice, BackendName, Batch, Command, EngineEvent } from "./protocol.ts";
import type { RunId, RunState } from "./protocol.ts";
import { replay } from "./replay.ts";
import { describeRun, fileReader, keepFiles, keptFile, listRuns, newRunId } from "./run-folder.ts";
import { lockedRuns, withRunLock } from "./run-lock.ts";
import { RunTeller } from "./run-teller.ts";
import type { SelfCheckCommand } from "./self-check-protocol.ts";
import type { SweepHost } from "./sweep-host.ts";

/** In the page's directory. */
const SWEEPS = "sweeps";

/** Where another tab may want to have a run after this one. */
interface PageDirectory extends Directory {
  release?(path: string): Promise<void>;
}

type Start = Extract<Command, { type: "start" }>;
type Asked = Pick<Start, "experiment" | "files" | "like">;

/** The worker's side of the page: one backend, one store, one active run. */
export class LabHost {
  readonly #directory: PageDirectory;
  readonly #keepsRuns: boolean;
  readonly #store: RunStore;
  readonly #notes: PageNotes;
  readonly #post: (event: EngineEvent) => void;
  #backend: Backend | null = null;
  #features: BackendChoice["features"] = {};
  #active: ActiveRun | null = null;
  #sweeps: SweepHost | null = null;
  #selfCheck: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;
  /** Commands are obeyed one after the other; a run under way is none of them. */
  #last: Promise<void> = Promise.resolve();

  constructor(directory: PageDirectory, keepsRuns: boolean, post: (event: EngineEvent) => void) {
    this.#directory = directory;
    this.#keepsRuns = keepsRuns;
    this.#store = folderRunStore(directory);
    this.#notes = new PageNotes(directory);
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
        this.#features = command.features;
        return await this.#open(command.backend);
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
      case "self-check":
        return await this.#checkItself(command.command);
      case "sweep":
        return await (await this.#sweepHost()).obey(command.command);
      default:
        return command satisfies never;
    }
  }

  async #open(name: BackendName): Promise<void> {
    this.#post({ type: "catalog", catalog: catalog() });
    await this.#endWork();
    await this.#list();
    await this.#acquire(name);
  }

  async #acquire(name: BackendName): Promise<void> {
    this.#backend?.dispose();
    this.#backend = null;
    try {
      this.#backend = await openBackend(name, this.#features);
    } catch (error) {
      if (!(error instanceof GpuUnavailable)) throw error;
      return this.#post({ type: "unavailable", problem: error.problem });
    }
    const { adapter } = this.#backend;
    this.#post({ type: "ready", adapter, keepsRuns: this.#keepsRuns });
  }

  async #estimate({ ask, ...asked }: Extract<Command, { type: "estimate" }>): Promise<void> {
    if (this.#backend === null) return;
    const { adapter } = this.#backend;
    const estimate = await this.#resolve(asked).then(
      (resolved) => estimateOf(resolved, adapter, this.#store, this.#notes),
      () => NO_ESTIMATE,
    );
    this.#post({ type: "estimated", ask, estimate });
  }

  async #start({ paused, welcome, ...asked }: Start): Promise<void> {
    // The run that broke a backend may be about to replace it.
    if (this.#backend?.failed !== null) await this.#active?.stop();
    const backend = await this.#workingBackend();
    const resolved = await this.#resolve(asked);
    const { total } = await requireRoom(resolved, ...reachOf(backend));
    await this.#endWork();
    const { name } = resolved.experiment;
    const run = welcome ? await this.#welcomeRun(name) : await this.#newRun(name);
    await keepFiles(this.#directory, run, resolved);
    this.#post({ type: "opened", description: describeRun(run, resolved, total) });
    this.#launch(run, resolved, paused);
  }

  /** The generations that both have in common come at once, and then what the change makes of them. */
  async #fork({ generation, ...asked }: Extract<Command, { type: "fork" }>): Promise<void> {
    const backend = await this.#workingBackend();
    const resolved = await this.#resolve(asked);
    await requireRoom(resolved, ...reachOf(backend));
    await this.#endWork();
    const run = await this.#newRun(resolved.experiment.name);
    const parent = await this.#stored(asked.like);
    const store = this.#store;
    const now = () => performance.timeOrigin + performance.now();
    const graphs = onnxGraphs(backend, { preferred: true });
    const from = { store, run: asked.like, experiment: parent.resolved };
    const options = { experiment: resolved, backend, graphs, version, now };
    await fork({ ...options, parent: from, generation, fork: { store, run } }).finally(() =>
      graphs.close(),
    );
    await keepFiles(this.#directory, run, resolved);
    await keepParentRecords(this.#directory, run, await store.records(asked.like));
    await this.#show(run, true);
  }

  /** A stored run, with the files that were kept for it. */
  async #stored(run: RunId) {
    const manifest = await this.#store.manifest(run);
    if (manifest === null) throw new StoreError(`there is no run "${run}" any more`);
    const resolved = await resolveExperiment(manifest.experiment, (name) =>
      keptFile(this.#directory, manifest, name),
    );
    return { manifest, resolved };
  }

  async #resolve({ experiment, files, like }: Asked): Promise<ResolvedExperiment> {
    const before = like === undefined ? null : await this.#store.manifest(like).catch(() => null);
    return await resolveExperiment(experiment, fileReader(this.#directory, files, before));
  }

  #newRun(name: string): Promise<RunId> {
    return newRunId(this.#store, name, Date.now());
  }

  /** Visits do not pile up: the run takes the place of the last one, unless a tab has that open. */
  async #welcomeRun(name: string): Promise<RunId> {
    const run = `${name}-welcome`;
    try {
      await withRunLock(run, () => this.#store.remove(run));
      return run;
    } catch (error) {
      if (error instanceof StoreError) return await this.#newRun(name);
      throw error;
    }
  }

  /** Shows what is stored of a run, and goes on with it if asked to. */
  async #show(run: RunId, goOn: boolean, paused = false): Promise<void> {
    const { manifest, resolved } = await this.#stored(run);
    await this.#endWork();
    const parent = await parentRecords(this.#directory, run);
    const records = await this.#store.records(run);
    const memoryBytes = await this.#memoryOf(resolved);
    const description = describeRun(run, resolved, memoryBytes, manifest.parent ?? null);
    this.#post({ type: "opened", description });
    const send = (batch: Batch) => this.#post({ type: "generations", run, batch });
    await replay(run, resolved.facts, records, this.#notes, send, parent);
    if (!goOn) {
      const isElsewhere = (await lockedRuns([run])).has(run);
      const isComplete = records.length >= resolved.generations;
      const state = isElsewhere ? "elsewhere" : isComplete ? "finished" : "stopped";
      return this.#post({ type: "state", run, state });
    }
    this.#launch(run, resolved, paused);
  }

  async #memoryOf(resolved: ResolvedExperiment): Promise<number | null> {
    if (this.#backend === null) return null;
    return (await memoryNeed(resolved, ...reachOf(this.#backend))).total;
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
          await this.#directory.release?.(run);
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
      return await this.#drive(active, resolved);
    } catch (error) {
      // What did not fit fits no better a second time, whatever became of the device over it.
      const isTooLarge = error instanceof DeviceError && !error.resumable;
      if (isTooLarge || !(await hasLostDevice(this.#backend))) throw error;
      await this.#acquire("webgpu");
      if (this.#backend === null) throw error;
    }
    this.#post({
      type: "notice",
      message: "The graphics card was lost. A new start went on from the last checkpoint.",
    });
    try {
      await this.#drive(active, resolved);
    } catch (error) {
      if (await hasLostDevice(this.#backend)) {
        this.#backend = null;
        this.#post({ type: "unavailable", problem: "lost" });
      }
      throw error;
    }
  }

  async #drive(active: ActiveRun, resolved: ResolvedExperiment): Promise<void> {
    const { run, signal } = active;
    const backend = await this.#workingBackend();
    const now = () => performance.timeOrigin + performance.now();
    const graphs = onnxGraphs(backend, { preferred: true });
    const options = { experiment: resolved, backend, graphs, run, version, now };
    const parent = await parentRecords(this.#directory, run);
    const teller = new RunTeller(run, resolved, this.#notes, now, this.#post, parent);
    const driving = active.drive(
      storedRun({ ...options, store: this.#store, signal, watch: 0 }),
      async (event) => {
        if (await teller.tell(event)) await this.#list();
      },
      async () => {
        await teller.rest();
        await this.#list();
      },
      now,
    );
    await driving.finally(() => graphs.close());
    await teller.note();
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
        directory: this.#directory,
        store: this.#store,
        notes: this.#notes,
        post: this.#post,
        backend: () => this.#workingBackend(),
        halt: () => this.#endWork(),
      },
      SWEEPS,
    );
    return this.#sweeps;
  }

  async #checkItself(command: SelfCheckCommand): Promise<void> {
    if (command.type === "stop") return await this.#endSelfCheck();
    await this.#endWork();
    const backend = await this.#workingBackend();
    const { checkItself } = await import("./self-check-host.ts");
    const abort = new AbortController();
    const done = checkItself(backend, command.only, abort.signal, (event) =>
      this.#post({ type: "self-check", event }),
    );
    this.#selfCheck = { abort, done };
  }

  async #remove(run: RunId): Promise<void> {
    if (this.#active?.run === run) await this.#active.stop();
    await withRunLock(run, () => this.#store.remove(run));
    this.#post({ type: "removed", run });
    await this.#list();
  }

  async #export(run: RunId, file: string): Promise<void> {
    const bytes = await this.#directory.read(`${run}/${file}`);
    if (bytes === null) throw new StoreError(`${run} has no ${file} yet`);
    this.#post({ type: "exported", name: `${run}-${file}`, bytes: new Uint8Array(bytes) });
  }

  async #list(): Promise<void> {
    const runs = await listRuns(this.#store, this.#notes, this.#active?.run ?? null);
    this.#post({ type: "runs", runs, damaged: await this.#store.damaged() });
  }

  /** The chosen backend, opened anew where an earlier run was too much for it. */
  async #workingBackend(): Promise<Backend> {
    const { failed = null, adapter } = this.#backend ?? {};
    if (failed !== null) await this.#acquire(adapter!.backend);
    if (this.#backend !== null) return this.#backend;
    throw new StoreError("nothing computes yet: choose a backend first");
  }

  #fail(run: RunId | null, error: unknown): void {
    this.#post(failure(run, error));
  }
}
