import type { ResolvedAxis } from "./sweep.ts";

/** Lines in a diagram at most. */
const MOST_LINES = 6;
const FEWEST_LINES = 3;
const POINTS = 64;

/** Where a product of both axes has one value. */
export interface IsoLine {
  readonly label: string;
  /** Places on both axes: 0 is the first value, 1 the second, and between them lies what is between. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/**
 * Lines of k = M γ, the real samples that every pool of M gets. It is k that decides where a model
 * with fresh or kept real data comes to rest, and neither M nor γ alone: the fresh limit
 * V* = 1 − 1/(M γ (2 − γ) + 1 − γ) is 1 − 1/(2k) where γ is small.
 */
export function isoLines(x: ResolvedAxis, y: ResolvedAxis | null): IsoLine[] {
  if (y === null || !isPair(x.setting, y.setting)) return [];
  const across = numericAxis(x.values);
  const along = numericAxis(y.values);
  if (across === null || along === null) return [];
  const ends = [across, along].map(({ values }) => [Math.min(...values), Math.max(...values)]);
  const least = ends[0][0] * ends[1][0];
  const most = ends[0][1] * ends[1][1];
  return levelsBetween(least, most).flatMap((level): IsoLine[] => {
    const points = Array.from({ length: POINTS + 1 }, (_, i) => {
      const place = -0.5 + (i / POINTS) * across.values.length;
      return [place, along.placeOf(level / across.valueAt(place))] as const;
    }).filter(([, place]) => place >= -0.5 && place <= along.values.length - 0.5);
    return points.length < 2 ? [] : [{ label: `k = ${level}`, points }];
  });
}

/** Whether one is M and the other a share γ of it. */
function isPair(one: string, other: string): boolean {
  const isShare = (setting: string) => /^\$\.interventions\[\d+\]\.config\.fraction$/.test(setting);
  return (one === "$.samples" && isShare(other)) || (other === "$.samples" && isShare(one));
}

/** Powers of ten, and 2 and 5 between them where there are few. */
function levelsBetween(least: number, most: number): number[] {
  const first = Math.floor(Math.log10(least));
  const exponents = Array.from(
    { length: Math.ceil(Math.log10(most)) - first + 1 },
    (_, i) => first + i,
  );
  const between = (factors: readonly number[]) =>
    exponents
      .flatMap((exponent) => factors.map((factor) => Number(`${factor}e${exponent}`)))
      .filter((level) => level > least && level < most);
  const decades = between([1]);
  const levels = decades.length < FEWEST_LINES ? between([1, 2, 5]) : decades;
  const stride = Math.ceil(levels.length / MOST_LINES);
  return levels.filter((_, i) => i % stride === 0);
}

interface NumericAxis {
  readonly values: readonly number[];
  valueAt(place: number): number;
  placeOf(value: number): number;
}

/** Null for what are no positive numbers in one direction. Between two values lie equal ratios. */
function numericAxis(values: readonly unknown[]): NumericAxis | null {
  const numbers = values.filter((value): value is number => typeof value === "number" && value > 0);
  if (numbers.length < Math.max(2, values.length)) return null;
  const logs = numbers.map(Math.log);
  const sign = Math.sign(logs[1] - logs[0]);
  if (logs.some((log, i) => i > 0 && Math.sign(log - logs[i - 1]) !== sign)) return null;
  const gapBefore = (i: number) => Math.min(Math.max(i, 0), logs.length - 2);
  return {
    values: numbers,
    valueAt(place) {
      const i = gapBefore(Math.floor(place));
      return Math.exp(logs[i] + (place - i) * (logs[i + 1] - logs[i]));
    },
    placeOf(value) {
      const log = Math.log(value);
      const next = logs.findIndex((one) => sign * (one - log) > 0);
      const i = gapBefore((next < 0 ? logs.length : next) - 1);
      return i + (log - logs[i]) / (logs[i + 1] - logs[i]);
    },
  };
}
