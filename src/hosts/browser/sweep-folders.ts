import { StoreError, messageOf } from "../../errors.ts";
import type { Directory } from "../../store/directory.ts";
import { subDirectory } from "../../store/sub-directory.ts";
import { resolveSweep } from "../../sweeps/resolve.ts";
import type { ResolvedSweep } from "../../sweeps/sweep.ts";
import { filesOf } from "../run-identity.ts";
import { SweepFolder, type SweepManifest, adapterInWords } from "../sweep-folder.ts";
import { keptFile } from "./run-folder.ts";
import { lockedRuns } from "./run-lock.ts";
import type { StoredSweepEntry, SweepId } from "./sweep-protocol.ts";

/** The sweeps that a browser keeps: folders as on the command line, with copies of the files. */
export class SweepFolders {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  at(id: SweepId): SweepFolder {
    return new SweepFolder(subDirectory(this.#directory, id));
  }

  async has(id: SweepId): Promise<boolean> {
    return (await this.#directory.list(id)).length > 0;
  }

  /** Newest first. `own` is the sweep that this tab is at work on. */
  async list(own: SweepId | null): Promise<StoredSweepEntry[]> {
    const ids = await this.#directory.list("");
    const locked = await lockedRuns(ids.map(lockOf));
    const entries = ids.map(async (id): Promise<StoredSweepEntry | null> => {
      const elsewhere = id !== own && locked.has(lockOf(id));
      try {
        const manifest = await this.at(id).manifest();
        if (manifest === null) return null;
        const { sweep, started, adapter, version } = manifest;
        const computedBy = `${adapterInWords(adapter)}, Ouroboros ${version}`;
        const { name, title = name } = sweep;
        return { id, title, started, computedBy, elsewhere, damage: "" };
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        return {
          id,
          title: id,
          started: "",
          computedBy: "",
          elsewhere,
          damage: messageOf(error),
        };
      }
    });
    const all = (await Promise.all(entries)).filter((entry) => entry !== null);
    return all.sort((a, b) => b.started.localeCompare(a.started));
  }

  /** A stored sweep, with the files that were kept for it. */
  async stored(
    id: SweepId,
  ): Promise<{ readonly manifest: SweepManifest; readonly sweep: ResolvedSweep }> {
    const manifest = await this.at(id).manifest();
    if (manifest === null) throw new StoreError(`there is no sweep "${id}" any more`);
    const kept = { run: id, files: manifest.files };
    const sweep = await resolveSweep(manifest.sweep, (name) =>
      keptFile(this.#directory, kept, name),
    );
    return { manifest, sweep };
  }

  /** Keeps copies of the user's files, so that a sweep can go on after a reload. */
  async keepFiles(id: SweepId, { cells }: ResolvedSweep): Promise<void> {
    const files = new Map(
      cells.flatMap(({ experiment }) =>
        filesOf(experiment).map(({ sha256, bytes }) => [sha256, bytes] as const),
      ),
    );
    for (const [sha256, bytes] of files) {
      await this.#directory.write(`${id}/files/${sha256}`, bytes);
    }
  }

  async remove(id: SweepId): Promise<void> {
    await this.#directory.remove(id);
  }
}

/** Under which other tabs are held off. */
export function lockOf(id: SweepId): string {
  return `sweep/${id}`;
}
