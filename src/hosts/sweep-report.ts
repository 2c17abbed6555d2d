import { sweepFiles } from "../report/sweep-figure-file.ts";
import { sweepPage } from "../report/sweep-page.ts";
import { diagramOf } from "../sweeps/diagram.ts";
import type { Results } from "../sweeps/results.ts";
import { type ResolvedSweep, cellInWords } from "../sweeps/sweep.ts";
import type { SweepState } from "./stored-sweep.ts";
import { type SweepManifest, adapterInWords } from "./sweep-folder.ts";

/** A sweep, as far as it is. */
export interface ReportedSweep {
  readonly sweep: ResolvedSweep;
  readonly manifest: SweepManifest;
  readonly state: SweepState;
  readonly results: Results;
}

/** What a sweep comes to, as a page; `named` says what files beside it are called. */
export function sweepReport(
  { sweep, manifest, state, results }: ReportedSweep,
  named?: (file: string) => string,
): string {
  return sweepPage({
    sweep: sweep.sweep,
    diagram: diagramOf(results),
    facts: factsOf(sweep, manifest, state),
    wrong: [
      ...state.failed.map(({ cell, message }) => `${cellInWords(sweep.axes, cell)}: ${message}`),
      ...sweep.skipped.map((cell) => `${cellInWords(sweep.axes, cell)}: ${cell.reason}`),
    ],
    manifest,
    ...(named === undefined ? {} : { named }),
  });
}

/** The figures of a sweep, each as an SVG file by the name of its quantity; none before a cell is finished. */
export function sweepFigures({ sweep, manifest, state, results }: ReportedSweep): {
  readonly name: string;
  readonly svg: string;
}[] {
  const diagram = diagramOf(results);
  if (diagram.points.length === 0) return [];
  return sweepFiles(sweep.sweep, diagram, factsOf(sweep, manifest, state));
}

/** Cells that are finished. */
export function countOf({ finished }: SweepState): number {
  return finished.reduce((sum, { cells }) => sum + cells.length, 0);
}

function factsOf(
  { axes, cells, skipped }: ResolvedSweep,
  { adapter, started, version: lab }: SweepManifest,
  state: SweepState,
): [string, string][] {
  const count = (items: readonly unknown[]) => items.length.toLocaleString("en");
  const [first] = cells;
  const lineages = [...new Set(cells.map(({ experiment }) => experiment.lineages))];
  return [
    ...axes.map(({ label, texts }): [string, string] => [label, rangeInWords(texts)]),
    ["Cells", `${countOf(state).toLocaleString("en")} of ${count(cells)} finished`],
    ...(state.failed.length === 0 ? [] : [["Failed", count(state.failed)] as [string, string]]),
    ...(skipped.length === 0 ? [] : [["Skipped", count(skipped)] as [string, string]]),
    ["Real data", first.experiment.dataset.plugin.title],
    ["Family", first.experiment.family.plugin.title],
    ["Lineages of a cell", lineages.length === 1 ? lineages[0].toLocaleString("en") : "various"],
    ["Computed on", adapterInWords(adapter)],
    ["Begun", started.slice(0, 16).replace("T", " ").concat(" UTC")],
    ["Lab version", lab],
  ];
}

function rangeInWords(texts: readonly string[]): string {
  if (texts.length <= 4) return texts.join(", ");
  return `${texts[0]}, ${texts[1]} … ${texts.at(-1)!} (${texts.length} values)`;
}
