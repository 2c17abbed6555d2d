import type { Catalog } from "../catalog.ts";
import type { SweepDescription } from "../hosts/browser/sweep-protocol.ts";
import { type PluginDraft, type PluginList, draftOf, entryOf, fresh } from "./draft.ts";
import { said } from "./draft-changes.ts";
import type { LabView } from "./run-view.ts";
import { runSizesInWords, settingLabel } from "./words.ts";

/** What a saved figure is of. */
export interface About {
  /** Its file begins with it. */
  readonly name: string;
  readonly lines: readonly string[];
}

/** What was run: title, source, size and seed, data, model and what was changed, and the machine. */
export function aboutRun({ current, catalog, runs }: LabView): About {
  if (current === null || catalog === null) return { name: "ouroboros", lines: [] };
  const { description } = current;
  const { run, title, source, parent } = description;
  const draft = draftOf(description.experiment, catalog);
  const { dataset, family, interventions } = draft;
  const plugins = [
    pluginInWords(dataset, "datasets", catalog),
    pluginInWords(family, "families", catalog),
    ...interventions.map((one) => pluginInWords(one, "interventions", catalog)),
  ];
  const computedBy = runs?.find((entry) => entry.run === run)?.computedBy ?? "";
  return {
    name: draft.name,
    lines: [
      source === "" ? title : `${title}. After ${source}`,
      runSizesInWords(description),
      plugins.join(" · "),
      ...(parent === null ? [] : [`A fork of ${parent.run} after generation ${parent.generation}`]),
      computedBy,
    ],
  };
}

/** What was swept: title, source, the axes and their values, what is the same, and the machine. */
export function aboutSweep(
  { title, sweep, axes, cells }: SweepDescription,
  computedBy: string,
): About {
  const words = axes.map(({ label, texts }) => `${label} ${texts.join(", ")}`);
  const { experiment } = sweep;
  const sizes = ["lineages", "generations", "samples", "seed"]
    .filter((name) => !axes.some(({ setting }) => setting === `$.${name}`))
    .map((name) => `${name} ${String(experiment[name])}`);
  return {
    name: sweep.name,
    lines: [
      sweep.source === undefined ? title : `${title}. After ${sweep.source}`,
      words.join(" · "),
      [`${cells.toLocaleString("en")} cells`, ...sizes].join(" · "),
      computedBy,
    ],
  };
}

/** By its title, with the settings that are not at their default. */
function pluginInWords({ name, config }: PluginDraft, list: PluginList, catalog: Catalog): string {
  const entry = entryOf(catalog, list, name);
  if (entry === undefined) return name;
  const usual = fresh(entry).config;
  const settings = Object.entries(config)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(usual[key]))
    .map(([key, value]) => `${settingLabel(key)} ${said(value)}`);
  return settings.length === 0 ? entry.title : `${entry.title} (${settings.join(", ")})`;
}
