import { resolve } from "node:path";
import { ConfigError } from "../../errors.ts";
import type { GenerationRecord } from "../../record.ts";
import { type EffectSeries, effectsCsv, effectsPage } from "../../report/effects-page.ts";
import { effectsOf, requireFactorial } from "../../sweeps/factorial.ts";
import type { ResolvedSweep } from "../../sweeps/sweep.ts";
import { sweepState } from "../stored-sweep.ts";
import { SweepFolder } from "../sweep-folder.ts";
import { DiskDirectory } from "./disk-directory.ts";
import { loadSweep, naming } from "./load-experiment.ts";
import { type SweepCommandOptions, sweepCommand } from "./sweep-command.ts";
import { say } from "./terminal.ts";

/** Runs a factorial design into a folder, as a sweep with its effects. Returns the exit code. */
export async function decomposeCommand(
  name: string,
  options: SweepCommandOptions,
): Promise<number> {
  const design = await naming(name, async () => {
    const sweep = await loadSweep(name);
    requireFactorial(sweep);
    return sweep;
  });
  const code = await sweepCommand(name, options);
  const directory = new DiskDirectory(resolve(options.out));
  const folder = new SweepFolder(directory);
  const records = await recordsOf(design, folder);
  if (records === null) return code;
  const series = seriesOf(design, records);
  const encoder = new TextEncoder();
  await directory.write("effects.csv", encoder.encode(effectsCsv(design, series)));
  const page = effectsPage(design, series, (await folder.manifest())!);
  await directory.write("effects.html", encoder.encode(page));
  say(`${options.out} holds effects.html and effects.csv`);
  return code;
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
      all.set(cell, [...(all.get(cell) ?? []), record]);
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
