import type { Directory } from "../../store/directory.ts";

/** A folder for browsers that keep nothing, as some private windows: it lasts as long as the page. */
export class MemoryDirectory implements Directory {
  /** Parts of each file, in order: appending does not copy what is there. */
  readonly #files = new Map<string, Uint8Array[]>();

  async read(path: string): Promise<Uint8Array | null> {
    const parts = this.#files.get(path);
    if (parts === undefined) return null;
    return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  }

  async readFrom(path: string, offset: number, length: number): Promise<Uint8Array | null> {
    const parts = this.#files.get(path);
    if (parts === undefined) return null;
    const part = new Blob(parts as BlobPart[]).slice(offset, offset + length);
    return new Uint8Array(await part.arrayBuffer());
  }

  async truncate(path: string, length: number): Promise<void> {
    const start = await this.readFrom(path, 0, length);
    if (start !== null) this.#files.set(path, [start]);
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    this.#files.set(path, [bytes.slice()]);
    await Promise.resolve();
  }

  async append(path: string, bytes: Uint8Array): Promise<void> {
    const parts = this.#files.get(path);
    if (parts === undefined) this.#files.set(path, [bytes.slice()]);
    else parts.push(bytes.slice());
    await Promise.resolve();
  }

  async list(path: string): Promise<readonly string[]> {
    const prefix = path === "" ? "" : `${path}/`;
    const inside = [...this.#files.keys()].filter((name) => name.startsWith(prefix));
    const names = new Set(inside.map((name) => name.slice(prefix.length).split("/")[0]));
    return await Promise.resolve([...names].sort());
  }

  async remove(path: string): Promise<void> {
    for (const name of this.#files.keys()) {
      if (name === path || name.startsWith(`${path}/`)) this.#files.delete(name);
    }
    await Promise.resolve();
  }
}
