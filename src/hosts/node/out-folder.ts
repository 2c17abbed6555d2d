import { access, constants, readdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ConfigError, messageOf } from "../../errors.ts";
import { isUnfinished } from "./disk-directory.ts";
import { isLock } from "./folder-lock.ts";

/** What is stored in a folder, and the file that it always has. */
interface Kept {
  readonly file: string;
  readonly what: "run" | "sweep";
}

/**
 * Whether there is something to go on with; false where it is to begin. Throws a `ConfigError` where
 * the folder is somebody else's, or cannot be written to.
 */
export async function holdsStored(
  out: string,
  resume = false,
  { file, what }: Kept,
): Promise<boolean> {
  const names = await readdir(out).catch(async (error: unknown) => {
    const { code } = error as { readonly code?: unknown };
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR") throw await isFile(resolve(out));
    throw new ConfigError("--out", messageOf(error));
  });
  await requireWritable(resolve(out));
  const content = names.filter((name) => !isUnfinished(name) && !isLock(name));
  if (content.length === 0) return false;
  if (!content.includes(file)) {
    throw new ConfigError("--out", `${out} holds other files; name an empty folder or a new one`);
  }
  if (resume) return true;
  throw new ConfigError(
    "--out",
    `${out} holds a ${what}; add --resume to go on with it, or name another folder`,
  );
}

/** Names what is in the way: a file, or one above the folder that is to be made. */
async function isFile(path: string): Promise<ConfigError> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere && dirname(path) !== path) return await isFile(dirname(path));
  return new ConfigError("--out", `${path} is a file; name a folder`);
}

/** Asks the folder, or the nearest one above it that exists. */
async function requireWritable(path: string): Promise<void> {
  try {
    await access(path, constants.W_OK);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === "ENOENT" && dirname(path) !== path) await requireWritable(dirname(path));
    else throw new ConfigError("--out", `${path} cannot be written to; name another folder`);
  }
}
