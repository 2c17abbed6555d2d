import type { Catalog, PluginEntry } from "../catalog.ts";
import type { Setting } from "../config.ts";

export type Values = Readonly<Record<string, unknown>>;

export interface PluginDraft {
  readonly name: string;
  /** Every setting of the plug-in, defaults filled in. */
  readonly config: Values;
}

/** An experiment while somebody is writing it. Numbers may be NaN where nothing was typed. */
export interface Draft {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly dataset: PluginDraft;
  readonly family: PluginDraft;
  readonly interventions: readonly PluginDraft[];
  readonly metrics: readonly PluginDraft[];
  readonly lineages: number;
  readonly generations: number;
  readonly samples: number;
  readonly seed: number;
}

export type PluginList = "datasets" | "families" | "interventions" | "metrics";

export function entryOf(catalog: Catalog, list: PluginList, name: string): PluginEntry | undefined {
  return catalog[list].find((entry) => entry.name === name);
}

/** A plug-in with every setting at its default. */
export function fresh({ name, settings }: PluginEntry): PluginDraft {
  const config = Object.entries(settings).map(([key, setting]) => [key, setting.default] as const);
  return { name, config: Object.fromEntries<unknown>(config) };
}

/** The draft of an experiment file. What the file does not say has its default. */
export function draftOf(experiment: Values, catalog: Catalog): Draft {
  const one = (value: unknown, list: PluginList): PluginDraft => {
    const { name, config } = value as { name: string; config?: Values };
    const entry = entryOf(catalog, list, name);
    const defaults = entry === undefined ? {} : fresh(entry).config;
    return { name, config: { ...defaults, ...config } };
  };
  const many = (value: unknown, list: PluginList) =>
    (Array.isArray(value) ? value : []).map((item) => one(item, list));
  return {
    name: String(experiment["name"]),
    title: textOr(experiment["title"], String(experiment["name"])),
    source: textOr(experiment["source"], ""),
    dataset: one(experiment["dataset"], "datasets"),
    family: one(experiment["family"], "families"),
    interventions: many(experiment["interventions"], "interventions"),
    metrics: many(experiment["metrics"], "metrics"),
    lineages: Number(experiment["lineages"]),
    generations: Number(experiment["generations"]),
    samples: Number(experiment["samples"]),
    seed: Number(experiment["seed"]),
  };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

/** The experiment file of a draft: settings at their default are left out. */
export function experimentOf(draft: Draft, catalog: Catalog): Values {
  const one = ({ name, config }: PluginDraft, list: PluginList) => {
    const settings: Readonly<Record<string, Setting>> =
      entryOf(catalog, list, name)?.settings ?? {};
    const changed = Object.entries(config).filter(
      ([key, value]) =>
        key in settings && JSON.stringify(value) !== JSON.stringify(settings[key].default),
    );
    return changed.length === 0 ? { name } : { name, config: Object.fromEntries(changed) };
  };
  return {
    name: draft.name,
    title: draft.title,
    ...(draft.source === "" ? {} : { source: draft.source }),
    dataset: one(draft.dataset, "datasets"),
    family: one(draft.family, "families"),
    interventions: draft.interventions.map((item) => one(item, "interventions")),
    metrics: draft.metrics.map((item) => one(item, "metrics")),
    lineages: draft.lineages,
    generations: draft.generations,
    samples: draft.samples,
    seed: draft.seed,
  };
}

/** Names of all files that a draft asks for. */
export function filesOf(draft: Draft, catalog: Catalog): string[] {
  const inside = ({ name, config }: PluginDraft, list: PluginList) =>
    Object.entries(entryOf(catalog, list, name)?.settings ?? {})
      .filter(([, { kind }]) => kind === "file")
      .map(([setting]) => config[setting])
      .filter((file) => typeof file === "string");
  return [
    ...inside(draft.dataset, "datasets"),
    ...inside(draft.family, "families"),
    ...draft.interventions.flatMap((one) => inside(one, "interventions")),
    ...draft.metrics.flatMap((one) => inside(one, "metrics")),
  ];
}

/** The kind of data that a plug-in deals with agrees with `kind`, or does not matter. */
export function fits(entry: PluginEntry, kind: PluginEntry["kind"]): boolean {
  return entry.kind === null || kind === null || entry.kind === kind;
}

/** Whether a metric can be measured of the models of a family. */
export function measures(metric: PluginEntry, family: PluginEntry): boolean {
  return fits(metric, family.kind) && metric.forms.every((form) => family.forms.includes(form));
}

/**
 * Another dataset. Where the old family does not fit its kind, the family, metrics and size of the
 * first preset of that kind follow: what a bell curve does in no time takes a language model a year.
 */
export function withDataset(draft: Draft, name: string, catalog: Catalog): Draft {
  const entry = entryOf(catalog, "datasets", name);
  if (entry === undefined) return draft;
  const dataset = fresh(entry);
  const within = (samples: number) => Math.min(samples, entry.most ?? Infinity);
  const all = catalog.presets.map(({ experiment }) => draftOf(experiment, catalog));
  // Nobody has the files of the others at hand.
  const presets = all.filter((preset) => filesOf(preset, catalog).length === 0);
  const own = presets.filter((preset) => preset.dataset.name === name);
  const useful = ({ name: metric }: PluginDraft) =>
    entryOf(catalog, "metrics", metric)?.isChoosy === false ||
    own.some(({ metrics }) => metrics.some((other) => other.name === metric));
  const family = entryOf(catalog, "families", draft.family.name);
  if (family !== undefined && fits(family, entry.kind)) {
    const metrics = draft.metrics.filter(useful);
    return withMetrics({ ...draft, dataset, metrics, samples: within(draft.samples) }, catalog);
  }
  const kindOf = (preset: Draft) => entryOf(catalog, "datasets", preset.dataset.name)?.kind;
  const model = own[0] ?? presets.find((preset) => kindOf(preset) === entry.kind);
  if (model === undefined) {
    const other = catalog.families.find((candidate) => fits(candidate, entry.kind));
    const sized = { ...draft, dataset, samples: within(draft.samples) };
    return other === undefined ? sized : withFamily(sized, other.name, catalog);
  }
  const { lineages, generations, samples, metrics } = model;
  const like = { ...draft, family: model.family, lineages, generations, samples, metrics };
  if (own.length > 0) return { ...like, dataset: model.dataset };
  const kept = { dataset, metrics: metrics.filter(useful), samples: within(samples) };
  return withMetrics({ ...like, ...kept }, catalog);
}

/** Another family, without the metrics that cannot be measured of it. */
export function withFamily(draft: Draft, name: string, catalog: Catalog): Draft {
  const entry = entryOf(catalog, "families", name);
  if (entry === undefined) return draft;
  const metrics = draft.metrics.filter((metric) => {
    const found = entryOf(catalog, "metrics", metric.name);
    return found !== undefined && measures(found, entry);
  });
  return withMetrics({ ...draft, family: fresh(entry), metrics }, catalog);
}

/** A draft without metrics gets all that its family can always be measured by. */
function withMetrics(draft: Draft, catalog: Catalog): Draft {
  const family = entryOf(catalog, "families", draft.family.name);
  if (draft.metrics.length > 0 || family === undefined) return draft;
  const all = catalog.metrics.filter((metric) => !metric.isChoosy && measures(metric, family));
  return { ...draft, metrics: all.map(fresh) };
}

/** A name for files and folders out of a title. */
export function nameFrom(title: string): string {
  const words =
    title
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 60).replace(/-$/, "") || "experiment";
}
