import { type Schedule, valueAt } from "../schedule.ts";

const POINTS = 40;

/**
 * Places of a curve through a schedule in a picture of one by one, from the left and from below;
 * none for members, which have no order in time.
 */
export function scheduleCurve(schedule: Schedule): [x: number, y: number][] {
  if ("members" in schedule) return [];
  const isStepped = "values" in schedule || schedule.shape === "step";
  const end = "values" in schedule ? schedule.values.length : 1.25 * schedule.over;
  const times =
    "values" in schedule
      ? schedule.values.map((_, i) => i)
      : isStepped
        ? [0, schedule.over]
        : Array.from({ length: POINTS + 1 }, (_, i) => (end * i) / POINTS);
  const values = times.map((time) => valueAt(schedule, time));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (![least, most, end].every(Number.isFinite) || end <= 0) return [];
  const places = times.map((time, i): [number, number] => [
    time / end,
    most === least ? 0.5 : (values[i] - least) / (most - least),
  ]);
  if (!isStepped) return places;
  return places.flatMap(([x, y], i): [number, number][] => [
    [x, y],
    [places[i + 1]?.[0] ?? 1, y],
  ]);
}
