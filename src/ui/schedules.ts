import { type Members, type Schedule, restsAt, valueAt } from "../schedule.ts";
import { formatNumber } from "./format.ts";

/** In what way a number changes. */
export type ScheduleKind = "ramp" | "values" | "members";

/** Generations that a new ramp takes. */
const OVER = 10;
/** Values that a list still names one by one. */
const MOST_NAMED = 4;

export function kindOf(schedule: Schedule): ScheduleKind {
  if ("values" in schedule) return "values";
  return "members" in schedule ? "members" : "ramp";
}

/** Another kind of schedule between the same two values. */
export function asKind(value: number | Schedule, kind: ScheduleKind): Schedule {
  const from = valueAt(value, 0) ?? NaN;
  const to = lastOf(value);
  const ends = typeof value === "number" || Object.is(from, to) ? [from] : [from, to];
  switch (kind) {
    case "ramp":
      return { from, to, over: restsAt(value) > 0 ? restsAt(value) : OVER, shape: "linear" };
    case "values":
      return { values: ends };
    case "members":
      return { members: ends };
    default:
      return kind satisfies never;
  }
}

function lastOf(value: number | Schedule): number {
  if (typeof value === "number") return value;
  if ("values" in value) return value.values.at(-1) ?? NaN;
  return "members" in value ? (value.members.at(-1) ?? NaN) : value.to;
}

/** E.g. "from 1 to 0.5 over 10 generations". */
export function scheduleInWords(schedule: Schedule | Members<string>): string {
  if ("values" in schedule) return `${named(schedule.values)} by generation`;
  if ("members" in schedule) return `${named(schedule.members)} by lineage in turn`;
  const { over, shape } = schedule;
  const [from, to] = [schedule.from, schedule.to].map((value) => formatNumber(value));
  if (shape === "step") return `${from}, and ${to} from generation ${formatNumber(over)} on`;
  const pace = shape === "geometric" ? ", by equal ratios" : "";
  const generations = over === 1 ? "generation" : "generations";
  return `from ${from} to ${to} over ${formatNumber(over)} ${generations}${pace}`;
}

function named(values: readonly (number | string)[]): string {
  const said = (value: number | string) =>
    typeof value === "string" ? value : formatNumber(value);
  const shown = values.length > MOST_NAMED ? values.slice(0, MOST_NAMED - 1) : values;
  const more = shown.length < values.length ? `, … ${said(values.at(-1)!)}` : "";
  return `${shown.map(said).join(", ")}${more}`;
}
