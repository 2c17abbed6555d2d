import { resolve } from "node:path";
import { effectsCsv } from "../../report/effects-csv.ts";
import { effectsPage } from "../../report/effects-page.ts";
import { requireFactorial } from "../../sweeps/factorial.ts";
import { storedEffects } from "../stored-effects.ts";
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
  const series = await storedEffects(design, folder);
  if (series === null) return code;
  const encoder = new TextEncoder();
  await directory.write("effects.csv", encoder.encode(effectsCsv(design, series)));
  const page = effectsPage(design, series, (await folder.manifest())!);
  await directory.write("effects.html", encoder.encode(page));
  say(`${options.out} holds effects.html and effects.csv`);
  return code;
}
