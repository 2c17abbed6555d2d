import type { Directory } from "../../store/directory.ts";

/** Sync access handles that stay open for appending; more would only hold memory. */
const MAX_OPEN = 16;

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
      if (open !== undefined) return readAll(open);
      const file = await this.#file(path, false);
      if (file === null) return null;
      return new Uint8Array(await (await file.getFile()).arrayBuffer());
    });
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      this.#close(path);
      // A new file takes the place of the old one, so that a killed tab leaves one of the two.
      const scratch = await this.#file(`${path}.part`, true);
      const handle = await scratch!.createSyncAccessHandle();
      try {
        handle.truncate(0);
        writeAll(handle, bytes, 0);
        handle.flush();
      } finally {
        handle.close();
      }
      await scratch!.move(path.slice(path.lastIndexOf("/") + 1));
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
        if (!name.endsWith(".part") && name !== ".probe") names.push(name);
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

function readAll(handle: FileSystemSyncAccessHandle): Uint8Array {
  const bytes = new Uint8Array(handle.getSize());
  handle.read(bytes, { at: 0 });
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
