import { summarize } from "../../statistics.ts";
import type { RunStore } from "../../store/run-store.ts";
import { togetherIn } from "./findings.ts";
import type { Compared, RunId } from "./protocol.ts";

/** What another run is compared by; null where that was removed meanwhile. */
export async function comparedOf(store: RunStore, run: RunId): Promise<Compared | null> {
  const manifest = await store.manifest(run);
  if (manifest === null) return null;
  const { name, title = name } = manifest.experiment;
  const together = togetherIn(manifest);
  const records = await store.records(run);
  const names = Object.keys(records[0]?.metrics ?? {});
  const summaries = names.map(
    (metric) =>
      [metric, records.map(({ metrics }) => summarize(metrics[metric] ?? [], together))] as const,
  );
  const columns = (statistic: "median" | "mean") =>
    Object.fromEntries(
      summaries.map(([metric, all]) => [metric, Float64Array.from(all, (one) => one[statistic])]),
    );
  return { run, title, median: columns("median"), mean: columns("mean") };
}
