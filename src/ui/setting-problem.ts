import type { Setting } from "../config.ts";
import { formatCount, formatNumber } from "./format.ts";

/** What is wrong with a value, said where it is typed; "" where nothing is. */
export function problemOf(setting: Setting, value: unknown): string {
  switch (setting.kind) {
    case "number":
      if (value === null && setting.off !== undefined) return "";
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

interface Range {
  readonly min: number;
  readonly max: number;
}

export function rangeOf({ min, max }: Range): string {
  const say = (limit: number) =>
    Number.isInteger(limit) ? formatCount(limit) : formatNumber(limit);
  return `${say(min)} to ${say(max)}`;
}

function isWithin({ min, max }: Range, value: unknown): boolean {
  return typeof value === "number" && value >= min && value <= max;
}
