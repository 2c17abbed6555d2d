import type { Catalog } from "../catalog.ts";
import { isSchedule } from "../schedule.ts";
import {
  type Draft,
  type PluginDraft,
  type PluginList,
  draftOf,
  entryOf,
  nameFrom,
} from "./draft.ts";
import type { LabView } from "./run-view.ts";
import { scheduleInWords } from "./schedules.ts";
import { SIZES, TITLE } from "./size-settings.ts";
import { settingLabel } from "./words.ts";

/** Differences that a title has room for. */
const MOST_IN_TITLE = 3;
/** What the name of an experiment ends with that began as a preset. */
const VARIED = "-varied";

/** What a draft says otherwise than the run that is shown was told. */
export function changesIn({ catalog, current }: LabView, draft: Draft | null): string[] {
  if (catalog === null || current === null || draft === null) return [];
  return differences(draftOf(current.description.experiment, catalog), draft, catalog);
}

/** What makes a draft another experiment than `before`, in a few words each: "samples 10". */
export function differences(before: Draft, after: Draft, catalog: Catalog): string[] {
  const found: string[] = [];
  for (const list of ["dataset", "family"] as const) {
    found.push(...changed(before[list], after[list], listOf[list], catalog));
  }
  found.push(...changedList(before.interventions, after.interventions, "interventions", catalog));
  found.push(...changedList(before.metrics, after.metrics, "metrics", catalog));
  for (const name of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
    if (!Object.is(before[name], after[name])) found.push(`${name} ${said(after[name])}`);
  }
  return found;
}

const listOf = { dataset: "datasets", family: "families" } as const;

function changed(
  before: PluginDraft,
  after: PluginDraft,
  list: PluginList,
  catalog: Catalog,
): string[] {
  if (before.name !== after.name) return [titleOf(after, list, catalog)];
  return Object.entries(after.config)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before.config[key]))
    .map(([key, value]) => `${settingLabel(key)} ${said(value)}`);
}

function changedList(
  before: readonly PluginDraft[],
  after: readonly PluginDraft[],
  list: "interventions" | "metrics",
  catalog: Catalog,
): string[] {
  const names = (all: readonly PluginDraft[]) => all.map(({ name }) => name).join();
  if (names(before) === names(after)) {
    return after.flatMap((one, i) => changed(before[i], one, list, catalog));
  }
  const without = (all: readonly PluginDraft[], others: readonly PluginDraft[]) =>
    all
      .filter(({ name }) => !others.some((other) => other.name === name))
      .map((one) => titleOf(one, list, catalog).toLowerCase());
  const more = without(after, before).map((title) => `with ${title}`);
  const fewer = without(before, after).map((title) => `without ${title}`);
  const all = [...more, ...fewer];
  return all.length === 0 ? [`other ${list}`] : all;
}

/** Of an experiment that comes from no preset. */
function plainTitle({ dataset, family }: Draft, catalog: Catalog): string {
  return `${titleOf(dataset, "datasets", catalog)}, ${titleOf(family, "families", catalog)}`;
}

function titleOf({ name }: PluginDraft, list: PluginList, catalog: Catalog): string {
  return entryOf(catalog, list, name)?.title ?? name;
}

/** A value in a few words. */
export function said(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null) return "default";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "number")
    return Number.isNaN(value) ? "missing" : value.toLocaleString("en");
  if (Array.isArray(value)) return value.map(said).join(", ");
  if (isSchedule(value)) return scheduleInWords(value);
  return JSON.stringify(value);
}

/**
 * The draft after a change, under the title of the preset that it has left and what has become
 * different since. Whoever types a title keeps it.
 */
export function retitled(before: Draft, after: Draft, catalog: Catalog): Draft {
  if (after.title !== before.title) return after;
  const isPlain = before.title === plainTitle(before, catalog);
  if (isPlain || after.dataset.name !== before.dataset.name) {
    const title = plainTitle(after, catalog);
    return { ...after, title, name: nameFrom(title), source: "" };
  }
  const preset = catalog.presets.find(({ experiment: { name } }) =>
    [name, `${name}${VARIED}`].includes(before.name),
  );
  if (preset === undefined) return after;
  const base = draftOf(preset.experiment, catalog);
  const different = differences(base, after, catalog);
  if (different.length === 0) {
    return { ...after, title: base.title, name: base.name, source: base.source };
  }
  const more = different.length > MOST_IN_TITLE ? ", …" : "";
  const title = `${base.title} · ${different.slice(0, MOST_IN_TITLE).join(", ")}${more}`;
  return { ...after, title: title.slice(0, TITLE.maxLength), name: `${base.name}${VARIED}` };
}
