import type { Catalog } from "../catalog.ts";
import { designs } from "../sweeps/designs.ts";
import { type Draft, draftOf } from "./draft.ts";
import { type AxisDraft, type Sweepable, axisDraftOf } from "./sweep-draft.ts";

/** A sweep that can be chosen: an experiment for the form, and the settings that are varied. */
export interface SweepPreset {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  /** Null for the experiment that is in the form. */
  readonly draft: Draft | null;
  readonly axes: readonly AxisDraft[];
}

/** Switches of error types, where a family has them: the first value with the error, the second without. */
const ERRORS: readonly (readonly [string, string, string])[] = [
  ["$.family.config.statistics", "statistical approximation", "sampled, exact"],
  ["$.family.config.shrinkage", "functional approximation", "0.03, 0"],
  ["$.family.config.temperature", "functional approximation", "0.95, 1"],
];

/** The designs of the lab, and that of the experiment in the form where it has error types. */
export function sweepPresets(catalog: Catalog, known: readonly Sweepable[]): SweepPreset[] {
  const fixed = designs.map(({ name, title = name, source = "", experiment, axes }) => ({
    name,
    title,
    source,
    draft: draftOf({ ...experiment, title, source }, catalog),
    axes: axes.map(axisDraftOf),
  }));
  const own = ERRORS.filter(([setting]) => known.some(({ path }) => path === setting));
  if (own.length < 2) return fixed;
  const axes = own.slice(0, 3).map(([setting, label, text]): AxisDraft => ({
    setting,
    label,
    kind: "list",
    text,
    from: NaN,
    to: NaN,
    count: 2,
  }));
  const title = "The errors of the experiment in the form";
  return [{ name: "own-errors", title, source: "", draft: null, axes }, ...fixed];
}
