import type { Directory } from "../../store/directory.ts";

/** Sync access handles that stay open for appending; more would only hold memory. */
const MAX_OPEN = 16;
/**
 * The name of every file until it is whole. It is the same for all files of a folder, so that what
 * a killed tab leaves behind is overwritten by the next write.
 */
const SCRATCH = "scratch.part";

/**
 * A folder in the browser's private file system. For workers only: sync access handles are what
 * makes an append cheap and safe against a killed tab.
 */
export class OpfsDirectory implements Directory {
  readonly #root: FileSystemDirectoryHandle;
  /** Exclusive: while one is open, the file can be reached in no other way. */
  readonly #open = new Map<string, FileSystemSyncAccessHandle>();
  /** Every operation waits for the one before it, for two handles on one file exclude each other. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(root: FileSystemDirectoryHandle) {
    this.#root = root;
  }

  /** Throws where the browser has no private file system, as in some private windows. */
  static async at(name: string): Promise<OpfsDirectory> {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(name, { create: true });
    const probe = await folder.getFileHandle(".probe", { create: true });
    const handle = await probe.createSyncAccessHandle();
    handle.close();
    return new OpfsDirectory(folder);
  }

  read(path: string): Promise<Uint8Array | null> {
    return this.#inTurn(async () => {
      const open = this.#open.get(path);
      if (open !== undefined) return readPart(open, 0);
      const file = await this.#file(path, false);
      if (file === null) return null;
      return new Uint8Array(await (await file.getFile()).arrayBuffer());
    });
  }

  readFrom(path: string, offset: number, length: number): Promise<Uint8Array | null> {
    return this.#inTurn(async () => {
      const open = this.#open.get(path);
      if (open !== undefined) return readPart(open, offset, length);
      const file = await this.#file(path, false);
      if (file === null) return null;
      const part = (await file.getFile()).slice(offset, offset + length);
      return new Uint8Array(await part.arrayBuffer());
    });
  }

  truncate(path: string, length: number): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#open.has(path) && (await this.#file(path, false)) === null) return;
      const handle = await this.#handle(path);
      if (handle.getSize() > length) handle.truncate(length);
    });
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      this.#close(path);
      // A new file takes the place of the old one, so that a killed tab leaves one of the two.
      const cut = path.lastIndexOf("/");
      const folder = (await this.#folder(path.slice(0, Math.max(0, cut)), true))!;
      const scratch = await folder.getFileHandle(SCRATCH, { create: true });
      try {
        const handle = await scratch.createSyncAccessHandle();
        try {
          handle.truncate(0);
          writeAll(handle, bytes, 0);
          handle.flush();
        } finally {
          handle.close();
        }
        await scratch.move(path.slice(cut + 1));
      } catch (error) {
        // Storage that is full should not stay full of what nobody will read.
        await folder.removeEntry(SCRATCH).catch(() => {});
        throw error;
      }
    });
  }

  append(path: string, bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      const handle = await this.#handle(path);
      writeAll(handle, bytes, handle.getSize());
    });
  }

  sync(path: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#open.get(path)?.flush();
      await Promise.resolve();
    });
  }

  list(path: string): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const folder = await this.#folder(path, false);
      if (folder === null) return [];
      const names: string[] = [];
      for await (const name of folder.keys()) {
        if (name !== SCRATCH && name !== ".probe") names.push(name);
      }
      return names.sort();
    });
  }

  remove(path: string): Promise<void> {
    return this.#inTurn(async () => {
      for (const open of this.#open.keys()) {
        if (open === path || open.startsWith(`${path}/`)) this.#close(open);
      }
      const cut = path.lastIndexOf("/");
      const folder = await this.#folder(path.slice(0, Math.max(0, cut)), false);
      try {
        await folder?.removeEntry(path.slice(cut + 1), { recursive: true });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    });
  }

  /** Lets go of every file below a path, so that another tab may have it. */
  release(path: string): Promise<void> {
    return this.#inTurn(async () => {
      for (const open of this.#open.keys()) {
        if (open.startsWith(`${path}/`)) this.#close(open);
      }
      await Promise.resolve();
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  async #handle(path: string): Promise<FileSystemSyncAccessHandle> {
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    const [oldest] = this.#open.keys();
    if (this.#open.size >= MAX_OPEN && oldest !== undefined) this.#close(oldest);
    const file = await this.#file(path, true);
    const handle = await file!.createSyncAccessHandle();
    this.#open.set(path, handle);
    return handle;
  }

  #close(path: string): void {
    const handle = this.#open.get(path);
    if (handle === undefined) return;
    this.#open.delete(path);
    handle.flush();
    handle.close();
  }

  async #folder(path: string, create: boolean): Promise<FileSystemDirectoryHandle | null> {
    let folder = this.#root;
    for (const name of path.split("/").filter((part) => part !== "" && part !== ".")) {
      try {
        folder = await folder.getDirectoryHandle(name, { create });
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    }
    return folder;
  }

  async #file(path: string, create: boolean): Promise<FileSystemFileHandle | null> {
    const cut = path.lastIndexOf("/");
    const folder = await this.#folder(path.slice(0, Math.max(0, cut)), create);
    try {
      return (await folder?.getFileHandle(path.slice(cut + 1), { create })) ?? null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
}

/** Nothing there, or a folder where a file was meant and the other way round. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    (error.name === "NotFoundError" || error.name === "TypeMismatchError")
  );
}

function readPart(
  handle: FileSystemSyncAccessHandle,
  offset: number,
  length = Infinity,
): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, Math.min(length, handle.getSize() - offset)));
  handle.read(bytes, { at: offset });
  return bytes;
}

/** A write may take less than it is given; what is left over goes into the next one. */
function writeAll(handle: FileSystemSyncAccessHandle, bytes: Uint8Array, at: number): void {
  let written = 0;
  while (written < bytes.length) {
    const count = handle.write(bytes.subarray(written), { at: at + written });
    if (count === 0) {
      throw new DOMException("the browser's storage is full", "QuotaExceededError");
    }
    written += count;
  }
}
