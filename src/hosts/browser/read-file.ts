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

/** What somebody's files are: one by itself, several as the parts of a run, which is kept then. */
export async function openFiles(runs: PageRuns, files: readonly LocalFile[]): Promise<OpenedFile> {
  if (files.length === 1) return readOpened(files[0].bytes);
  try {
    return { kind: "run", run: await importRun(runs, files) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { kind: "mistake", message: error.message };
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
        'is no experiment or sweep: it has neither "dataset" nor "axes". Data go to their place under “Real data”',
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
    return { kind: "mistake", message: error.message };
  }
}

function innerOf(manifest: Readonly<Record<string, unknown>>): [string, unknown] {
  return "sweep" in manifest
    ? [".sweep", manifest["sweep"]]
    : [".experiment", manifest["experiment"]];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
