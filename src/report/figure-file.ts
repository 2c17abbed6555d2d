import type { Experiment } from "../experiments/experiment.ts";
import type { RunManifest } from "../store/run-store.ts";
import { HEIGHT, MARGIN, WIDTH } from "./axes.ts";
import { chart, lineStyles } from "./chart.ts";
import { escaped } from "./escaped.ts";
import { ridges } from "./ridges.ts";
import type { HistogramSeries, MetricSeries } from "./series.ts";

/** Height of a line of text, and characters that fit into one. */
const LINE = 17;
const MOST_CHARACTERS = 96;

/** Colours that any program that draws SVG knows, on white: slides and papers have no dark mode. */
const STYLE = `
svg { background: #fff; }
text { fill: #5b554e; font: 12px system-ui, "Helvetica Neue", Arial, sans-serif; }
.label { fill: #29241f; font-size: 13px; }
.title { fill: #29241f; font-size: 16px; font-weight: 600; }
.grid { stroke: #e2ded8; } .axis { stroke: #5b554e; }
polyline { fill: none; stroke-linejoin: round; }
.band { fill: #c04f15; opacity: 0.2; }
.median { stroke: #c04f15; stroke-width: 2; } .median.thin { stroke-width: 1; }
.mean { stroke: #c04f15; stroke-width: 1.5; stroke-dasharray: 2 3; }
.mean.lead { stroke-width: 2.5; stroke-dasharray: none; }
.theory { stroke: #29241f; stroke-width: 1.5; }
.theory.of-mean { stroke-dasharray: 7 5; } .theory.of-median { stroke-dasharray: 2 4; }
.median.dot, .mean.dot { fill: #c04f15; } .theory.dot { fill: #29241f; }
.ridge { fill: #f0d3c4; fill-opacity: 0.82; stroke: #c04f15; stroke-width: 1.75; stroke-linejoin: round; }
.first { fill: none; stroke: #29241f; stroke-width: 1.25; stroke-dasharray: 4 3; }
.middle { stroke: #8f3a0e; stroke-width: 2; }
`;

/** What a line of a legend looks like, and what it stands for. */
interface Key {
  readonly style: string;
  readonly text: string;
}

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

function file(
  title: string,
  drawing: string,
  subject: FigureSubject,
  keys: readonly Key[],
): string {
  const top = 2 * LINE;
  const height = Number(/viewBox="0 0 \d+ ([\d.]+)"/.exec(drawing)?.[1] ?? HEIGHT);
  const rows: string[] = [];
  let y = top + height + LINE;
  for (const { style, text } of keys) {
    rows.push(
      style === "band" || style === "ridge"
        ? `<rect class="${style}" x="${MARGIN.left}" y="${y - 9}" width="26" height="9"/>`
        : `<polyline class="${style}" points="${MARGIN.left},${y - 4} ${MARGIN.left + 26},${y - 4}"/>`,
    );
    for (const line of linesOf(text, MOST_CHARACTERS - 20)) {
      rows.push(`<text x="${MARGIN.left + 36}" y="${y}">${escaped(line)}</text>`);
      y += LINE;
    }
  }
  y += LINE / 2;
  for (const line of inWords(subject).flatMap((text) => linesOf(text, MOST_CHARACTERS))) {
    rows.push(`<text x="${MARGIN.right}" y="${y}">${escaped(line)}</text>`);
    y += LINE;
  }
  const inner = drawing.replace(
    /^<svg viewBox/,
    `<svg y="${top}" width="${WIDTH}" height="${height}" viewBox`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}">
<style>${STYLE}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text class="title" x="${MARGIN.right}" y="22">${escaped(title)}</text>
${inner}
${rows.join("\n")}
</svg>
`;
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

/** Broken between words, so that no line has more characters. */
function linesOf(text: string, most: number): string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > most) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}
