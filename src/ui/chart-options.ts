import uPlot from "uplot";
import type { TheoryCurve } from "../theory/curve.ts";
import type { ChartData } from "./chart-data.ts";
import { formatNumber, superscript } from "./format.ts";

/** Colours as the canvas understands them. */
export interface ChartColors {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly accent: string;
  readonly band: string;
  readonly font: string;
}

export interface ChartAxes {
  readonly logX: boolean;
  readonly logY: boolean;
}

/** Closer together than this uPlot finds no marks for a linear axis. */
const LEAST_ROOM = 1e-12;
/** Labels on a log axis. */
const MAX_DECADES = 7;
/** A line through no more values than these has a mark at each; one alone is nothing but its mark. */
const FEW = 16;
const BAND_SERIES: [number, number] = [3, 2];

/** Everything of a chart but its data. The series are x, median, q05, q95, mean, theory, another run. */
export function chartOptions(
  size: { readonly width: number; readonly height: number },
  axes: ChartAxes,
  theory: readonly TheoryCurve[],
  lead: "median" | "mean",
  colors: ChartColors,
  setCursor: (chart: uPlot) => void,
  isCompared = false,
): uPlot.Options {
  const none = { show: false };
  const marks: uPlot.Series.Points = {
    show: (chart, series) => {
      const values = chart.data[series].slice(0, FEW + 1);
      return values.filter((value) => value !== null).length <= FEW;
    },
    size: 5,
    width: 0,
    fill: colors.accent,
  };
  const axis: uPlot.Axis = {
    stroke: colors.soft,
    font: `12px ${colors.font}`,
    grid: { stroke: colors.line, width: 1 },
    ticks: { stroke: colors.line, width: 1, size: 4 },
    gap: 6,
  };
  const distribution = (log: boolean): uPlot.Scale => ({
    time: false,
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum exists in types only
    distr: log ? 3 : 1,
    log: 10,
  });
  return {
    ...size,
    padding: [10, 14, 0, 0],
    legend: none,
    scales: {
      x: distribution(axes.logX),
      y: { ...distribution(axes.logY), range: axes.logY ? logRange : linearRange },
    },
    axes: [
      {
        ...axis,
        ...(axes.logX ? logSplits : {}),
        label: "generation",
        labelFont: `12px ${colors.font}`,
        labelSize: 16,
        labelGap: 0,
        size: 26,
        values: (_chart, splits) => splits.map(wholeLabel),
      },
      {
        ...axis,
        ...(axes.logY ? logSplits : {}),
        size: axisWidth,
        values: (_chart, splits) =>
          splits.map((value) => (axes.logY ? decadeLabel(value) : axisLabel(value))),
      },
    ],
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 7, fill: colors.accent },
    },
    hooks: { setCursor: [setCursor] },
    bands: [{ series: BAND_SERIES, fill: colors.band }],
    series: [
      {},
      { stroke: colors.accent, width: lead === "median" ? 2 : 1, points: marks },
      { stroke: colors.band, width: 0, points: none },
      { stroke: colors.band, width: 0, points: none },
      lead === "mean"
        ? { stroke: colors.accent, width: 2.5, points: marks }
        : { stroke: colors.accent, width: 1.5, dash: [2, 3], points: none },
      ...theory.map(({ statistic }) => ({
        stroke: colors.ink,
        width: 1.5,
        dash: { mean: [7, 5], median: [2, 4], limit: [10, 3, 2, 3] }[statistic],
        points: none,
      })),
      ...(isCompared ? [{ stroke: colors.soft, width: 1.5, points: none }] : []),
    ],
  };
}

/**
 * The marks of a log axis. uPlot's own know no number below 10⁻¹⁶, where a variance is soon; these
 * are powers of ten, and 1, 2, 5 where there are few of those.
 */
const logSplits: Pick<uPlot.Axis, "splits" | "filter"> = {
  splits: (_chart, _axis, least, greatest) => {
    const [low, high] = [Math.log10(least), Math.log10(greatest)];
    const stride = Math.max(1, Math.ceil((high - low) / MAX_DECADES));
    const first = Math.ceil(low / stride - 1e-9) * stride;
    const decades = Array.from(
      { length: Math.max(0, Math.floor((high - first) / stride + 1e-9) + 1) },
      (_, i) => Number(`1e${first + i * stride}`),
    );
    if (decades.length > 2) return decades;
    const between = [decades[0] / 10, ...decades].flatMap((one) => [one, 2 * one, 5 * one]);
    return between.filter((mark) => mark >= least && mark <= greatest);
  },
  filter: (_chart, splits) => splits,
};

/** Whole decades. */
function logRange(_chart: uPlot, least: number | null, greatest: number | null) {
  if (least === null || greatest === null || least <= 0) return [0.1, 1] as uPlot.Range.MinMax;
  const low = Math.floor(Math.log10(least));
  const high = Math.max(low + 1, Math.ceil(Math.log10(greatest)));
  return [10 ** low, 10 ** high] as uPlot.Range.MinMax;
}

/** A chart whose means nobody compares with theory does not show them. */
export function alignedData(data: ChartData, showsMean: boolean): uPlot.AlignedData {
  const nothing = data.x.map(() => null);
  const mean = showsMean ? data.mean : nothing;
  return [data.x, data.median, data.q05, data.q95, mean, ...data.theory, ...data.compared];
}

/** A little air around the values; a constant gets a scale of its own size. */
function linearRange(_chart: uPlot, least: number | null, greatest: number | null) {
  if (least === null || greatest === null) return [0, 1] as uPlot.Range.MinMax;
  const span = (greatest - least) * 0.06 || Math.abs(greatest) * 0.1 || 1;
  const room = Math.max(span, LEAST_ROOM);
  // An axis that nearly reaches zero may as well begin there.
  const low = least >= 0 && least <= 0.5 * greatest ? 0 : least - room;
  return [low, greatest + room] as uPlot.Range.MinMax;
}

function axisWidth(_chart: uPlot, values: readonly (string | null)[] | null): number {
  const longest = (values ?? []).reduce((most, value) => Math.max(most, value?.length ?? 0), 3);
  return 18 + 6.6 * longest;
}

function axisLabel(value: number): string {
  return formatNumber(Number(value.toPrecision(10)));
}

function wholeLabel(value: number | null): string | null {
  return value !== null && Number.isInteger(value) ? value.toLocaleString("en") : null;
}

function decadeLabel(value: number): string {
  const power = Math.log10(value);
  const isDecade = Math.abs(power - Math.round(power)) < 1e-9;
  return isDecade && Math.abs(power) > 3 ? `10${superscript(Math.round(power))}` : axisLabel(value);
}
