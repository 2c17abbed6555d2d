import type { GenerationRecord } from "../record.ts";
import { reportsOf } from "../reports.ts";
import type { Batch } from "./batch.ts";
import type { GroupReports } from "./groups.ts";

type Numbers = Float32Array | Uint32Array;

/**
 * The numbers of one generation as a record for each experiment of a batch. `arrays` are what the
 * metrics measured, the interventions reported and, last of all, the groups have.
 *
 * Most metrics have one number per lineage; those with bins have the histogram over all lineages.
 */
export function recordsOf(
  { cells, lineages: L, at }: Batch,
  generation: number,
  arrays: readonly Numbers[],
  groups: GroupReports | null = null,
): GenerationRecord[] {
  const { gauges, steps } = at(generation);
  const reports = reportsOf(steps.map(({ plugin }) => plugin)).map(({ name }) => name);
  let start = 0;
  return cells.map(({ lineages }) => {
    const end = start + lineages;
    /** The part of an array that belongs to this experiment. */
    const own = (array: Numbers) => {
      const width = array.length / L;
      return array.slice(start * width, end * width);
    };
    const metrics: Record<string, ArrayLike<number>> = {};
    const histograms: Record<string, ArrayLike<number>> = {};
    for (const [i, { plugin }] of gauges.entries()) {
      const values = own(arrays[i]);
      if (plugin.bins === undefined) metrics[plugin.name] = values;
      else {
        const counts = new Float32Array(plugin.bins.edges.length - 1);
        for (const [j, count] of values.entries()) counts[j % counts.length] += count;
        histograms[plugin.name] = counts;
      }
    }
    const reported = reports.map((name, i) => [name, own(arrays[gauges.length + i])] as const);
    const width = groups?.names.length ?? 0;
    const counted = width === 0 ? new Float32Array() : own(arrays[gauges.length + reports.length]);
    const grouped = (groups?.names ?? []).flatMap((name, i) =>
      name === null
        ? []
        : [
            [
              name,
              Float32Array.from({ length: lineages }, (_, l) => counted[l * width + i]),
            ] as const,
          ],
    );
    start = end;
    return {
      generation,
      metrics,
      ...(Object.keys(histograms).length === 0 ? {} : { histograms }),
      ...(reported.length + grouped.length === 0
        ? {}
        : { reports: Object.fromEntries([...reported, ...grouped]) }),
    };
  });
}
