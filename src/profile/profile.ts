import type { GenerationRecord } from "../record.ts";
import { summarizeKnown } from "../statistics.ts";
import { type Definition, type Measure, definitions } from "./definitions.ts";

/** What one definition says of a run. */
export interface Finding {
  readonly definition: Definition;
  readonly verdict: Verdict;
  /** Null where nothing that was measured tells. */
  readonly evidence: Evidence | null;
}

/** "unlike" is the opposite of collapse: the model went the other way. */
export type Verdict = "collapse" | "steady" | "unlike" | "not measured";

export interface Evidence {
  readonly metric: string;
  /** Means over lineages, in generation 0 and in the last one. */
  readonly first: number;
  readonly last: number;
  /** Of the change, lineage by lineage, of those that have a value; NaN for a single one. */
  readonly standardError: number;
}

export interface Profile {
  readonly findings: readonly Finding[];
  /** Whether what could be measured leads to different verdicts. */
  readonly disagrees: boolean;
}

/** Standard errors that a change has to be larger than. */
const SIGNIFICANT = 4;
/** A change by less than this share is none that anybody would call a collapse. */
const NOTABLE = 0.05;

/**
 * Holds a run against every definition: the change from generation 0 to the last one, lineage by
 * lineage, where both have a value. There is no verdict on collapse as such, since the definitions contradict each other.
 * See `summarize` for `together`.
 */
export function profileOf(records: readonly GenerationRecord[], together = 1): Profile {
  const [first] = records;
  const last = records.at(-1);
  const findings = definitions.map((definition): Finding => {
    const measure = definition.measures.find(
      ({ metric }) => first?.metrics[metric] !== undefined && last?.metrics[metric] !== undefined,
    );
    if (measure === undefined || records.length < 2) {
      return { definition, verdict: "not measured", evidence: null };
    }
    const [before, after] = [first.metrics[measure.metric], last!.metrics[measure.metric]];
    const changes = Array.from(after, (value, l) => difference(value, before[l]));
    const change = summarizeKnown(changes, together);
    if (change.lineages === 0) return { definition, verdict: "not measured", evidence: null };
    const evidence = {
      metric: measure.metric,
      first: summarizeKnown(before).mean,
      last: summarizeKnown(after).mean,
      standardError: change.standardError,
    };
    return { definition, verdict: verdictOf(measure, change.mean, evidence), evidence };
  });
  const verdicts = new Set(findings.map(({ verdict }) => verdict));
  verdicts.delete("not measured");
  return { findings, disagrees: verdicts.size > 1 };
}

/** What is infinite before and after has not changed. */
function difference(after: number, before: number): number {
  return after === before ? 0 : after - before;
}

function verdictOf({ towards }: Measure, change: number, evidence: Evidence): Verdict {
  const { first, last, standardError } = evidence;
  const scale = Math.max(Math.abs(first), Math.abs(last));
  const isCertain = Number.isNaN(standardError) || Math.abs(change) > SIGNIFICANT * standardError;
  const isNotable = Math.abs(change) === Infinity || Math.abs(change) > NOTABLE * scale;
  if (!isCertain || !isNotable) return "steady";
  return change > 0 === (towards === "up") ? "collapse" : "unlike";
}
