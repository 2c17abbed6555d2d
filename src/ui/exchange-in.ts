import type { LabClient } from "../hosts/browser/client.ts";
import type { OpenedFile } from "../hosts/browser/opened-file.ts";
import { draftOf } from "./draft.ts";
import type { Known, Outcome } from "./exchange.ts";
import { readLink } from "./share-link.ts";
import "./lab-failure.ts";

/** Bytes of the largest experiment file. */
const MAX_BYTES = 2 ** 20;
/** And of a run with all that belongs to it. */
const MAX_RUN_BYTES = 512 * 2 ** 20;

/** Asks the engine what a file says, or what several are together. */
export async function readFiles(files: readonly File[], client: LabClient): Promise<Outcome> {
  const [{ name, size }] = files;
  if (files.length === 1 && size > MAX_BYTES) {
    return {
      problem: `${name} has ${size.toLocaleString("en")} bytes, and an experiment file at most 1 MB. Data go to their place under “Real data”.`,
    };
  }
  if (files.reduce((sum, file) => sum + file.size, 0) > MAX_RUN_BYTES) {
    return { problem: "These files are larger than any run that a page keeps." };
  }
  try {
    const read = files.map(async (file) => ({
      name: file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    }));
    client.send({ type: "read", files: await Promise.all(read) });
    return {};
  } catch {
    return { problem: `${name} cannot be read; is it a folder, or has it been moved?` };
  }
}

/** What the engine has found in a file. */
export function opened(name: string, found: OpenedFile, { catalog }: Known): Outcome {
  if (found.kind === "mistake") return { problem: `${name}: ${found.message}` };
  if (found.kind === "run") return { run: found.run };
  if (catalog === null) return {};
  if (found.kind === "experiment") return { draft: draftOf(found.experiment, catalog) };
  const { sweep } = found;
  return { draft: draftOf(sweep.experiment, catalog), sweep };
}

/** What an address says behind its "#". */
export function linked(hash: string, { catalog }: Known): Outcome {
  if (catalog === null) return {};
  try {
    return { draft: readLink(hash, catalog) };
  } catch (error) {
    return { problem: `${(error as Error).message}.` };
  }
}
