import { version } from "../../../package.json";
import type { Backend } from "../../compute/backend.ts";
import { ConfigError } from "../../errors.ts";
import { onnxGraphs } from "../../onnx/session.ts";
import type { Directory } from "../../store/directory.ts";
import type { RunStore } from "../../store/run-store.ts";
import { subDirectory } from "../../store/sub-directory.ts";
import { resolveSweep } from "../../sweeps/resolve.ts";
import type { ResolvedSweep } from "../../sweeps/sweep.ts";
import { storedEffects } from "../stored-effects.ts";
import { storedSweep, sweepState } from "../stored-sweep.ts";
import { BREATH_MS } from "./active-run.ts";
import { failure } from "./failure.ts";
import { LivePicture } from "./live-picture.ts";
import { nextTask } from "./next-task.ts";
import type { PageNotes } from "./page-notes.ts";
import type { EngineEvent } from "./protocol.ts";
import { fileReader, newName } from "./run-folder.ts";
import { LockWatch, lockedRuns, withRunLock } from "./run-lock.ts";
import { Stopping } from "./stopping.ts";
import { describeSweep, isFactorial } from "./sweep-description.ts";
import { sweepExport } from "./sweep-exports.ts";
import { SweepFolders, lockOf } from "./sweep-folders.ts";
import { mostTogether, planOf, requireShowable } from "./sweep-plan.ts";
import type {
  AskedSweep,
  SweepCommand,
  SweepExportName,
  SweepId,
  SweepNews,
  SweepRunState,
} from "./sweep-protocol.ts";

/** Time between two pictures at least, milliseconds, and as a multiple of what one takes. */
const PICTURE_MS = 500;
const PICTURE_SHARE = 5;

/** What the lab lends: its folders of runs, its backend, and its voice. */
export interface Lender {
  readonly directory: Directory & { release?(path: string): Promise<void> };
  readonly store: RunStore;
  readonly notes: PageNotes;
  readonly post: (event: EngineEvent) => void;
  readonly backend: () => Promise<Backend>;
  /** Goes over the loss of one device, and says so. */
  readonly overOneLoss: (work: () => Promise<void>) => Promise<void>;
  /** Does something when every command so far is obeyed. */
  readonly later: (work: () => Promise<void>) => void;
  /** Ends whatever else is at work on the backend. */
  readonly halt: () => Promise<void>;
}

interface ActiveSweep {
  readonly id: SweepId;
  readonly stopping: Stopping;
  done: Promise<void>;
}

/** The worker's side of sweeps: one is active at a time. */
export class SweepHost {
  readonly #lab: Lender;
  readonly #folder: string;
  readonly #folders: SweepFolders;
  readonly #locks = new LockWatch(() => this.#lab.later(() => this.#takeBack()));
  #active: ActiveSweep | null = null;
  /** The sweep that the page shows, if another tab is at work on it. */
  #elsewhere: SweepId | null = null;
  /** Of the plans that were asked for, the last. */
  #asked = 0;

  /** `folder` is where in the lender's directory the sweeps are. */
  constructor(lab: Lender, folder: string) {
    this.#lab = lab;
    this.#folder = folder;
    this.#folders = new SweepFolders(subDirectory(lab.directory, folder));
  }

