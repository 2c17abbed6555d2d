import * as v from "valibot";
import type { AdapterInfo } from "../compute/backend.ts";
import { StoreError, messageOf } from "../errors.ts";
import type { Checkpoint, GenerationRecord } from "../record.ts";
import type { Directory } from "../store/directory.ts";
import { folderRunStore } from "../store/folder-run-store.ts";
import { linesOf } from "../store/lines.ts";
import { decodeRecord, encodeRecord } from "../store/record-line.ts";
import type { RunManifest, RunStore } from "../store/run-store.ts";
import { subDirectory } from "../store/sub-directory.ts";
import type { Sweep } from "../sweeps/sweep.ts";

/** What a sweep is, and what could change its numbers. Written once, when it begins. */
export interface SweepManifest extends Pick<
  RunManifest,
  "adapter" | "version" | "started" | "files" | "order"
> {
  readonly format: 1;
  /** With every default. */
  readonly sweep: Sweep;
}

/** What happened to a batch, as a line of the journal. */
export type BatchState =
  | { readonly state: "begun"; readonly cells: readonly number[] }
  | { readonly state: "finished" }
  /** The cells run again, in smaller batches. */
  | { readonly state: "divided" }
  | { readonly state: "failed"; readonly message: string };

export interface BatchStory {
  readonly batch: number;
  readonly cells: readonly number[];
  readonly last: BatchState;
}

const FORMAT = 1;
const MANIFEST = "sweep.json";
const JOURNAL = "journal.jsonl";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const journalLine = v.variant("state", [
  v.object({ batch: count, state: v.literal("begun"), cells: v.array(count) }),
  v.object({ batch: count, state: v.picklist(["finished", "divided"]) }),
  v.object({ batch: count, state: v.literal("failed"), message: v.string() }),
]);
const manifestSchema = v.looseObject({
  format: v.literal(FORMAT),
  sweep: v.looseObject({ name: v.string() }),
  adapter: v.looseObject({ backend: v.picklist(["webgpu", "cpu"]), description: v.string() }),
  version: v.string(),
  started: v.string(),
  files: v.array(v.object({ name: v.string(), sha256: v.string(), bytes: v.number() })),
  order: v.record(v.string(), v.union([v.string(), v.number()])),
});

/**
 * A sweep as a folder: sweep.json, journal.jsonl and, for each batch, batches/0000/records.jsonl,
 * in which generation follows on generation and cell on cell. One file for all cells of a batch costs
 * no more writes than a single run.
 */
export class SweepFolder {
  readonly #directory: Directory;
  readonly #batches: Directory;
  readonly #checkpoints: RunStore;

  constructor(directory: Directory) {
    this.#directory = directory;
    this.#batches = subDirectory(directory, "batches");
    this.#checkpoints = folderRunStore(this.#batches);
  }

  /** Null where there is none. */
  async manifest(): Promise<SweepManifest | null> {
    const bytes = await this.#directory.read(MANIFEST);
    if (bytes === null) return null;
    const parsed = parsedJson(bytes, MANIFEST);
    const result = v.safeParse(manifestSchema, parsed);
    if (result.success) return result.output as unknown as SweepManifest;
    const [issue] = result.issues;
    throw new StoreError(`${MANIFEST}: ${v.getDotPath(issue) ?? "it"} is malformed`);
  }

  async create(manifest: SweepManifest): Promise<void> {
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await this.#directory.write(MANIFEST, new TextEncoder().encode(text));
  }

