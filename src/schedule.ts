/** A number that changes with the generation, or from one member of an ecosystem to the next. */
export type Schedule = Ramp | Steps | Members;

/** From one value to another: `from` in generation 0, `to` in generation `over` and ever after. */
export interface Ramp {
  readonly from: number;
  readonly to: number;
  /** Generations. */
  readonly over: number;
  /** By equal steps, by equal ratios, or all at once in generation `over`. */
  readonly shape: "linear" | "geometric" | "step";
}

/** One value for each generation; the last one holds ever after. */
export interface Steps {
  readonly values: readonly number[];
}

/** One value for each lineage, and again from the first on: for ecosystems, by member. */
export interface Members<T = number> {
  readonly members: readonly T[];
}

export const SHAPES = ["linear", "geometric", "step"] as const satisfies Ramp["shape"][];

export function isSchedule(value: unknown): value is Schedule {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return (
    "values" in value || "members" in value || ("from" in value && "to" in value && "over" in value)
  );
}

/** Of a choice that is another one from member to member, that of a lineage. */
export function memberAt<T extends string>(value: T | Members<T>, lineage: number): T {
  return typeof value === "string" ? value : value.members[lineage % value.members.length];
}

export function valueAt(value: number | Schedule, generation: number, lineage = 0): number {
  if (typeof value === "number") return value;
  if ("members" in value) return value.members[lineage % value.members.length];
  if ("values" in value) return value.values[Math.min(generation, value.values.length - 1)];
  const { from, to, over, shape } = value;
  if (generation >= over) return to;
  const part = generation / over;
  if (shape === "step") return from;
  return shape === "linear" ? from + (to - from) * part : from * (to / from) ** part;
}

/** The first generation from which on a value stays what it is. */
export function restsAt(value: number | Schedule): number {
  if (typeof value === "number") return 0;
  if ("members" in value) return 0;
  return "values" in value ? value.values.length - 1 : value.over;
}

/** Every value that a schedule ever takes lies between these two. */
export function boundsOf(value: number | Schedule): { least: number; most: number } {
  const ends = typeof value === "number" ? [value] : endsOf(value);
  return { least: Math.min(...ends), most: Math.max(...ends) };
}

function endsOf(schedule: Schedule): readonly number[] {
  if ("values" in schedule) return schedule.values;
  return "members" in schedule ? schedule.members : [schedule.from, schedule.to];
}
