import type { Catalog, PluginEntry } from "../catalog.ts";
import { datasets } from "../datasets/index.ts";
import { families } from "../families/index.ts";
import { interventions } from "../interventions/index.ts";
import { metrics } from "../metrics/index.ts";
import type { Metric } from "../metrics/metric.ts";
import type { Plugin } from "../plugin.ts";
import type { Registry } from "../registry.ts";
import type { SampleSpace } from "../samples.ts";
import { presets } from "./index.ts";

type Kind = SampleSpace["kind"];

/** Everything that the registries and presets hold, as plain data. */
export function catalog(): Catalog {
  return {
    datasets: entries(datasets, ({ kind }) => kind),
    families: entries(families, ({ accepts }) => accepts),
    interventions: entries(interventions, () => null),
    metrics: entries(metrics, metricKind, ({ unit }) => unit),
    presets: presets.map(({ story, experiment }) => ({ story, experiment: { ...experiment } })),
  };
}

/** What a metric can be measured of; null where it does not matter. */
export function metricKind({ needs, needsReal }: Pick<Metric, "needs" | "needsReal">): Kind | null {
  const forms = [...needs, ...needsReal];
  if (forms.includes("categories")) return "category";
  return forms.length === 0 ? null : "vector";
}

function entries<P extends Plugin>(
  registry: ReadonlyMap<string, P>,
  kindOf: (plugin: P) => Kind | null,
  unitOf: (plugin: P) => string = () => "",
): PluginEntry[] {
  return [...(registry as Registry<P>).values()].map((plugin) => ({
    name: plugin.name,
    title: plugin.title,
    summary: plugin.summary,
    source: plugin.source,
    settings: plugin.settings,
    kind: kindOf(plugin),
    unit: unitOf(plugin),
  }));
}
