import type { Setting } from "../config.ts";
import { type Schedule, isSchedule } from "../schedule.ts";
import { formatCount, formatNumber } from "./format.ts";

/** What is wrong with a value, said where it is typed; "" where nothing is. */
export function problemOf(setting: Setting, value: unknown): string {
  switch (setting.kind) {
    case "number":
      if (value === null && setting.off !== undefined) return "";
      if (setting.varies === true && isSchedule(value)) return scheduleProblem(setting, value);
      return isWithin(setting, value) ? "" : `Type a number from ${rangeOf(setting)}.`;
    case "integer":
      return isWithin(setting, value) && Number.isInteger(value)
        ? ""
        : `Type a whole number from ${rangeOf(setting)}.`;
    case "list": {
      const items: readonly unknown[] = Array.isArray(value) ? value : [];
      if (items.length > setting.maxItems) return `Type at most ${setting.maxItems} numbers.`;
      const isFine = items.every((item) => isWithin(setting, item));
      return isFine ? "" : `Type numbers from ${rangeOf(setting)}, with commas between them.`;
    }
    default:
      return "";
  }
}

function scheduleProblem(range: Range, schedule: Schedule): string {
  const values =
    "values" in schedule
      ? schedule.values
      : "members" in schedule
        ? schedule.members
        : [schedule.from, schedule.to];
  if (values.length === 0 || !values.every((value) => isWithin(range, value))) {
    return `Type numbers from ${rangeOf(range)}.`;
  }
  if (!("over" in schedule)) return "";
  if (!isGenerations(schedule.over)) return "A change takes a whole number of generations, or one.";
  const isPositive = values.every((value) => value > 0);
  return schedule.shape === "geometric" && !isPositive
    ? "Equal ratios lead from one number above 0 to another."
    : "";
}

export function isGenerations(value: unknown): boolean {
  return Number.isInteger(value) && isWithin({ min: 1, max: 2 ** 24 - 1 }, value);
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

export function rangeOf({ min, max }: Range): string {
  const say = (limit: number) =>
    Number.isInteger(limit) ? formatCount(limit) : formatNumber(limit);
  return `${say(min)} to ${say(max)}`;
}

export function isWithin({ min, max }: Range, value: unknown): boolean {
  return typeof value === "number" && value >= min && value <= max;
}
