import type { Directory } from "./directory.ts";

/** The folder `name` of another one. */
export function subDirectory(directory: Directory, name: string): Directory {
  const at = (path: string) => (path === "" ? name : `${name}/${path}`);
  return {
    read: (path) => directory.read(at(path)),
    readFrom: (path, offset, length) => directory.readFrom(at(path), offset, length),
    write: (path, bytes) => directory.write(at(path), bytes),
    append: (path, bytes) => directory.append(at(path), bytes),
    truncate: (path, length) => directory.truncate(at(path), length),
    sync: async (path) => directory.sync?.(at(path)),
    list: (path) => directory.list(at(path)),
    remove: (path) => directory.remove(at(path)),
  };
}
