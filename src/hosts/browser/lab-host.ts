import { catalog } from "../../experiments/catalog.ts";
import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import { requireRoom } from "../stored-run.ts";
import { ActiveRun } from "./active-run.ts";
import { comparedOf } from "./compared.ts";
import { drive } from "./drive.ts";
import { NO_ESTIMATE, estimateOf, reachOf } from "./estimate.ts";
import { failure } from "./failure.ts";
import { storedFindings } from "./findings.ts";
import { type ForkPlan, makeFork } from "./fork-maker.ts";
import { PageBackend } from "./page-backend.ts";
import { type PageDirectory, PageRuns } from "./page-runs.ts";
import type { BackendChoice, Command, EngineEvent } from "./protocol.ts";
import type { ExportName, LocalFile, RunId, RunState } from "./protocol.ts";
import { describeRun, keepFiles, listRuns } from "./run-folder.ts";
import { LockWatch, lockedRuns, withRunLock } from "./run-lock.ts";
import type { SelfCheckCommand } from "./self-check-protocol.ts";
import { StoredNews } from "./stored-news.ts";
import type { SweepHost } from "./sweep-host.ts";

/** In the page's directory. */
const SWEEPS = "sweeps";

type Start = Extract<Command, { type: "start" }>;

/** The worker's side of the page: one backend, one store, one active run. */
export class LabHost {
  readonly #runs: PageRuns;
  readonly #backend: PageBackend;
  readonly #news: StoredNews;
  readonly #locks = new LockWatch((run) => this.#later(() => this.#takeBack(run)));
  #active: ActiveRun | null = null;
  #sweeps: SweepHost | null = null;
  #selfCheck: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;
  /** Commands are obeyed one after the other; a run under way is none of them. */
  #last: Promise<void> = Promise.resolve();
  readonly #post = (event: EngineEvent) => this.#news.post(event);

  constructor(directory: PageDirectory, keepsRuns: boolean, post: (event: EngineEvent) => void) {
    this.#runs = new PageRuns(directory);
    this.#backend = new PageBackend(keepsRuns, post);
    this.#news = new StoredNews(this.#runs, this.#backend, (event) => {
      if (event.type === "state" && event.state === "elsewhere") this.#locks.watch([event.run]);
      post(event);
    });
  }

  obey(command: Command): void {
    this.#later(() => this.#obey(command));
  }

  #later(work: () => Promise<void>): void {
    this.#last = this.#last.then(async () => {
      try {
        await work();
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
      case "compare":
        return await this.#compare(command.run);
      case "read":
        return await this.#read(command.files);
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
    this.#engage(run, paused, (active) => this.#carry(active, resolved));
  }

  /** The generations that both have in common come at once, and then what the change makes of them. */
  async #fork({ like, generation, ...asked }: Extract<Command, { type: "fork" }>): Promise<void> {
    const backend = await this.#backend.working();
    const resolved = await this.#runs.resolve({ ...asked, like });
    await requireRoom(resolved, ...reachOf(backend));
    await this.#endWork();
    const run = await this.#runs.newRun(resolved.experiment.name);
    this.#engage(run, false, (active) => this.#carryFork(active, { resolved, like, generation }));
  }

  async #carryFork(active: ActiveRun, plan: ForkPlan): Promise<void> {
    const { run, signal } = active;
    try {
      await makeFork(active, plan, this.#runs, this.#backend, this.#news);
    } catch (error) {
      this.#post({ type: "removed", run });
      return this.#later(async () => {
        // Something else may have ended it, and is shown by now.
        if (this.#news.shown === null) await this.#news.stand(plan.like);
        if (!signal.aborted) return this.#fail(null, error);
        const message = "The fork was stopped before it had begun, and nothing of it is kept.";
        this.#post({ type: "notice", message });
      });
    }
    await this.#carry(active, plan.resolved);
  }

  /** Shows what is stored of a run, and goes on with it if asked to. */
  async #show(run: RunId, goOn: boolean, paused = false): Promise<void> {
    const stored = await this.#runs.stored(run);
    await this.#endWork();
    if (!goOn) return await this.#news.stand(run, stored);
    await this.#news.tell(run, stored);
    this.#engage(run, paused, (active) => this.#carry(active, stored.resolved));
  }

  /** No other tab is at work on a run any more: what it has made of it can be seen here. */
  async #takeBack(run: RunId): Promise<void> {
    await this.#list();
    const { shown, isElsewhere } = this.#news;
    if (isElsewhere && shown === run) await this.#news.standAgain(run);
  }

  #engage(run: RunId, paused: boolean, work: (active: ActiveRun) => Promise<void>): void {
    const active = new ActiveRun(run, paused, (state) => this.#post({ type: "state", run, state }));
    this.#active = active;
    active.done = work(active).finally(async () => {
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
          await this.#backend.overOneLoss(() => this.#compute(active, resolved));
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
        overOneLoss: (work) => this.#backend.overOneLoss(work),
        later: (work) => this.#later(work),
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

  async #tellFindings(run: RunId): Promise<void> {
    const findings = await storedFindings(this.#runs.store, run);
    if (findings !== null) this.#post({ type: "findings", run, findings });
  }

  async #remove(run: RunId): Promise<void> {
    if (this.#active?.run === run) await this.#active.stop();
    await withRunLock(run, () => this.#runs.store.remove(run));
    this.#post({ type: "removed", run });
    await this.#list();
  }

  async #compare(run: RunId): Promise<void> {
    const compared = await comparedOf(this.#runs.store, run);
    if (compared !== null) this.#post({ type: "compared", compared });
  }

  /** Fetched when it is needed: it knows sweeps as well. */
  async #read(files: readonly LocalFile[]): Promise<void> {
    const { openFiles } = await import("./read-file.ts");
    const found = await openFiles(this.#runs, files);
    await this.#list();
    this.#post({ type: "read", name: files[0].name, found });
  }

  async #export(run: RunId, file: ExportName): Promise<void> {
    const bytes = await this.#runs.exported(run, file);
    this.#post({ type: "exported", name: `${run}-${file}`, bytes });
  }

  async #list(): Promise<void> {
    const runs = await listRuns(this.#runs.store, this.#runs.notes, this.#active?.run ?? null);
    this.#post({ type: "runs", runs, damaged: await this.#runs.store.damaged() });
    this.#locks.watch(runs.flatMap(({ run, elsewhere }) => (elsewhere ? [run] : [])));
  }

  #fail(run: RunId | null, error: unknown): void {
    this.#post(failure(run, error));
  }
}
