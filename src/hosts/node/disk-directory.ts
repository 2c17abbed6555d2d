import { type FileHandle, appendFile, mkdir, open, readFile, readdir } from "node:fs/promises";
import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Directory } from "../../store/directory.ts";

/** How a file is named until it is whole. */
const UNFINISHED = ".unfinished";

/** Whether a name is what a kill in the middle of a write leaves behind. */
export function isUnfinished(name: string): boolean {
  return name.endsWith(UNFINISHED);
}

/** A folder of the disk. It and whatever lies in it is made at the first write. */
export class DiskDirectory implements Directory {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async read(path: string): Promise<Uint8Array | null> {
    const content = await whereThereIs(readFile(this.#at(path)), null);
    return content === null ? null : asBytes(content);
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const target = this.#at(path);
    const unfinished = `${target}${UNFINISHED}`;
    await mkdir(dirname(target), { recursive: true });
    const file = await open(unfinished, "w");
    await closing(file, async () => {
      await file.writeFile(bytes);
      await file.sync();
    });
    await rename(unfinished, target);
    await syncFolder(dirname(target));
  }

  async append(path: string, bytes: Uint8Array): Promise<void> {
    const target = this.#at(path);
    await mkdir(dirname(target), { recursive: true });
    await appendFile(target, bytes);
  }

  async sync(path: string): Promise<void> {
    const file = await open(this.#at(path), "r+");
    await closing(file, () => file.sync());
  }

  async list(path: string): Promise<readonly string[]> {
    const names = await whereThereIs(readdir(this.#at(path)), []);
    return names.filter((name) => !isUnfinished(name)).sort();
  }

  async remove(path: string): Promise<void> {
    await rm(this.#at(path), { recursive: true, force: true });
  }

  #at(path: string): string {
    return path === "" ? this.#root : join(this.#root, path);
  }
}

/** Without the habits of a `Buffer`, whose `slice` does not copy. */
export function asBytes({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

async function closing(file: FileHandle, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } finally {
    await file.close();
  }
}

/** A renamed file survives a power cut only with its folder. Not every system can say so. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => null);
  if (folder === null) return;
  await closing(folder, () => folder.sync().catch(() => {}));
}

async function whereThereIs<T>(reading: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === "ENOENT" || code === "ENOTDIR") return otherwise;
    throw error;
  }
}
