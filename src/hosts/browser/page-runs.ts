import { version } from "../../../package.json";
import type { Backend } from "../../compute/backend.ts";
import { StoreError } from "../../errors.ts";
import type { Experiment, ResolvedExperiment } from "../../experiments/experiment.ts";
import { resolveExperiment } from "../../experiments/resolve.ts";
import { onnxGraphs } from "../../onnx/session.ts";
import type { GenerationRecord } from "../../record.ts";
import type { Directory } from "../../store/directory.ts";
import { folderRunStore } from "../../store/folder-run-store.ts";
import type { RunManifest, RunStore } from "../../store/run-store.ts";
import { type ForkOptions, fork, keepParentRecords } from "../fork.ts";
import { PageNotes } from "./page-notes.ts";
import type { Command, ExportName, RunId } from "./protocol.ts";
import { fileReader, keepFiles, keptFile, newRunId } from "./run-folder.ts";
import { withRunLock } from "./run-lock.ts";

/** Where another tab may want to have a run after this one. */
export interface PageDirectory extends Directory {
  release?(path: string): Promise<void>;
}

/** What becomes of a run by a fork. */
export interface AskedFork extends Pick<ForkOptions, "generation" | "signal" | "onReplay"> {
  /** The run that it comes from, and its own name. */
  readonly like: RunId;
  readonly run: RunId;
}

type Asked = Pick<Extract<Command, { type: "start" }>, "experiment" | "files" | "like">;

/** The runs that the page keeps, with the files and notes that belong to them. */
export class PageRuns {
  readonly directory: PageDirectory;
  readonly store: RunStore;
  readonly notes: PageNotes;

  constructor(directory: PageDirectory) {
    this.directory = directory;
    this.store = folderRunStore(directory);
    this.notes = new PageNotes(directory);
  }

  /** A stored run, with the files that were kept for it. */
  async stored(run: RunId) {
    const manifest = await this.store.manifest(run);
    if (manifest === null) throw new StoreError(`there is no run "${run}" any more`);
    return { manifest, resolved: await this.#withKeptFiles(manifest.experiment, manifest) };
  }

  #withKeptFiles(experiment: Experiment, manifest: RunManifest): Promise<ResolvedExperiment> {
    return resolveExperiment(experiment, (name) => keptFile(this.directory, manifest, name));
  }

  async resolve({ experiment, files, like }: Asked): Promise<ResolvedExperiment> {
    const before = like === undefined ? null : await this.store.manifest(like).catch(() => null);
    return await resolveExperiment(experiment, fileReader(this.directory, files, before));
  }

  newRun(name: string): Promise<RunId> {
    return newRunId(this.store, name, Date.now());
  }

  /** Visits do not pile up: the run takes the place of the last one, unless a tab has that open. */
  async welcomeRun(name: string): Promise<RunId> {
    const run = `${name}-welcome`;
    try {
      await withRunLock(run, () => this.store.remove(run));
      return run;
    } catch (error) {
      if (error instanceof StoreError) return await this.newRun(name);
      throw error;
    }
  }

  /** A new run that shares the generations up to one with another; what is left is still to do. */
  async fork(
    resolved: ResolvedExperiment,
    { like, run, ...how }: AskedFork,
    backend: Backend,
  ): Promise<void> {
    const { store, directory } = this;
    const parent = await this.stored(like);
    const from = { store, run: like, experiment: parent.resolved };
    const now = () => performance.timeOrigin + performance.now();
    const graphs = onnxGraphs(backend, { preferred: true });
    const options = { experiment: resolved, backend, graphs, version, now };
    const keep = async (records: readonly GenerationRecord[]) => {
      await keepParentRecords(directory, run, records);
      await keepFiles(directory, run, resolved);
    };
    const resolve = (one: Experiment) => this.#withKeptFiles(one, parent.manifest);
    const to = { fork: { store, run }, keep, resolve };
    const work = async () => {
      try {
        await fork({ ...options, ...how, parent: from, ...to });
      } catch (error) {
        await store.remove(run);
        throw error;
      }
    };
    try {
      await withRunLock(run, work);
    } finally {
      await graphs.close();
    }
  }

  /** One of the files of a run, or what is made of them. */
  async exported(run: RunId, file: ExportName): Promise<Uint8Array<ArrayBuffer>> {
    if (file !== "manifest.json" && file !== "records.jsonl") {
      // Few take a report home.
      const { madeOf } = await import("./run-exports.ts");
      return await madeOf(this, run, file);
    }
    const bytes = await this.directory.read(`${run}/${file}`);
    if (bytes === null) throw new StoreError(`${run} has no ${file} yet`);
    return new Uint8Array(bytes);
  }
}
