import type { Estimate, RunDescription } from "../hosts/browser/protocol.ts";
import { formatBytes, formatDuration } from "./format.ts";
import type { Failure } from "./run-view.ts";

/** "samplingBias" as people read it: "sampling bias". */
export function settingLabel(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

/** The message without the place in the file, which the page shows by where it puts the message. */
export function withoutPath(message: string, path: string | null): string {
  return path !== null && message.startsWith(`${path}: `)
    ? message.slice(path.length + 2)
    : message;
}

const PLACES: Readonly<Record<string, string>> = { dataset: "real data", family: "model" };

/** A failure as the page tells it: the place by its name in the form instead of its JSON path. */
export function inWords({ message, path }: Pick<Failure, "message" | "path">): string {
  if (path === null || !message.startsWith(`${path}: `)) return message;
  const place = path
    .split(".")
    .filter((part) => part !== "$" && part !== "config")
    .map((part) => {
      const [, list, index] = /^(\w+?)s?\[(\d+)\]$/.exec(part) ?? [];
      if (list !== undefined) return `${list} ${Number(index) + 1}`;
      return PLACES[part] ?? settingLabel(part);
    })
    .join(", ");
  return `${place === "" ? "experiment" : place}: ${withoutPath(message, path)}`;
}

/** What an experiment would take, before it begins; "" where there is no telling. */
export function estimateInWords(estimate: Estimate | null): string {
  if (estimate === null || estimate.memoryBytes === null) return "";
  const memory = `Takes about ${formatBytes(estimate.memoryBytes)} of memory at most`;
  return estimate.seconds === null
    ? `${memory}. How long shows after its first steps.`
    : `${memory}, and about ${formatDuration(estimate.seconds)} as the last run like it.`;
}

/** What to do about an experiment whose files are on the visitor's disk alone; "" without any. */
export function needsFiles(title: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const list = new Intl.ListFormat("en").format(names);
  const what = names.length === 1 ? "it" : "them, all at once if you like,";
  return `“${title}” needs ${list} from your own disk. Pick or drop ${what} under “Real data”, then press Run.`;
}

/** How large a run is, and what it takes. */
export function sizesInWords(run: RunDescription): string {
  const { memoryBytes } = run;
  const sizes = runSizesInWords(run);
  if (memoryBytes === null) return sizes;
  return `${sizes} · about ${formatBytes(memoryBytes)} of memory at most`;
}

/** Lineages, samples, generations, seed. */
export function runSizesInWords(run: RunDescription): string {
  const { lineages, samples, generations, experiment } = run;
  const count = (value: number, one: string, many: string) =>
    `${value.toLocaleString("en")} ${value === 1 ? one : many}`;
  return [
    count(lineages, "lineage", "lineages"),
    `${count(samples, "sample", "samples")} each`,
    count(generations, "generation", "generations"),
    `seed ${String(experiment["seed"])}`,
  ].join(" · ");
}
