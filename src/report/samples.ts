import type { ResolvedExperiment } from "../experiments/experiment.ts";
import { someGenerations } from "../histogram.ts";
import type { Exhibit, GenerationRecord } from "../record.ts";
import { imageSheets } from "./images.ts";
import { textsThrough } from "./texts.ts";

const MOST_SHEETS = 5;
const MOST_WRITERS = 6;

type Of<K extends Exhibit["kind"]> = Extract<Exhibit, { kind: K }>;

/** What the models drew or wrote, from the first generation to the last; "" for mere numbers. */
export function samplesSection(
  { facts, family, lineages }: ResolvedExperiment,
  records: readonly GenerationRecord[],
): string {
  const lineage = lineages === 1 ? "" : ` <small>lineage 1 of ${lineages}</small>`;
  if (facts.kind === "image") {
    const shown = chosen(records, "image", MOST_SHEETS);
    if (shown.length === 0) return "";
    return section(`What the models draw${lineage}`, imageSheets(facts, shown));
  }
  if (facts.kind !== "tokens") return "";
  const shown = chosen(records, "tokens", MOST_WRITERS);
  if (shown.length === 0) return "";
  const isPrompted = family.config["prompt"] === "original";
  return section(`What the models write${lineage}`, textsThrough(facts, shown, isPrompted));
}

function chosen<K extends Exhibit["kind"]>(
  records: readonly GenerationRecord[],
  kind: K,
  most: number,
): [number, Of<K>][] {
  const isOf = (exhibit: Exhibit | undefined): exhibit is Of<K> => exhibit?.kind === kind;
  const exhibits = records.flatMap(({ generation, exhibit }): [number, Of<K>][] =>
    isOf(exhibit) ? [[generation, exhibit]] : [],
  );
  return someGenerations(exhibits.length, most).map((i) => exhibits[i]);
}

function section(title: string, content: string): string {
  return `<section class="samples">
<h2>${title}</h2>
${content}
</section>`;
}
