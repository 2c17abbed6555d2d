import { distance } from "fastest-levenshtein";
import type { BaseIssue } from "valibot";

const MAX_SHOWN = 60;

/** Keys of which a schedule has one or more. */
const SCHEDULED = ["values", "members", "from", "to", "over"];

/** The message of a key that has to be there. */
export const MISSING = "is missing";

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

/** The same of a value that does not change with the generation. */
export function steady(message: ReturnType<typeof expected>): ReturnType<typeof expected> {
  return (issue) => {
    const { input } = issue;
    const isSchedule =
      typeof input === "object" && input !== null && SCHEDULED.some((key) => key in input);
    return isSchedule ? `this setting does not vary; ${message(issue)}` : message(issue);
  };
}

/** The message of an object whose keys are not these. */
export function expectedKeys(keys: readonly string[]) {
  return (issue: BaseIssue<unknown>): string => {
    const last = issue.path?.at(-1);
    if (last === undefined) return expected("an object")(issue);
    if (last.origin === "value" || issue.expected !== "never") return MISSING;
    const key = String(last.key);
    const known = keys.length === 0 ? "there are no settings here" : `expected ${quoted(keys)}`;
    return `unknown key, ${known}${guess(key, keys)}`;
  };
}

/** `; did you mean "x"?`, or nothing where no name is near. */
export function guess(name: string, names: readonly string[]): string {
  if (names.length === 0 || name.length > MAX_SHOWN) return "";
  const wanted = name.toLowerCase();
  const nearest =
    nearestBy(wanted, names, (text) => text, Math.max(2, Math.ceil(wanted.length / 3))) ??
    nearestBy(wanted, names, beginningLike(wanted), Math.ceil(wanted.length / 5));
  return nearest === null ? "" : `; did you mean "${nearest}"?`;
}

function nearestBy(
  wanted: string,
  names: readonly string[],
  compared: (name: string) => string,
  reach: number,
): string | null {
  let nearest: string | null = null;
  let least = reach + 1;
  for (const name of names) {
    const away = distance(wanted, compared(name.toLowerCase()));
    if (away < least) [nearest, least] = [name, away];
  }
  return nearest;
}

/** As many of the words as were written: "gausian" is near to the beginning of "gaussian-drift". */
function beginningLike(wanted: string): (name: string) => string {
  const words = wanted.split("-").length;
  return (name) => name.split("-").slice(0, words).join("-");
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