  async obey(command: SweepCommand): Promise<void> {
    switch (command.type) {
      case "list":
        return await this.#list();
      case "plan":
        return await this.#plan(command.ask, command);
      case "start":
        return await this.#start(command);
      case "show":
        return await this.#show(command.id, false);
      case "resume":
        return await this.#show(command.id, true);
      case "pause":
        if (this.#active?.id === command.id) await this.pause();
        return;
      case "remove":
        return await this.#remove(command.id);
      case "export":
        return await this.#export(command.id, command.file);
      case "cell": {
        const { sweep } = await this.#folders.stored(command.id);
        const cell = sweep.cells.find(({ id }) => id === command.cell);
        if (cell === undefined) return;
        const experiment = { ...cell.experiment.experiment };
        return this.#say({ type: "cell", id: command.id, experiment });
      }
      default:
        return command satisfies never;
    }
  }

  /** Resolves when the last checkpoint is written, or the batch is left for what it is. */
  async pause(): Promise<void> {
    await this.#active?.stopping.stop(this.#active.done);
  }

  async #plan(ask: number, asked: AskedSweep): Promise<void> {
    this.#asked = ask;
    // A later question may have come meanwhile, and then nobody waits for this answer.
    await nextTask();
    if (this.#asked !== ask) return;
    await this.#refusable(ask, async () => {
      const { store, notes } = this.#lab;
      const sweep = await this.#resolve(asked);
      const { adapter } = await this.#lab.backend();
      this.#say({ type: "planned", ask, plan: await planOf(sweep, adapter, store, notes) });
    });
  }

  async #start(asked: AskedSweep): Promise<void> {
    await this.#refusable(null, async () => {
      const sweep = await this.#resolve(asked);
      requireShowable(sweep);
      await this.#lab.halt();
      const id = await newName(sweep.sweep.name, this.#now(), (name) => this.#folders.has(name));
      await this.#folders.keepFiles(id, sweep);
      this.#say({ type: "opened", description: describeSweep(id, sweep) });
      await this.#launch(id, sweep);
    });
  }

  /** Shows what is stored of a sweep, and goes on with it if asked to. */
  async #show(id: SweepId, goOn: boolean): Promise<void> {
    if (this.#active?.id === id) return;
    this.#elsewhere = null;
    const { sweep } = await this.#folders.stored(id);
    if (goOn) await this.#lab.halt();
    this.#say({ type: "opened", description: describeSweep(id, sweep) });
    if (goOn) return await this.#launch(id, sweep);
    const live = await this.#live(id, sweep);
    this.#say({ type: "picture", id, picture: live.picture() });
    await this.#sayEffects(id, sweep);
    await this.#sayState(id, sweep);
  }

  async #launch(id: SweepId, sweep: ResolvedSweep): Promise<void> {
    const live = await this.#live(id, sweep);
    this.#say({ type: "picture", id, picture: live.picture() });
    this.#say({ type: "state", id, state: "running" });
    const active: ActiveSweep = { id, stopping: new Stopping(), done: Promise.resolve() };
    this.#active = active;
    active.done = this.#carry(active, sweep, live).finally(async () => {
      if (this.#active === active) this.#active = null;
      await this.#list();
    });
  }

  /** Sees a sweep to its end, whatever that is. */
  async #carry(active: ActiveSweep, sweep: ResolvedSweep, first: LivePicture): Promise<void> {
    const { id } = active;
    let live: LivePicture | null = first;
    const drive = async () => {
      const shown = live ?? (await this.#live(id, sweep));
      live = null;
      await this.#drive(active, sweep, shown);
    };
    try {
      await withRunLock(lockOf(id), async () => {
        try {
          await this.#lab.overOneLoss(drive);
        } finally {
          await this.#lab.directory.release?.(`${this.#folder}/${id}`);
        }
      });
      await this.#sayEffects(id, sweep);
    } catch (error) {
      this.#lab.post(failure(null, error));
    } finally {
      await this.#sayState(id, sweep);
    }
  }

  async #drive(
    { id, stopping: { signal, leave } }: ActiveSweep,
    sweep: ResolvedSweep,
    live: LivePicture,
  ): Promise<void> {
    const now = this.#now;
    const backend = await this.#lab.backend();
    const graphs = onnxGraphs(backend, { preferred: true });
    const folder = this.#folders.at(id);
    const mostCells = mostTogether(sweep);
    const given = { sweep, backend, graphs, folder, version, now, signal, leave, mostCells };
    let [breathed, drawn, pause] = [now(), now(), PICTURE_MS];
    let isListed = false;
    try {
      for await (const event of storedSweep(given)) {
        if (!isListed) await this.#list();
        isListed = true;
        await live.take(event);
        if (now() - drawn >= pause) {
          const before = now();
          this.#say({ type: "picture", id, picture: live.picture() });
          drawn = now();
          pause = Math.max(PICTURE_MS, PICTURE_SHARE * (drawn - before));
        }
        if (now() - breathed < BREATH_MS) continue;
        await nextTask();
        breathed = now();
      }
    } finally {
      await graphs.close();
      live.rest();
      this.#say({ type: "picture", id, picture: live.picture() });
    }
  }

  async #live(id: SweepId, sweep: ResolvedSweep): Promise<LivePicture> {
    const folder = this.#folders.at(id);
    const state = sweepState(sweep, await folder.stories());
    return await LivePicture.of(sweep, folder, state, this.#now);
  }

  async #sayState(id: SweepId, sweep: ResolvedSweep): Promise<void> {
    const { left } = sweepState(sweep, await this.#folders.at(id).stories());
    const isElsewhere = (await lockedRuns([lockOf(id)])).has(lockOf(id));
    const state: SweepRunState = isElsewhere
      ? "elsewhere"
      : left.length === 0
        ? "finished"
        : "stopped";
    this.#elsewhere = isElsewhere ? id : null;
    if (isElsewhere) this.#locks.watch([lockOf(id)]);
    this.#say({ type: "state", id, state });
  }

  /** Another tab is not at work any more: what it has made can be seen here. */
  async #takeBack(): Promise<void> {
    await this.#list();
    const id = this.#elsewhere;
    if (id === null) return;
    if (await this.#folders.has(id)) await this.#show(id, false);
    else this.#say({ type: "removed", id });
  }

  async #sayEffects(id: SweepId, sweep: ResolvedSweep): Promise<void> {
    if (!isFactorial(sweep)) return;
    const series = await storedEffects(sweep, this.#folders.at(id));
    if (series !== null) this.#say({ type: "effects", id, series });
  }

  async #remove(id: SweepId): Promise<void> {
    if (this.#active?.id === id) await this.pause();
    await withRunLock(lockOf(id), () => this.#folders.remove(id));
    this.#say({ type: "removed", id });
    await this.#list();
  }

  async #export(id: SweepId, file: SweepExportName): Promise<void> {
    const { manifest, sweep } = await this.#folders.stored(id);
    const bytes = await sweepExport(id, { manifest, sweep, folder: this.#folders.at(id) }, file);
    this.#lab.post({ type: "exported", name: `${id}-${file}`, bytes });
  }

  async #resolve({ sweep, files, like }: AskedSweep): Promise<ResolvedSweep> {
    const { directory, store } = this.#lab;
    const before = like === undefined ? null : await store.manifest(like).catch(() => null);
    return await resolveSweep(sweep, fileReader(directory, files, before));
  }

  /** Says what is wrong with a sweep where it is asked about; other errors are for the lab. */
  async #refusable(ask: number | null, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const { path, detail } = error;
      this.#say({ type: "refused", ask, mistake: { path, message: detail } });
    }
  }

  async #list(): Promise<void> {
    const sweeps = await this.#folders.list(this.#active?.id ?? null);
    this.#say({ type: "sweeps", sweeps });
    this.#locks.watch(sweeps.flatMap(({ id, elsewhere }) => (elsewhere ? [lockOf(id)] : [])));
  }

  readonly #now = () => performance.timeOrigin + performance.now();

  #say(news: SweepNews): void {
    this.#lab.post({ type: "sweep", news });
  }
}
