/** Coordinates of points in the plane, across and up in turn, as the setting has them: [N * 2]. */
export type Points = readonly number[];

export type Place = readonly [x: number, y: number];

/** How far a drawing goes on every side of its middle: numbers that people like. */
const REACHES = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
/** Space that a drawing leaves around its points. */
const SPARE = 1.1;

/** The smallest of them that all points are well within, data units. */
export function reachOf(points: Points): number {
  const most = SPARE * points.reduce((far, x) => Math.max(far, Math.abs(x) || 0), 0);
  return most === 0 ? 1 : reachFrom(most);
}

/** The next one, in or out. */
export function zoomed(reach: number, isOut: boolean): number {
  return isOut ? reachFrom(1.4 * reach) : reachFrom(0.6 * reach);
}

function reachFrom(least: number): number {
  const exponent = Math.floor(Math.log10(least));
  const digits = least / 10 ** exponent;
  const next = REACHES.find((one) => one >= digits) ?? 10;
  return Number(`${next}e${exponent}`);
}

/** As exact as anyone draws: about a thousandth of the drawing. */
export function rounded(x: number, reach: number): number {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(reach)));
  return Number(x.toFixed(Math.min(digits, 12))) + 0;
}

/** Data units from a place to the nearest point; infinite without any. */
export function distanceTo(points: Points, place: Place): number {
  let least = Infinity;
  for (let i = 0; i + 1 < points.length; i += 2) {
    least = Math.min(least, Math.hypot(points[i] - place[0], points[i + 1] - place[1]));
  }
  return least;
}

/** One more point; none where that many are there, or where one lies closer than `gap`. */
export function withPoint(points: Points, place: Place, gap: number, most: number): Points {
  const isFull = points.length / 2 >= most;
  return isFull || distanceTo(points, place) < gap ? points : [...points, ...place];
}

/** Without the points closer than `reach` to a place. */
export function without(points: Points, [x, y]: Place, reach: number): Points {
  const kept = points.filter((_, i) => {
    const first = i - (i % 2);
    return !(Math.hypot(points[first] - x, points[first + 1] - y) < reach);
  });
  return kept.length === points.length ? points : kept;
}

/** Between the places that a pointer was seen at, so that no stroke has holes. */
export function between([x, y]: Place, [toX, toY]: Place, gap: number): Place[] {
  const steps = Math.max(1, Math.ceil(Math.hypot(toX - x, toY - y) / gap));
  return Array.from({ length: steps }, (_, i): Place => {
    const part = (i + 1) / steps;
    return [x + part * (toX - x), y + part * (toY - y)];
  });
}