  /** Every batch that was ever begun, in order. A torn last line is dropped. */
  async stories(): Promise<BatchStory[]> {
    const stories: BatchStory[] = [];
    let end = 0;
    for await (const line of linesOf(this.#directory, JOURNAL)) {
      const result = v.safeParse(journalLine, parsedJson(line.bytes, JOURNAL));
      if (!result.success) throw new StoreError(`${JOURNAL}: a line is malformed`);
      const { batch, ...state } = result.output;
      const known = stories.at(batch);
      if (state.state === "begun" && batch === stories.length) {
        stories.push({ batch, cells: state.cells, last: state });
      } else if (known !== undefined) stories[batch] = { ...known, last: state };
      else throw new StoreError(`${JOURNAL}: batch ${batch} was never begun`);
      end = line.end;
    }
    await this.#directory.truncate(JOURNAL, end);
    return stories;
  }

  async note(batch: number, state: BatchState): Promise<void> {
    if (state.state === "finished") await this.#batches.sync?.(recordsPath(batch));
    const line = `${JSON.stringify({ batch, ...state })}\n`;
    await this.#directory.append(JOURNAL, new TextEncoder().encode(line));
    await this.#directory.sync?.(JOURNAL);
    if (state.state === "finished") await this.#removeCheckpoints(batch);
    else if (state.state !== "begun") await this.#batches.remove(folderOf(batch));
  }

  /** Adds a generation: one record for each cell. */
  async append(
    batch: number,
    cells: readonly number[],
    records: readonly GenerationRecord[],
  ): Promise<void> {
    const lines = records.map((record, i) => encodeCellRecord(cells[i], record));
    await this.#batches.append(recordsPath(batch), new TextEncoder().encode(lines.join("")));
  }

  async saveCheckpoint(batch: number, checkpoint: Checkpoint): Promise<void> {
    await this.#checkpoints.saveCheckpoint(folderOf(batch), checkpoint);
  }

  /** Where a batch goes on; null for its beginning. Records after that are cut off. */
  async goOn(batch: number, cells: readonly number[]): Promise<Checkpoint | null> {
    const ends: number[] = [];
    let lines = 0;
    for await (const { end } of linesOf(this.#batches, recordsPath(batch))) {
      if (++lines % cells.length === 0) ends.push(end);
    }
    const from = await this.#checkpoints.latestCheckpoint(folderOf(batch), ends.length - 1);
    const kept = (from?.generation ?? -1) + 1;
    await this.#batches.truncate(recordsPath(batch), kept === 0 ? 0 : ends[kept - 1]);
    return from;
  }

  /** The records of a batch: generation by generation, and in each of them cell by cell. */
  async *records(
    batch: number,
    cells: readonly number[],
  ): AsyncGenerator<{ readonly cell: number; readonly record: GenerationRecord }, void, void> {
    const path = recordsPath(batch);
    let line = 0;
    for await (const { bytes } of linesOf(this.#batches, path)) {
      const cell = cells[line % cells.length];
      const generation = Math.floor(line / cells.length);
      const place = `${path}, line ${++line}`;
      const prefix = prefixOf(cell);
      if (new TextDecoder().decode(bytes.subarray(0, prefix.length)) !== prefix) {
        throw new StoreError(`${place}: expected cell ${cell}`);
      }
      yield { cell, record: decodeRecord(bytes, generation, place) };
    }
  }

  async #removeCheckpoints(batch: number): Promise<void> {
    const folder = folderOf(batch);
    for (const name of await this.#batches.list(folder)) {
      if (name.startsWith("checkpoint-")) await this.#batches.remove(`${folder}/${name}`);
    }
  }
}

/** The line of a record in the file of a batch: that of a single run, and before it the cell. */
export function encodeCellRecord(cell: number, record: GenerationRecord): string {
  return `${prefixOf(cell)}${encodeRecord(record).slice(1)}`;
}

function prefixOf(cell: number): string {
  return `{"cell":${cell},`;
}

function folderOf(batch: number): string {
  return String(batch).padStart(4, "0");
}

function recordsPath(batch: number): string {
  return `${folderOf(batch)}/records.jsonl`;
}

function parsedJson(bytes: Uint8Array, place: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new StoreError(`${place}: no JSON (${messageOf(error).slice(0, 80)})`);
  }
}

/** What ran the numbers, in a line. */
export function adapterInWords({ backend, description, software }: AdapterInfo): string {
  if (backend === "cpu") return description;
  return `${backend}, ${description}${software ? " (software)" : ""}`;
}
