/** A file system as in https://fs.spec.whatwg.org, as far as `OpfsDirectory` uses it. */
export class FakeFolder {
  readonly entries = new Map<string, FakeFolder | FakeFile>();

  getDirectoryHandle(name: string, { create = false } = {}): Promise<FakeFolder> {
    return this.#get(name, FakeFolder, create);
  }

  getFileHandle(name: string, { create = false } = {}): Promise<FakeFile> {
    return this.#get(name, FakeFile, create);
  }

  async *keys(): AsyncGenerator<string> {
    for (const name of this.entries.keys()) yield await Promise.resolve(name);
  }

  async removeEntry(name: string): Promise<void> {
    await Promise.resolve();
    if (!this.entries.delete(name)) throw new DOMException(name, "NotFoundError");
  }

  async #get<T extends FakeFolder | FakeFile>(
    name: string,
    kind: new (folder: FakeFolder, name: string) => T,
    create: boolean,
  ): Promise<T> {
    await Promise.resolve();
    const known = this.entries.get(name);
    if (known instanceof kind) return known;
    if (known !== undefined) throw new DOMException(name, "TypeMismatchError");
    if (!create) throw new DOMException(name, "NotFoundError");
    const made = new kind(this, name);
    this.entries.set(name, made);
    return made;
  }
}

export class FakeFile {
  /** What happens instead of the next write, as where the storage is full. */
  static trouble: (() => never) | null = null;
  bytes = new Uint8Array();
  readonly #folder: FakeFolder;
  #name: string;
  #isOpen = false;

  constructor(folder: FakeFolder, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  getFile(): Promise<Blob> {
    return Promise.resolve(new Blob([this.bytes]));
  }

  move(name: string): Promise<void> {
    this.#folder.entries.delete(this.#name);
    this.#folder.entries.set(name, this);
    this.#name = name;
    return Promise.resolve();
  }

  async createSyncAccessHandle() {
    await Promise.resolve();
    if (this.#isOpen) throw new DOMException(this.#name, "NoModificationAllowedError");
    this.#isOpen = true;
    return {
      read: (into: Uint8Array, { at = 0 } = {}) => {
        const part = this.bytes.subarray(at, at + into.length);
        into.set(part);
        return part.length;
      },
      write: (from: Uint8Array, { at = 0 } = {}) => {
        FakeFile.trouble?.();
        const grown = new Uint8Array(Math.max(this.bytes.length, at + from.length));
        grown.set(this.bytes);
        grown.set(from, at);
        this.bytes = grown;
        return from.length;
      },
      truncate: (size: number) => {
        const cut = new Uint8Array(size);
        cut.set(this.bytes.subarray(0, size));
        this.bytes = cut;
      },
      getSize: () => this.bytes.length,
      flush: () => {},
      close: () => {
        this.#isOpen = false;
      },
    };
  }
}
