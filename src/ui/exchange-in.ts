import type { LabClient } from "../hosts/browser/client.ts";
import type { OpenedFile } from "../hosts/browser/opened-file.ts";
import { draftOf } from "./draft.ts";
import type { Known, Outcome } from "./exchange.ts";
import { readLink } from "./share-link.ts";
import "./lab-failure.ts";

/** Bytes of the largest experiment file. */
const MAX_BYTES = 2 ** 20;

/** Asks the engine what a file says. */
export async function readFile(file: File, client: LabClient): Promise<Outcome> {
  const { name, size } = file;
  if (size > MAX_BYTES) {
    return {
      problem: `${name} has ${size.toLocaleString("en")} bytes, and an experiment file at most 1 MB. Data go to their place under “Real data”.`,
    };
  }
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    client.send({ type: "read", file: { name, bytes } });
    return {};
  } catch {
    return { problem: `${name} cannot be read; is it a folder, or has it been moved?` };
  }
}

/** What the engine has found in a file. */
export function opened(name: string, found: OpenedFile, { catalog }: Known): Outcome {
  if (found.kind === "mistake") return { problem: `${name}: ${found.message}` };
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
