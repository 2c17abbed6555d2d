import { scaleLinear, scaleLog } from "d3-scale";
import { escaped } from "./escaped.ts";

export const WIDTH = 640;
export const HEIGHT = 340;
export const MARGIN = { top: 12, right: 16, bottom: 44, left: 76 };
/** Positive values that span more than this are drawn on a log axis. */
const LOG_SPAN = 100;
/** More labels than this on a log axis would touch. */
const MAX_DECADES = 7;

/** Of the values that are to be seen; logarithmic where they are positive and span much. */
export function valueScale(values: readonly (number | null)[]) {
  const finite = values.filter((value): value is number => Number.isFinite(value));
  const [least, most] = [extreme(finite, Math.min), extreme(finite, Math.max)];
  const logarithmic = least > 0 && most / least > LOG_SPAN;
  const [bottom, top] =
    most > least
      ? [least, most]
      : [least - (Math.abs(least) || 1) / 2, most + (Math.abs(most) || 1) / 2];
  const range = [HEIGHT - MARGIN.bottom, MARGIN.top];
  const scale = logarithmic
    ? scaleLog().domain([bottom, top]).range(range)
    : scaleLinear().domain([bottom, top]).range(range).nice(6);
  const shows = (value: number | null) => value !== null && Number.isFinite(value);
  return { scale, shows, logarithmic };
}

function extreme(values: readonly number[], choose: (a: number, b: number) => number): number {
  return values.reduce<number | null>((a, b) => (a === null ? b : choose(a, b)), null) ?? 0;
}

type Scale = ReturnType<typeof valueScale>;

export function stepScale(from: number, to: number) {
  return scaleLinear()
    .domain([from, Math.max(from + 1, to)])
    .range([MARGIN.left, WIDTH - MARGIN.right]);
}

export function axes(
  x: ReturnType<typeof stepScale>,
  { scale, logarithmic }: Scale,
  labels: { readonly x: string; readonly y: string },
): string {
  const ticks = logarithmic ? logTicks(scale.domain()) : scale.ticks(6);
  const format = logarithmic ? logFormat(ticks) : scale.tickFormat(6);
  const rows = ticks.map((tick) => {
    const text = format(tick);
    const at = scale(tick).toFixed(2);
    return `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}"/><text class="tick" x="${MARGIN.left - 8}" y="${at}" dy="0.32em" text-anchor="end">${text}</text>`;
  });
  const bottom = HEIGHT - MARGIN.bottom;
  const columns = x
    .ticks(8)
    .filter(Number.isInteger)
    .map((tick) => {
      const at = x(tick).toFixed(2);
      return `<line class="axis" x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom + 5}"/><text class="tick" x="${at}" y="${bottom + 18}" text-anchor="middle">${tick.toLocaleString("en")}</text>`;
    });
  const middle = (MARGIN.top + bottom) / 2;
  const centre = (MARGIN.left + WIDTH - MARGIN.right) / 2;
  return `${rows.join("")}${columns.join("")}
<line class="axis" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${bottom}" y2="${bottom}"/>
<text class="label" x="${centre}" y="${HEIGHT - 6}" text-anchor="middle">${escaped(labels.x)}</text>
<text class="label" transform="rotate(-90)" x="${-middle}" y="14" text-anchor="middle">${escaped(labels.y)}</text>`;
}

/** Powers of ten, and 2 and 5 between them where there are few. */
function logTicks([least, most]: readonly number[]): number[] {
  const [low, high] = [Math.log10(least), Math.log10(most)];
  const stride = Math.max(1, Math.ceil((high - low) / MAX_DECADES));
  const first = Math.ceil(low / stride - 1e-9) * stride;
  const count = Math.max(0, Math.floor((high - first) / stride + 1e-9) + 1);
  const decades = Array.from({ length: count }, (_, i) => Number(`1e${first + i * stride}`));
  if (count > 2) return decades;
  const between = [first - 1, first, first + 1].flatMap((power) =>
    [1, 2, 5].map((factor) => Number(`${factor}e${power}`)),
  );
  return between.filter((tick) => tick >= least && tick <= most);
}

/** One notation for all ticks: powers of ten as soon as one of them has too many zeros. */
function logFormat(ticks: readonly number[]): (tick: number) => string {
  if (ticks.every((tick) => tick > 0.9e-3 && tick < 1.1e4)) return (tick) => String(tick);
  return (tick) => {
    const exponent = Math.floor(Math.log10(tick) + 1e-9);
    const factor = Math.round(tick / 10 ** exponent);
    const power = String(exponent).replaceAll(/./g, (character) => SUPERSCRIPTS[character]);
    return factor === 1 ? `10${power}` : `${factor}·10${power}`;
  };
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = Object.fromEntries(
  ["-⁻", "0⁰", "1¹", "2²", "3³", "4⁴", "5⁵", "6⁶", "7⁷", "8⁸", "9⁹"].map(([from, to]) => [
    from,
    to,
  ]),
);
