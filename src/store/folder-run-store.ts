import { StoreError } from "../errors.ts";
import type { Checkpoint, GenerationRecord } from "../record.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./codec.ts";
import type { Directory } from "./directory.ts";
import { linesOf } from "./lines.ts";
import { decodeManifest, encodeManifest } from "./manifest.ts";
import { decodeRecord, encodeRecord } from "./record-line.ts";
import type { DamagedRun, Place, RunId, RunManifest, RunStore } from "./run-store.ts";

/** The newest may be torn by a power cut, and the one before it then takes over. */
const CHECKPOINTS_KEPT = 2;
const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/;

/** Keeps every run as a folder of `directory`. */
export function folderRunStore(directory: Directory): RunStore {
  const recordsPath = (run: RunId) => `${checkedId(run)}/records.jsonl`;
  const manifestPath = (run: RunId) => `${checkedId(run)}/manifest.json`;

  const readManifest = async (run: RunId) => {
    const bytes = await directory.read(manifestPath(run));
    return bytes === null ? null : decodeManifest(bytes, run);
  };

  /** Every folder that has a manifest, whole or not. */
  const readAll = async () => {
    const whole: RunManifest[] = [];
    const damaged: DamagedRun[] = [];
    for (const run of await directory.list("")) {
      if (!RUN_ID.test(run)) continue;
      try {
        const manifest = await readManifest(run);
        if (manifest !== null) whole.push(manifest);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        damaged.push({ run, message: error.message });
      }
    }
    return { whole, damaged };
  };

  const checkpointNames = async (run: RunId) =>
    (await directory.list(checkedId(run))).filter((name) => CHECKPOINT_NAME.test(name)).sort();

  async function* scan(run: RunId): AsyncGenerator<GenerationRecord, void, void> {
    let generation = 0;
    for await (const { bytes } of linesOf(directory, recordsPath(run))) {
      yield decodeRecord(bytes, generation, `${run}/records.jsonl, line ${generation + 1}`);
      generation++;
    }
  }

  return {
    async create(manifest) {
      await directory.write(manifestPath(manifest.run), encodeManifest(manifest));
    },
    list: async () => (await readAll()).whole,
    damaged: async () => (await readAll()).damaged,
    manifest: readManifest,

    async append(run, records) {
      const text = records.map(encodeRecord).join("");
      await directory.append(recordsPath(run), new TextEncoder().encode(text));
    },
    async records(run) {
      const records: GenerationRecord[] = [];
      for await (const record of scan(run)) records.push(record);
      return records;
    },
    async length(run) {
      let lines = 0;
      for await (const _ of linesOf(directory, recordsPath(run))) lines++;
      return lines;
    },

    async saveCheckpoint(run, checkpoint) {
      // A checkpoint says that all records up to it are there, so they have to be.
      if (checkpoint.generation >= 0) await directory.sync?.(recordsPath(run));
      await directory.write(
        `${checkedId(run)}/${checkpointName(checkpoint)}`,
        encodeCheckpoint(checkpoint),
      );
      const names = await checkpointNames(run);
      for (const name of names.slice(0, -CHECKPOINTS_KEPT))
        await directory.remove(`${run}/${name}`);
    },
    async latestCheckpoint(run, upTo = Infinity) {
      for (const name of (await checkpointNames(run)).toReversed()) {
        if (lastFinished(name) > upTo) continue;
        const bytes = await directory.read(`${run}/${name}`);
        const checkpoint = bytes === null ? null : wholeCheckpoint(bytes);
        if (checkpoint !== null) return checkpoint;
      }
      return null;
    },

    async hasCheckpoints(run) {
      return (await checkpointNames(run)).length > 0;
    },

    async truncate(run, after) {
      for (const name of await checkpointNames(run)) {
        const later = after === null || name > checkpointName(after);
        if (later) await directory.remove(`${run}/${name}`);
      }
      let left = (after?.generation ?? -1) + 1;
      let length = 0;
      if (left > 0) {
        for await (const { end } of linesOf(directory, recordsPath(run))) {
          length = end;
          if (--left === 0) break;
        }
      }
      await directory.truncate(recordsPath(run), length);
    },
    async remove(run) {
      await directory.remove(checkedId(run));
    },
  };
}

/** In the order of the alphabet they are in the order of time. */
const CHECKPOINT_NAME = /^checkpoint-(\d{6,8})(-(?:fit|sample)-\d{10})?\.bin$/;

/** "checkpoint-00000030.bin" after generation 30, "checkpoint-00000031-fit-0000000200.bin" within 31. */
function checkpointName({ generation, unfinished }: Place): string {
  const padded = (count: number, digits: number) => String(count).padStart(digits, "0");
  if (unfinished === null) return `checkpoint-${padded(generation, 8)}.bin`;
  const { phase, done } = unfinished;
  return `checkpoint-${padded(generation + 1, 8)}-${phase}-${padded(done, 10)}.bin`;
}

/** The last generation that was finished when a checkpoint was made. */
function lastFinished(name: string): number {
  const [, generation, unfinished] = CHECKPOINT_NAME.exec(name)!;
  return Number(generation) - (unfinished === undefined ? 0 : 1);
}

/** Null for one that is torn or of another version: there is an older one, or a fresh start. */
function wholeCheckpoint(bytes: Uint8Array): Checkpoint | null {
  try {
    return decodeCheckpoint(bytes);
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}

function checkedId(run: RunId): RunId {
  if (RUN_ID.test(run)) return run;
  throw new StoreError(`${JSON.stringify(run)} names no run: use letters, digits and "-"`);
}
