import type { Directory } from "../../src/store/directory.ts";

/** A folder that is a `Map` from paths to contents. */
export class MemoryDirectory implements Directory {
  readonly files = new Map<string, Uint8Array>();

  read(path: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.files.get(path)?.slice() ?? null);
  }

  readFrom(path: string, offset: number, length: number): Promise<Uint8Array | null> {
    return Promise.resolve(this.files.get(path)?.slice(offset, offset + length) ?? null);
  }

  truncate(path: string, length: number): Promise<void> {
    const before = this.files.get(path);
    if (before !== undefined) this.files.set(path, before.slice(0, length));
    return Promise.resolve();
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    this.files.set(path, bytes.slice());
    return Promise.resolve();
  }

  append(path: string, bytes: Uint8Array): Promise<void> {
    const before = this.files.get(path) ?? new Uint8Array();
    const joined = new Uint8Array(before.length + bytes.length);
    joined.set(before);
    joined.set(bytes, before.length);
    this.files.set(path, joined);
    return Promise.resolve();
  }

  list(path: string): Promise<readonly string[]> {
    const prefix = path === "" ? "" : `${path}/`;
    const names = [...this.files.keys()]
      .filter((file) => file.startsWith(prefix))
      .map((file) => file.slice(prefix.length).split("/")[0]);
    return Promise.resolve([...new Set(names)].sort());
  }

  remove(path: string): Promise<void> {
    for (const file of this.files.keys()) {
      if (file === path || file.startsWith(`${path}/`)) this.files.delete(file);
    }
    return Promise.resolve();
  }
}
