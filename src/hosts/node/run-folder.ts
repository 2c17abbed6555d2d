import { basename, resolve } from "node:path";
import type { Directory } from "../../store/directory.ts";
import { folderRunStore } from "../../store/folder-run-store.ts";
import { mountedDirectory } from "../../store/mounted-directory.ts";
import type { RunStore } from "../../store/run-store.ts";
import { DiskDirectory } from "./disk-directory.ts";

/** The folder of a run, also as a store with that one run. */
export interface Folder {
  readonly directory: Directory;
  readonly store: RunStore;
  readonly run: string;
}

export function openFolder(out: string): Folder {
  const path = resolve(out);
  const directory = new DiskDirectory(path);
  const slug = basename(path).replaceAll(/[^A-Za-z0-9]+/g, "-");
  const run = slug.replaceAll(/^-+|-+$/g, "").slice(0, 100) || "run";
  return { directory, store: folderRunStore(mountedDirectory(run, directory)), run };
}
