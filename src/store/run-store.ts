import type { AdapterInfo } from "../compute/backend.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { Checkpoint, GenerationRecord } from "../record.ts";

/** Names the folder of a run, in letters, digits and "-". */
export type RunId = string;

/** What a run is, and what could change its numbers. Written once, when the run begins. */
export interface RunManifest {
  readonly format: 1;
  readonly run: RunId;
  /** As the user wrote it, complete with every default. */
  readonly experiment: Experiment;
  /** There where a seed was given beside the experiment file, and so need not be given again. */
  readonly seedFrom?: "command line";
  /** Of a fork: the run that it comes from, and the last generation that both have in common. */
  readonly parent?: Origin;
  /** What the adapter was when the run began. */
  readonly adapter: AdapterInfo;
  /** Of the lab. */
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** Files that the experiment names, to notice when one has changed. */
  readonly files: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly bytes: number;
  }[];
  /** Whatever changes the order of a sum, and so is kept on resume. */
  readonly order: Readonly<Record<string, string | number>>;
}

export interface Origin {
  readonly run: RunId;
  readonly generation: number;
  readonly experiment: Experiment;
  /** Where that run was a fork, too. */
  readonly parent?: Origin;
}

/** A folder whose manifest cannot be read. */
export interface DamagedRun {
  readonly run: RunId;
  /** What is wrong with it. */
  readonly message: string;
}

/** How far a checkpoint is. */
export type Place = Pick<Checkpoint, "generation" | "unfinished">;

/** Runs as folders: manifest.json, records.jsonl, checkpoint-00000030.bin. */
export interface RunStore {
  create(manifest: RunManifest): Promise<void>;
  /** Every run whose manifest is whole. */
  list(): Promise<readonly RunManifest[]>;
  /** The others. */
  damaged(): Promise<readonly DamagedRun[]>;
  /** Null where there is no such run. */
  manifest(run: RunId): Promise<RunManifest | null>;
  append(run: RunId, records: readonly GenerationRecord[]): Promise<void>;
  /**
   * Whole lines only: a torn last line is dropped. A line that is malformed, or not of the
   * generation that comes next, is a `StoreError`.
   */
  records(run: RunId): Promise<readonly GenerationRecord[]>;
  /** How many whole records there are, without reading them. */
  length(run: RunId): Promise<number>;
  saveCheckpoint(run: RunId, checkpoint: Checkpoint): Promise<void>;
  /** The newest one that is whole, and of no later generation than `upTo`. */
  latestCheckpoint(run: RunId, upTo?: number): Promise<Checkpoint | null>;
  /** Whether there are any, be they whole or not. */
  hasCheckpoints(run: RunId): Promise<boolean>;
  /** Drops records and checkpoints after a checkpoint; null drops all. */
  truncate(run: RunId, after: Place | null): Promise<void>;
  remove(run: RunId): Promise<void>;
}
