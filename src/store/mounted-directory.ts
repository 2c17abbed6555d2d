import type { Directory } from "./directory.ts";

/** A folder that holds nothing but `directory`, under `name`: a store with a single run. */
export function mountedDirectory(name: string, directory: Directory): Directory {
  const inner = (path: string): string | null => {
    if (path === name) return "";
    return path.startsWith(`${name}/`) ? path.slice(name.length + 1) : null;
  };
  const required = (path: string): string => {
    const found = inner(path);
    if (found === null) throw new RangeError(`"${path}" is not in "${name}"`);
    return found;
  };
  return {
    async read(path) {
      const found = inner(path);
      return found === null ? null : await directory.read(found);
    },
    async readFrom(path, offset, length) {
      const found = inner(path);
      return found === null ? null : await directory.readFrom(found, offset, length);
    },
    truncate: async (path, length) => directory.truncate(required(path), length),
    write: async (path, bytes) => directory.write(required(path), bytes),
    append: async (path, bytes) => directory.append(required(path), bytes),
    sync: async (path) => directory.sync?.(required(path)),
    async list(path) {
      if (path === "") return [name];
      const found = inner(path);
      return found === null ? [] : await directory.list(found);
    },
    remove: async (path) => directory.remove(required(path)),
  };
}
