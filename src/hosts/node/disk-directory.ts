import { type FileHandle, appendFile, mkdir, open, readdir } from "node:fs/promises";
import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StoreError } from "../../errors.ts";
import type { Directory } from "../../store/directory.ts";

/**
 * The name of every file until it is whole. It is the same for all files of a folder, so that what
 * a kill leaves behind is overwritten by the next write.
 */
const SCRATCH = "scratch.unfinished";
/** Systems read less than 2 GiB at once. */
const MOST_BYTES_PER_READ = 2 ** 30;

/** Whether a name is what a kill in the middle of a write leaves behind. */
export function isUnfinished(name: string): boolean {
  return name === SCRATCH;
}

/** A folder of the disk. It and whatever lies in it is made at the first write. */
export class DiskDirectory implements Directory {
  readonly #root: string;
  /** Writes wait for each other, since they share a scratch file. */
  #lastWrite: Promise<void> = Promise.resolve();

  readonly #mostBytesPerRead: number;

  /** `mostBytesPerRead` is what the system reads at once, and small where a test says so. */
  constructor(root: string, mostBytesPerRead = MOST_BYTES_PER_READ) {
    this.#root = root;
    this.#mostBytesPerRead = mostBytesPerRead;
  }

  async read(path: string): Promise<Uint8Array | null> {
    const file = await this.#opened(path, "r");
    if (file === null) return null;
    return await closing(file, async () => {
      const { size } = await file.stat();
      return await this.#filled(file, zeros(size, path), 0);
    });
  }

  async readFrom(path: string, offset: number, length: number): Promise<Uint8Array | null> {
    const file = await this.#opened(path, "r");
    if (file === null) return null;
    return await closing(file, async () => {
      const { size } = await file.stat();
      const bytes = zeros(Math.max(0, Math.min(length, size - offset)), path);
      return await this.#filled(file, bytes, offset);
    });
  }

  async truncate(path: string, length: number): Promise<void> {
    const file = await this.#opened(path, "r+");
    if (file === null) return;
    await closing(file, async () => {
      const { size } = await file.stat();
      if (size <= length) return;
      await file.truncate(length);
      await file.sync();
    });
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    const written = this.#lastWrite.then(() => this.#replace(this.#at(path), bytes));
    this.#lastWrite = written.catch(() => {});
    return written;
  }

  async #replace(target: string, bytes: Uint8Array): Promise<void> {
    const folder = dirname(target);
    const scratch = join(folder, SCRATCH);
    await mkdir(folder, { recursive: true });
    try {
      const file = await open(scratch, "w");
      await closing(file, async () => {
        await file.writeFile(bytes);
        await file.sync();
      });
      await rename(scratch, target);
    } catch (error) {
      // A full disk should not stay full of what nobody will read.
      await rm(scratch, { force: true }).catch(() => {});
      throw error;
    }
    await syncFolder(folder);
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

  async #opened(path: string, flags: "r" | "r+"): Promise<FileHandle | null> {
    return await whereThereIs(open(this.#at(path), flags), null);
  }

  /** Reads into `bytes`. What it returns is shorter where the file has ended meanwhile. */
  async #filled(file: FileHandle, bytes: Uint8Array, offset: number): Promise<Uint8Array> {
    let done = 0;
    while (done < bytes.length) {
      const length = Math.min(this.#mostBytesPerRead, bytes.length - done);
      const { bytesRead } = await file.read(bytes, done, length, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  }

  #at(path: string): string {
    return path === "" ? this.#root : join(this.#root, path);
  }
}

/** Without the habits of a `Buffer`, whose `slice` does not copy. */
export function asBytes({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

function zeros(size: number, path: string): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new StoreError(
      `${path} has ${size} bytes, more than can be read at once on this machine`,
    );
  }
}

async function closing<T>(file: FileHandle, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
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
