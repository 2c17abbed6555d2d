import { ConfigError } from "../errors.ts";
import { isSchedule } from "../schedule.ts";
import type { Axis, Range } from "./sweep.ts";

/** Digits that a value of a range keeps: 0.1 + 0.2 is 0.3. */
const DIGITS = 12;
/** And those that a reader wants. */
const SHORT_DIGITS = 4;

/** What an axis says, one by one. `seed` is the experiment's. Throws a `ConfigError`. */
export function axisValues(
  { values, setting }: Axis,
  isWhole: boolean,
  seed: unknown,
): readonly unknown[] {
  const all = listed(values, setting, isWhole, seed);
  const names = all.map((value) => JSON.stringify(value));
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return all;
  const remedy = Array.isArray(values) ? "" : "; take a smaller count";
  throw new ConfigError("values", `${twice} is there twice${remedy}`);
}

function listed(
  values: Axis["values"],
  setting: string,
  isWhole: boolean,
  seed: unknown,
): readonly unknown[] {
  if ("seeds" in values) {
    if (setting !== "$.seed") {
      throw new ConfigError("values", `seeds are for "$.seed", and this is "${setting}"`);
    }
    const first = typeof seed === "number" ? seed : 0;
    return Array.from({ length: values.seeds }, (_, i) => (first + i) % 2 ** 32);
  }
  return "from" in values ? rangeValues(values, isWhole) : values;
}

function rangeValues({ from, to, count, scale }: Range, isWhole: boolean): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return from;
    if (i === count - 1) return to;
    const part = i / (count - 1);
    const value = scale === "log" ? from * (to / from) ** part : from + (to - from) * part;
    return isWhole ? Math.round(value) : Number(value.toPrecision(DIGITS));
  });
}

/** Values in a few words each, and fractions in a few digits as long as those tell them apart. */
export function valuesInWords(values: readonly unknown[]): string[] {
  const short = values.map((value) =>
    typeof value === "number" && !Number.isInteger(value)
      ? String(Number(value.toPrecision(SHORT_DIGITS)))
      : valueInWords(value),
  );
  return new Set(short).size === values.length ? short : values.map(valueInWords);
}

function valueInWords(value: unknown): string {
  if (value === null) return "off";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) {
    return value.length === 0 ? "none" : value.map(valueInWords).join(" + ");
  }
  if (isSchedule(value)) {
    if ("values" in value) return `${value.values.join(", ")} by generation`;
    if ("members" in value) return `${value.members.join(", ")} by member`;
    return `${value.from} to ${value.to} over ${value.over}`;
  }
  if (typeof value !== "object") return JSON.stringify(value);
  const { name, config = {} } = value as { readonly name?: unknown; readonly config?: object };
  if (typeof name !== "string") return JSON.stringify(value);
  const settings = Object.entries(config).map(([key, one]) => `${key} ${valueInWords(one)}`);
  return settings.length === 0 ? name : `${name} (${settings.join(", ")})`;
}
