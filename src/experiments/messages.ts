import { closest, distance } from "fastest-levenshtein";
import type { BaseIssue } from "valibot";

const MAX_SHOWN = 60;

/** Names as a person lists them: "a", "b" or "c". */
export function quoted(names: readonly string[], conjunction = "or"): string {
  const all = names.map((name) => JSON.stringify(name));
  if (all.length < 2) return all.join("");
  return `${all.slice(0, -1).join(", ")} ${conjunction} ${all.at(-1)}`;
}

/** The message of a value that is not what it should be. */
export function expected(what: string, names: readonly string[] = []) {
  return ({ input }: Pick<BaseIssue<unknown>, "input">): string =>
    `expected ${what}, found ${shown(input)}${typeof input === "string" ? guess(input, names) : ""}`;
}

/** The message of an object whose keys are not these. */
export function expectedKeys(keys: readonly string[]) {
  return (issue: BaseIssue<unknown>): string => {
    const last = issue.path?.at(-1);
    if (last === undefined) return expected("an object")(issue);
    if (last.origin === "value" || issue.expected !== "never") return "is missing";
    const key = String(last.key);
    const known = keys.length === 0 ? "there are no settings here" : `expected ${quoted(keys)}`;
    return `unknown key, ${known}${guess(key, keys)}`;
  };
}

/** `; did you mean "x"?`, or nothing where no name is near. */
export function guess(name: string, names: readonly string[]): string {
  if (names.length === 0 || name.length > MAX_SHOWN) return "";
  const nearest = closest(name.toLowerCase(), [...names]);
  const reach = Math.max(2, Math.ceil(nearest.length / 3));
  return distance(name.toLowerCase(), nearest.toLowerCase()) <= reach
    ? `; did you mean "${nearest}"?`
    : "";
}

/** A value in a few words, on one line. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") {
    return JSON.stringify(value.length <= MAX_SHOWN ? value : `${value.slice(0, MAX_SHOWN)}…`);
  }
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (value === null) return "null";
  if (typeof value === "object") return "an object";
  const isPlain = typeof value === "number" || typeof value === "boolean";
  return isPlain ? String(value) : `a ${typeof value}`;
}

/** Where a value stands in JSON, e.g. `$.metrics[0].name`. */
export function jsonPath(keys: readonly unknown[]): string {
  const steps = keys.map((key) => {
    if (typeof key === "number") return `[${key}]`;
    const name = String(key);
    return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${shown(name)}]`;
  });
  return `$${steps.join("")}`;
}
