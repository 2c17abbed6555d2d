import type { Verdict } from "./profile.ts";

/** Verdicts as people read them. */
export const VERDICTS: Readonly<Record<Verdict, string>> = {
  collapse: "collapse",
  steady: "no change",
  unlike: "the other way",
  "not measured": "not measured",
};

export function agreementInWords(disagrees: boolean): string {
  return disagrees
    ? "The definitions disagree about this run."
    : "The definitions that were measured agree about this run.";
}

/** When a change is one. */
export const CRITERION =
  "From generation 0 to the last one, means over lineages; a change counts beyond 4 standard errors and 5 %.";
