import { ConfigError } from "../errors.ts";
import type { GenerationRecord } from "../record.ts";
import { type EffectSeries, effectsOf } from "../sweeps/factorial.ts";
import type { ResolvedSweep } from "../sweeps/sweep.ts";
import { sweepState } from "./stored-sweep.ts";
import type { SweepFolder } from "./sweep-folder.ts";

/** Effects on every metric that is a number; null as long as a cell is not finished. */
export async function storedEffects(
  design: ResolvedSweep,
  folder: SweepFolder,
): Promise<EffectSeries[] | null> {
  const records = await recordsOf(design, folder);
  return records === null ? null : seriesOf(design, records);
}

/** By cell; null as long as one is missing. */
async function recordsOf(
  design: ResolvedSweep,
  folder: SweepFolder,
): Promise<GenerationRecord[][] | null> {
  const { finished } = sweepState(design, await folder.stories());
  const all = new Map<number, GenerationRecord[]>();
  for (const { batch, cells } of finished) {
    const ids = cells.map(({ id }) => id);
    for await (const { cell, record } of folder.records(batch, ids)) {
      const known = all.get(cell) ?? [];
      all.set(cell, known);
      known.push(record);
    }
  }
  const records = design.cells.map(({ id }) => all.get(id));
  return records.every((one) => one !== undefined) ? records : null;
}

function seriesOf(
  design: ResolvedSweep,
  records: readonly (readonly GenerationRecord[])[],
): EffectSeries[] {
  const [{ experiment }] = design.cells;
  const scalar = experiment.metrics.filter(({ plugin: { bins } }) => bins === undefined);
  if (scalar.length === 0) throw new ConfigError("$.experiment.metrics", "none is a number");
  return scalar.map(({ plugin: { name, title, unit } }) => ({
    name,
    title,
    unit,
    effects: effectsOf(design, records, name),
  }));
}
