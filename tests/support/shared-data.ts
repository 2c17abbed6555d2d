import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Data that is no part of the repository and may lie beside it. */
const SHARED = join(import.meta.dirname, "../../../shared/data");

/** The bytes of a file of the shared data, or null where it is not found. */
export function sharedFile(path: string): Uint8Array | null {
  const file = join(SHARED, path);
  return existsSync(file) ? readFileSync(file) : null;
}
