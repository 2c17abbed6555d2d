import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ConfigError, DeviceError, LabError, messageOf } from "../../errors.ts";

/** A lock without content for so long was torn by a kill. */
const WRITING_MS = 200;
/** Tells who is at work in a folder. */
const LOCK_NAME = "run.lock";

/** Whether a file of a folder is its lock, held or left behind. */
export function isLock(name: string): boolean {
  return name.startsWith(LOCK_NAME);
}

interface Holder {
  readonly process: number;
  readonly host: string;
}

/**
 * Holds a folder, which is made where there is none, against other processes while `work` goes on.
 *
 * A killed process leaves its lock behind, and the next one sees that its holder is gone. Throws a
 * `ConfigError` where the holder is alive, or on a machine that cannot be asked, and a `DeviceError`
 * where nothing can be written, as on a full disk. `patienceMs` is how long a living holder may
 * take to leave.
 */
export async function withFolderLock<T>(
  folder: string,
  work: () => Promise<T>,
  patienceMs = 0,
): Promise<T> {
  const path = join(folder, LOCK_NAME);
  try {
    await mkdir(folder, { recursive: true });
    const deadline = Date.now() + patienceMs;
    while (!(await taken(path))) {
      const holder = await dropStale(path);
      if (holder === null) continue;
      if (Date.now() > deadline) throw atWork(holder, folder);
      await delay(WRITING_MS);
    }
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new DeviceError(`${folder} cannot be written to: ${messageOf(error)}`, { cause: error });
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** Makes the lock; false where there is one. */
async function taken(path: string): Promise<boolean> {
  const holder: Holder = { process: process.pid, host: hostname() };
  try {
    const file = await open(path, "wx");
    try {
      await file.writeFile(`${JSON.stringify(holder)}\n`).finally(() => file.close());
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return true;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === "EEXIST") return false;
    throw error;
  }
}

function atWork(holder: Holder, folder: string): ConfigError {
  return new ConfigError(
    "--out",
    `process ${holder.process} on ${holder.host} is at work in ${folder}; wait for it, or name another folder (if it is gone, delete ${LOCK_NAME} there)`,
  );
}

/** Removes a lock that nobody holds, or returns who does. */
async function dropStale(path: string): Promise<Holder | null> {
  let seen = await contentOf(path);
  if (seen !== null && holderIn(seen) === null) {
    // Whoever made it may be about to write into it.
    await delay(WRITING_MS);
    seen = await contentOf(path);
  }
  if (seen === null) return null;
  const holder = holderIn(seen);
  if (holder !== null && isAlive(holder)) return holder;
  // Renamed first: whoever else sees the stale lock may have made a new one since.
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === "ENOENT") return null;
    throw error;
  }
  if ((await contentOf(aside)) === seen) await rm(aside);
  else await rename(aside, path);
  return null;
}

async function contentOf(path: string): Promise<string | null> {
  return await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as { readonly code?: unknown }).code === "ENOENT") return null;
    throw error;
  });
}

/** Null for a lock that was torn as it was written. */
function holderIn(content: string): Holder | null {
  try {
    const { process: id, host } = JSON.parse(content) as Partial<Holder>;
    return typeof id === "number" && typeof host === "string" ? { process: id, host } : null;
  } catch {
    return null;
  }
}

function isAlive({ process: id, host }: Holder): boolean {
  if (host !== hostname()) return true;
  // A container gives every program that it starts the same number.
  if (id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === "EPERM";
  }
}
