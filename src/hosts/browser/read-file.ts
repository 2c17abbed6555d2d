import { ConfigError, LabError, partOf } from "../../errors.ts";
import { parseExperiment } from "../../experiments/parse.ts";
import { checkedExperiment } from "../../experiments/resolve.ts";
import { checkedSweep } from "../../sweeps/resolve.ts";
import { importRun } from "./import-run.ts";
import type { OpenedFile } from "./opened-file.ts";
import type { PageRuns } from "./page-runs.ts";
import type { LocalFile } from "./protocol.ts";

/** Of which an experiment has at least one, however wrong it is, and so has whatever holds one. */
const KEYS = [
  "dataset",
  "family",
  "metrics",
  "lineages",
  "generations",
  "axes",
  "experiment",
  "sweep",
];

/** Whoever drops images or a text beside their place wants them to be learned from. */
const DATA_PLACE = "Data go to their place under “Real data”";

/** What somebody's files are: one by itself, several as the parts of a run, which is kept then. */
export async function openFiles(runs: PageRuns, files: readonly LocalFile[]): Promise<OpenedFile> {
  if (files.length === 1) return readOpened(files[0].bytes);
  try {
    return { kind: "run", run: await importRun(runs, files) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const isRun = files.some(({ name }) => /\.jsonl?$/.test(name));
    return { kind: "mistake", message: isRun ? error.message : `${error.message}. ${DATA_PLACE}` };
  }
}

/**
 * What somebody's file says: an experiment, a sweep, or the manifest of either, whose experiment or
 * sweep it is then.
 */
export function readOpened(bytes: Uint8Array): OpenedFile {
  try {
    const input = parseExperiment(bytes);
    if (!isObject(input))
      return { kind: "experiment", experiment: { ...checkedExperiment(input) } };
    if (!KEYS.some((key) => key in input)) {
      throw new ConfigError(
        "",
        `is no experiment or sweep: it has neither "dataset" nor "axes". ${DATA_PLACE}`,
      );
    }
    const isManifest = "format" in input && "adapter" in input;
    const [place, inner] = isManifest ? innerOf(input) : ["", input];
    return partOf(`$${place}`, () =>
      isObject(inner) && "axes" in inner
        ? { kind: "sweep", sweep: checkedSweep(inner) }
        : { kind: "experiment", experiment: { ...checkedExperiment(inner) } },
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const isMeant = beginsLikeJson(bytes);
    return {
      kind: "mistake",
      message: isMeant ? error.message : `${error.message}. ${DATA_PLACE}`,
    };
  }
}

/** An object, a list or a comment, as no text and no file of images begins. */
function beginsLikeJson(bytes: Uint8Array): boolean {
  const beginning = new TextDecoder().decode(bytes.subarray(0, 2 ** 12));
  return /^\s*[{[/]/.test(beginning);
}

function innerOf(manifest: Readonly<Record<string, unknown>>): [string, unknown] {
  return "sweep" in manifest
    ? [".sweep", manifest["sweep"]]
    : [".experiment", manifest["experiment"]];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
