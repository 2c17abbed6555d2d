import type { Catalog, PluginEntry } from "../catalog.ts";
import type { AnyDataset } from "../datasets/dataset.ts";
import { datasets } from "../datasets/index.ts";
import { ESTIMABLE, type FormName } from "../distribution.ts";
import type { Family } from "../families/family.ts";
import { families } from "../families/index.ts";
import { interventions } from "../interventions/index.ts";
import { metrics } from "../metrics/index.ts";
import type { Metric } from "../metrics/metric.ts";
import type { Plugin } from "../plugin.ts";
import type { SampleSpace } from "../samples.ts";
import { presets } from "./index.ts";

type Kind = SampleSpace["kind"];

/** The kinds that only some samples have; others can be had of all. */
const KINDS: Partial<Record<FormName, Kind>> = {
  moments: "vector",
  coupling: "vector",
  mixture: "vector",
  categories: "category",
  surprise: "tokens",
  transitions: "tokens",
  encoding: "image",
};

/** Everything that the registries and presets hold, as plain data. */
export function catalog(): Catalog {
  return {
    datasets: entries(datasets as ReadonlyMap<string, AnyDataset>, (dataset) => ({
      kind: dataset.kind,
      isBuiltIn: dataset.builtInText !== undefined,
      most: builtInMost(dataset),
    })),
    families: entries(families as ReadonlyMap<string, Family>, ({ accepts, provides }) => ({
      kind: accepts,
      // Filters go by the likelihood of texts and images, but no metric does.
      forms: [...new Set([...provides, ...ESTIMABLE[accepts]])].filter(
        (form) => form !== "logProb" || accepts === "vector" || accepts === "category",
      ),
    })),
    interventions: entries<Plugin>(interventions, () => ({})),
    metrics: entries(metrics as ReadonlyMap<string, Metric>, (metric) => ({
      kind: metricKind(metric),
      unit: metric.unit,
      forms: [...metric.needs, ...(metric.needsFirst ?? [])],
      isChoosy: "refuses" in metric,
    })),
    presets: presets.map(({ story, experiment }) => ({ story, experiment: { ...experiment } })),
  };
}

/** What a metric can be measured of; null where it does not matter. */
export function metricKind(
  metric: Pick<Metric, "kind" | "needs" | "needsFirst" | "needsReal">,
): Kind | null {
  const forms = [...metric.needs, ...(metric.needsFirst ?? []), ...metric.needsReal];
  const found = forms.map((form) => KINDS[form]).find((kind) => kind !== undefined);
  return metric.kind ?? found ?? null;
}

function builtInMost(dataset: AnyDataset): number | null {
  if (dataset.builtInText === undefined || !("most" in dataset)) return null;
  const config = Object.entries(dataset.settings).map(([name, setting]) => [name, setting.default]);
  return dataset.most(dataset.facts(Object.fromEntries(config)) as never);
}

function entries<P extends Plugin>(
  registry: ReadonlyMap<string, P>,
  more: (plugin: P) => Partial<PluginEntry>,
): PluginEntry[] {
  return [...registry.values()].map((plugin) => ({
    name: plugin.name,
    title: plugin.title,
    summary: plugin.summary,
    source: plugin.source,
    settings: plugin.settings,
    kind: null,
    unit: "",
    forms: [],
    isChoosy: false,
    isBuiltIn: false,
    most: null,
    ...more(plugin),
  }));
}
