interface Waiting {
  readonly mode: LockMode;
  readonly grant: () => void;
}

interface Entry {
  held: { readonly mode: LockMode }[];
  waiting: Waiting[];
}

type Callback<T> = (lock: { readonly name: string } | null) => T | Promise<T>;

/**
 * Locks by name as browsers have them (https://www.w3.org/TR/web-locks/): first come, first served,
 * shared ones side by side.
 */
export class FakeLocks {
  readonly #entries = new Map<string, Entry>();

  query(): Promise<{ held: { name: string; mode: LockMode }[] }> {
    const held = [...this.#entries].flatMap(([name, entry]) =>
      entry.held.map(({ mode }) => ({ name, mode })),
    );
    return Promise.resolve({ held });
  }

  async request<T>(
    name: string,
    { mode = "exclusive", ifAvailable = false }: LockOptions,
    callback: Callback<T>,
  ): Promise<T> {
    const entry = this.#entries.get(name) ?? { held: [], waiting: [] };
    this.#entries.set(name, entry);
    const own = { mode };
    if (ifAvailable && (entry.waiting.length > 0 || !isFree(entry, mode)))
      return await callback(null);
    await new Promise<void>((resolve) => {
      const grant = () => {
        entry.held.push(own);
        resolve();
      };
      entry.waiting.push({ mode, grant });
      serve(entry);
    });
    try {
      return await callback({ name });
    } finally {
      entry.held = entry.held.filter((one) => one !== own);
      serve(entry);
    }
  }
}

function isFree({ held }: Entry, mode: LockMode): boolean {
  return held.length === 0 || (mode === "shared" && held.every((one) => one.mode === "shared"));
}

function serve(entry: Entry): void {
  while (entry.waiting.length > 0 && isFree(entry, entry.waiting[0].mode)) {
    entry.waiting.shift()!.grant();
  }
}
