import * as v from "valibot";
import { ConfigError } from "../errors.ts";
import { MISSING, jsonPath, shown } from "./messages.ts";

type Issue = Pick<v.BaseIssue<unknown>, "path" | "issues" | "message">;

/** What `schema` makes of parsed JSON; `newest` is the version of the format. Throws a `ConfigError`. */
export function checkedBy<const S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  newest: number,
): v.InferOutput<S> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new ConfigError("$", `expected an object, found ${shown(input)}`);
  }
  // A newer format has other keys too, so this comes before them.
  const { version } = input as { version?: unknown };
  if (typeof version === "number" && version > newest) {
    throw new ConfigError(
      "$.version",
      `${version} was made by a newer version of the lab, and this one reads up to ${newest}; update the lab`,
    );
  }
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  // A misspelt key is also a missing one; the name that is there says more.
  const misspelt = result.issues.find(({ message }) => message.includes("did you mean"));
  const issue = misspelt ?? result.issues[0];
  const others = issue.message === MISSING ? alsoMissing(issue, result.issues) : "";
  throw new ConfigError(pathOf(issue), `${issue.message}${others}`);
}

/** Where the mistake is: within a value of several kinds, where that kind says the same. */
function pathOf({ path, issues, message }: Issue): string {
  const inner = issues?.find((one) => one.message === message);
  return jsonPath([...(path ?? []), ...(inner?.path ?? [])].map(({ key }) => key));
}

/** Who leaves out one key has often left out more, and wants to hear of all at once. */
function alsoMissing(first: v.BaseIssue<unknown>, issues: readonly v.BaseIssue<unknown>[]): string {
  const others = issues.filter((issue) => issue !== first && issue.message === MISSING);
  const places = others.map(pathOf);
  if (places.length === 0) return "";
  return `, and so ${places.length === 1 ? "is" : "are"} ${places.join(", ")}`;
}
