import type { Experiment, ResolvedExperiment } from "../experiments/experiment.ts";
import { type GroupCurves, groupCurvesOf } from "../group-curves.ts";
import {
  type GroupQuantity,
  type KnownGroups,
  foreseenOf,
  groupQuantities,
} from "../group-figures.ts";
import type { GenerationRecord } from "../record.ts";
import type { RunManifest } from "../store/run-store.ts";
import { knownGroups } from "../theory/group-survival.ts";
import { chart, lineStyles } from "./chart.ts";
import { type Key, figureSheet } from "./figure-sheet.ts";
import { drawnOf, groupPicture } from "./groups.ts";
import { ridges } from "./ridges.ts";
import type { HistogramSeries, MetricSeries } from "./series.ts";

/** What a figure is of, as it stands below it. */
export type FigureSubject = Pick<RunManifest, "adapter" | "version"> & {
  readonly experiment: Experiment;
};

/** A metric of a run as an SVG file: title, chart, legend with theory, and what was run. */
export function metricFile(series: MetricSeries, subject: FigureSubject): string {
  const styles = lineStyles(series.theory);
  return file(series.title, chart(series), subject, [
    { style: styles.median, text: "median" },
    { style: "band", text: "5–95 % of lineages" },
    ...(styles.mean === null ? [] : [{ style: styles.mean, text: "mean" }]),
    ...series.theory.map(({ title, statistic, source }) => ({
      style: `theory of-${statistic}`,
      text: `${statistic} by theory, ${title} (${source})`,
    })),
  ]);
}

/** A histogram of every generation as an SVG file. */
export function histogramFile(series: HistogramSeries, subject: FigureSubject): string {
  return file(series.title, ridges(series), subject, [
    { style: "ridge", text: "a generation, equal areas" },
    { style: "first", text: "generation 0" },
    ...(series.names === null ? [{ style: "middle", text: "median" }] : []),
  ]);
}

/** All that is drawn of the groups of a run, each as an SVG file. */
export function groupFiles(
  experiment: ResolvedExperiment,
  records: readonly GenerationRecord[],
  subject: FigureSubject & Pick<RunManifest, "parent">,
): { readonly name: string; readonly svg: string }[] {
  const curves = groupCurvesOf(records);
  if (curves === null) return [];
  const known = knownGroups(experiment, subject.parent !== undefined);
  return groupQuantities(curves).map((quantity) => ({
    name: quantity.name,
    svg: groupFile(curves, quantity, known, subject),
  }));
}

/** One line for each group of the real data as an SVG file. */
export function groupFile(
  curves: GroupCurves,
  quantity: GroupQuantity,
  known: KnownGroups,
  subject: FigureSubject,
): string {
  const keys = drawnOf(curves, quantity).map(({ name, style }) => ({ style, text: name }));
  const note = foreseenOf(curves, quantity, known)?.note;
  const foreseen = note === undefined ? [] : [{ style: "group foreseen", text: note }];
  return file(quantity.title, groupPicture(curves, quantity, known), subject, [
    ...keys,
    ...foreseen,
  ]);
}

function inWords({ experiment, adapter, version }: FigureSubject): string[] {
  const { name, title = name, source, lineages, generations, samples, seed } = experiment;
  const count = (value: number, one: string) => `${value.toLocaleString("en")} ${one}`;
  const isSoftware = adapter.backend === "webgpu" && adapter.software;
  return [
    source === undefined || source.startsWith("this project") ? title : `${title}, after ${source}`,
    `${count(lineages, "lineages")}, ${count(generations, "generations")}, ${count(samples, "samples")}, seed ${seed}; ${adapter.backend}, ${adapter.description}${isSoftware ? " (software)" : ""}; Ouroboros ${version}, preset or file “${name}”`,
  ];
}

function file(
  title: string,
  drawing: string,
  subject: FigureSubject,
  keys: readonly Key[],
): string {
  const drawings = [{ heading: "", drawing }];
  return figureSheet({ title, drawings, keys, notes: inWords(subject) });
}
