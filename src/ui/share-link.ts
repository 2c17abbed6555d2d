import type { Catalog, PluginEntry } from "../catalog.ts";
import type { Setting } from "../config.ts";
import { SHAPES } from "../schedule.ts";
import {
  type Draft,
  type PluginDraft,
  type PluginList,
  draftOf,
  entryOf,
  fresh,
  nameFrom,
} from "./draft.ts";
import { retitled } from "./draft-changes.ts";
import { type Pairs, linkPairs, linkText } from "./link-text.ts";
import { problemOf } from "./setting-problem.ts";
import { SIZES, TITLE } from "./size-settings.ts";

const ONES = { dataset: "datasets", family: "families" } as const;
const LISTS = ["interventions", "metrics"] as const;
const TEXTS = ["title", "name", "source"] as const;
/** As in an experiment file. */
const MOST_TEXT = 1000;

/** A link to an experiment: a preset, and what is otherwise. The shortest one that there is. */
export function linkOf(draft: Draft, catalog: Catalog): string {
  const presets = catalog.presets.map(({ experiment }) => draftOf(experiment, catalog));
  const { dataset, family } = draft;
  const near = presets.filter(
    (one) => one.dataset.name === dataset.name && one.family.name === family.name,
  );
  const all = (near.length === 0 ? presets : near).map((one) => pairsBetween(one, draft, catalog));
  const length = (pairs: Pairs) => pairs.flat().join("").length;
  return linkText(all.reduce((best, pairs) => (length(pairs) < length(best) ? pairs : best)));
}

/** The experiment of a link. An error is worth showing. */
export function readLink(hash: string, catalog: Catalog): Draft {
  const pairs = new Map(linkPairs(hash));
  const take = (name: string): string | undefined => {
    const value = pairs.get(name);
    pairs.delete(name);
    return value;
  };
  const wanted = take("preset");
  const preset = catalog.presets.find(({ experiment }) => experiment.name === wanted);
  if (preset === undefined) {
    if (wanted === undefined) throw new Error("This link names no preset to begin with");
    throw new Error(unknown(`the preset “${wanted}”`));
  }
  const base = draftOf(preset.experiment, catalog);
  const draft: Draft = {
    ...base,
    dataset: pluginFrom(take, "dataset", "datasets", base.dataset, catalog),
    family: pluginFrom(take, "family", "families", base.family, catalog),
    interventions: listFrom(take, "interventions", base.interventions, catalog),
    metrics: listFrom(take, "metrics", base.metrics, catalog),
    ...sizesFrom(take, base),
  };
  const titled = textsFrom(take, base, draft, catalog);
  const [left] = pairs.keys();
  if (left !== undefined) throw new Error(unknown(`“${left}”`));
  return titled;
}

function unknown(what: string): string {
  return `This link asks for ${what}, which this version of the lab does not have`;
}

function pairsBetween(base: Draft, draft: Draft, catalog: Catalog): Pairs {
  const pairs: [string, string][] = [["preset", base.name]];
  for (const [at, list] of Object.entries(ONES) as [keyof typeof ONES, PluginList][]) {
    const isSame = base[at].name === draft[at].name;
    if (!isSame) pairs.push([at, draft[at].name]);
    pairs.push(...changed(at, isSame ? base[at] : null, draft[at], list, catalog));
  }
  for (const list of LISTS) {
    const isSame = namesOf(base[list]) === namesOf(draft[list]);
    if (!isSame) pairs.push([list, namesOf(draft[list])]);
    for (const [i, one] of draft[list].entries()) {
      pairs.push(...changed(`${list}.${i}`, isSame ? base[list][i] : null, one, list, catalog));
    }
  }
  const { title } = withTitles(base, draft, undefined, catalog);
  const expected = { ...withTitles(base, draft, draft.title, catalog), title };
  for (const key of TEXTS) {
    if (draft[key] !== expected[key]) pairs.push([key, draft[key]]);
  }
  for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
    // The seed is part of what one will see, even where it is a preset's.
    if (draft[size] !== base[size] || size === "seed") pairs.push([size, String(draft[size])]);
  }
  return pairs;
}

function namesOf(plugins: readonly PluginDraft[]): string {
  return plugins.map(({ name }) => name).join(",");
}

/** Settings that are not as in `before`, or not at their default where there is none. */
function changed(
  at: string,
  before: PluginDraft | null,
  after: PluginDraft,
  list: PluginList,
  catalog: Catalog,
): [string, string][] {
  const entry = entryOf(catalog, list, after.name);
  if (entry === undefined) return [];
  const { config } = before ?? fresh(entry);
  return Object.keys(entry.settings)
    .filter((key) => JSON.stringify(after.config[key]) !== JSON.stringify(config[key]))
    .map((key) => [`${at}.${key}`, written(after.config[key])]);
}

