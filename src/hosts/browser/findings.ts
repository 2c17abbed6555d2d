import { type GroupCurves, groupCurvesOf } from "../../group-curves.ts";
import { type Profile, profileOf } from "../../profile/profile.ts";
import type { GenerationRecord } from "../../record.ts";

/** What can be said of a run as a whole. */
export interface Findings {
  /** Null where none of the definitions of collapse can be measured. */
  readonly profile: Profile | null;
  /** Null where the real data have no groups. */
  readonly groups: GroupCurves | null;
}

/** See `summarize` for `together`. */
export function findingsOf(records: readonly GenerationRecord[], together = 1): Findings {
  const profile = profileOf(records, together);
  const isMeasured = profile.findings.some(({ evidence }) => evidence !== null);
  return { profile: isMeasured ? profile : null, groups: groupCurvesOf(records) };
}
