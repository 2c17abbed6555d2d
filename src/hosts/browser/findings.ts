import { lineagesTogether } from "../../ecosystem.ts";
import { type GroupCurves, groupCurvesOf } from "../../group-curves.ts";
import { type Profile, profileOf } from "../../profile/profile.ts";
import type { GenerationRecord } from "../../record.ts";
import type { RunId, RunManifest, RunStore } from "../../store/run-store.ts";

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

/** Nothing of a run that was removed meanwhile. */
export async function storedFindings(store: RunStore, run: RunId): Promise<Findings | null> {
  const manifest = await store.manifest(run);
  if (manifest === null) return null;
  return findingsOf(await store.records(run), togetherIn(manifest));
}

/** How many lineages of a run belong together, as members of one ecosystem. */
export function togetherIn({ experiment }: Pick<RunManifest, "experiment">): number {
  return lineagesTogether(
    experiment.interventions.map(({ name, config = {} }) => ({ plugin: { name }, config })),
  );
}
