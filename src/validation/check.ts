import type { Lab } from "./lab.ts";

/** How many standard errors a right result may be away: one in 16 000 is further. */
export const STANDARD_ERRORS = 4;
/** A standard error above this share of the prediction proves nothing. */
export const MOST_UNCERTAIN = 0.02;

/** What a check has found, before it is judged. */
export interface Finding {
  readonly predicted: number;
  readonly measured: number;
  /** Of `measured`, from the lineages; 0 where nothing is random. */
  readonly standardError: number;
  /** Independent chains; 0 where nothing is random. */
  readonly lineages: number;
  /** How far measured may be from predicted; default 4 standard errors. */
  readonly tolerance?: number;
  readonly detail?: string;
}

/** One line of the sheet: a closed form against a run of the real engine. */
export interface Check {
  /** In kebab-case. */
  readonly name: string;
  /** Its number in the list of acceptance tests; null for one beside them. */
  readonly row: number | null;
  /** The setting and the formula in a few words. */
  readonly title: string;
  readonly source: string;
  run(lab: Lab): Promise<Finding>;
}

export interface CheckResult extends Required<Omit<Finding, "detail">> {
  readonly name: string;
  readonly row?: number;
  readonly title: string;
  readonly source: string;
  readonly verdict: "pass" | "fail";
  readonly detail?: string;
}

/**
 * Passes where the measured number is near enough, and the measurement sharp enough to have failed:
 * a standard error of more than 2 % of the prediction is a failure too. A prediction of 0 has no
 * such scale and is held to its tolerance alone.
 */
export function judge({ name, row, title, source }: Check, finding: Finding): CheckResult {
  const { predicted, measured, standardError, lineages } = finding;
  const tolerance = finding.tolerance ?? STANDARD_ERRORS * standardError;
  // Written so that a NaN anywhere fails.
  const near = Math.abs(measured - predicted) <= tolerance;
  const sharp = predicted === 0 || standardError < MOST_UNCERTAIN * Math.abs(predicted);
  const remarks = [
    ...(finding.detail === undefined ? [] : [finding.detail]),
    ...(sharp || Number.isNaN(predicted)
      ? []
      : ["the standard error is above 2 % of the prediction: too few lineages"]),
  ];
  return {
    name,
    ...(row === null ? {} : { row }),
    title,
    source,
    predicted,
    measured,
    standardError,
    tolerance,
    verdict: near && sharp ? "pass" : "fail",
    lineages,
    ...(remarks.length === 0 ? {} : { detail: remarks.join("; ") }),
  };
}