/** A text stands as it is where it is nothing else, and everything else is JSON. */
function written(value: unknown): string {
  return typeof value === "string" && isText(value) ? value : JSON.stringify(value);
}

function valueFrom(text: string): unknown {
  return isText(text) ? text : JSON.parse(text);
}

function isText(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

type Take = (name: string) => string | undefined;

function pluginFrom(
  take: Take,
  at: string,
  list: PluginList,
  before: PluginDraft | null,
  catalog: Catalog,
): PluginDraft {
  const name = take(at) ?? before?.name ?? "";
  const entry = entryOf(catalog, list, name);
  if (entry === undefined) throw new Error(unknown(`“${name}” as ${at}`));
  return configured(take, at, entry, name === before?.name ? before : fresh(entry));
}

function listFrom(
  take: Take,
  list: (typeof LISTS)[number],
  before: readonly PluginDraft[],
  catalog: Catalog,
): PluginDraft[] {
  const names = take(list);
  const isSame = names === undefined || names === namesOf(before);
  const plugins = isSame ? before : names.split(",").filter((name) => name !== "");
  return plugins.map((one, i) => {
    const name = typeof one === "string" ? one : one.name;
    const entry = entryOf(catalog, list, name);
    if (entry === undefined) throw new Error(unknown(`“${name}” among the ${list}`));
    return configured(take, `${list}.${i}`, entry, typeof one === "string" ? fresh(entry) : one);
  });
}

function configured(take: Take, at: string, entry: PluginEntry, before: PluginDraft): PluginDraft {
  const config = Object.entries(entry.settings).map(([key, setting]) => {
    const text = take(`${at}.${key}`);
    if (text === undefined) return [key, before.config[key]] as const;
    return [key, fitting(`${at}.${key}`, setting, valueFrom(text))] as const;
  });
  return { name: entry.name, config: Object.fromEntries(config) };
}

function sizesFrom(take: Take, base: Draft) {
  const sizes = Object.entries(SIZES).map(([name, setting]) => {
    const text = take(name);
    const own = base[name as keyof typeof SIZES];
    return [name, text === undefined ? own : fitting(name, setting, valueFrom(text))] as const;
  });
  return Object.fromEntries(sizes) as Pick<Draft, keyof typeof SIZES>;
}

function textsFrom(take: Take, base: Draft, draft: Draft, catalog: Catalog): Draft {
  const [title, name, source] = TEXTS.map((key) => {
    const text = take(key);
    const most = key === "title" ? TITLE.maxLength : MOST_TEXT;
    if (text !== undefined && text.length > most) throw new Error(odd(key));
    return text;
  });
  const titled = withTitles(base, draft, title, catalog);
  return { ...titled, name: name ?? titled.name, source: source ?? titled.source };
}

/** The words of an experiment as the form would have put them, under a title of its own if any. */
function withTitles(base: Draft, draft: Draft, title: string | undefined, catalog: Catalog): Draft {
  const { title: first, name, source } = base;
  const derived = retitled(base, { ...draft, title: first, name, source }, catalog);
  if (title === undefined || title === derived.title) return derived;
  return { ...derived, title, name: nameFrom(title) };
}

function fitting(name: string, setting: Setting, value: unknown): unknown {
  if (!isFitting(setting, value)) throw new Error(odd(name));
  return value;
}

function odd(name: string): string {
  return `This link gives ${name} a value that it cannot have`;
}

/** Whether the form can show a value; whether it makes sense with the others, the engine says. */
function isFitting(setting: Setting, value: unknown): boolean {
  switch (setting.kind) {
    case "choice": {
      const isOption = (one: unknown) => setting.options.some((option) => option === one);
      return isOption(value) || membersOf(value)?.every(isOption) === true;
    }
    case "flag":
      return typeof value === "boolean";
    case "text":
      return typeof value === "string" && value.length <= setting.maxLength;
    case "file":
      return value === null || (typeof value === "string" && value !== "");
    case "list":
      return Array.isArray(value) && problemOf(setting, value) === "";
    default:
      return isPlain(value) && problemOf(setting, value) === "";
  }
}

function membersOf(value: unknown): readonly unknown[] | null {
  if (typeof value !== "object" || value === null || !("members" in value)) return null;
  return Array.isArray(value.members) && value.members.length > 0 ? value.members : null;
}

/** A number, none, or a schedule whose parts are where they belong. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, part]) => {
    if (key === "shape") return SHAPES.some((shape) => shape === part);
    return Array.isArray(part) === ["values", "members"].includes(key);
  });
}
