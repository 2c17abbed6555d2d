import { lineagesTogether } from "../ecosystem.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import { someGenerations } from "../histogram.ts";
import type { GenerationRecord } from "../record.ts";
import { isSchedule } from "../schedule.ts";
import type { RunManifest } from "../store/run-store.ts";
import type { Summary } from "../statistics.ts";
import { lettersOf } from "../theory/letters.ts";
import { chart, lineStyles } from "./chart.ts";
import { profileOf } from "../profile/profile.ts";
import { isOfGroup } from "../group-curves.ts";
import { escaped } from "./escaped.ts";
import { groupFigures } from "./groups.ts";
import { knownGroups } from "../theory/group-survival.ts";
import { learningFigure } from "./learning.ts";
import { rounded } from "./numbers.ts";
import { profileSection } from "./profile.ts";
import { pageFrame } from "./page-frame.ts";
import { inWords as histogramInWords, ridges } from "./ridges.ts";
import { samplesSection } from "./samples.ts";
import { type HistogramSeries, type MetricSeries, histogramsOf } from "./series.ts";

const MAX_ROWS = 101;

/**
 * A run as one self-contained page: no script, and nothing is loaded from anywhere. `named` says what
 * the files beside it are called.
 */
export function reportPage(
  manifest: RunManifest,
  experiment: ResolvedExperiment,
  series: readonly MetricSeries[],
  records: readonly GenerationRecord[],
  differences: readonly MetricSeries[] = [],
  named: (file: string) => string = String,
): string {
  const profile = profileOf(records, lineagesTogether(experiment.interventions));
  const titleOf = (name: string) => series.find((one) => one.name === name)?.title ?? name;
  return pageFrame({
    about: manifest.experiment,
    header: facts(manifest, experiment),
    main: `${samplesSection(experiment, records)}
<section aria-label="Metrics" class="charts">
${series
  .filter(({ name: of }) => !isOfGroup(of))
  .map(figure)
  .join("\n")}
${groupFigures(records, knownGroups(experiment, manifest.parent !== undefined))}
${differences.map(figure).join("\n")}
${histogramsOf(experiment, records).map(histogramFigure).join("\n")}
${learningFigure(records)}
</section>
${profileSection(profile, titleOf)}
${table(series, named)}`,
    manifest,
    policy: "img-src data:",
  });
}

function facts(
  { experiment, adapter, version, started, files, parent }: RunManifest,
  { dataset, family, interventions }: ResolvedExperiment,
): string {
  const { lineages, generations, samples, seed } = experiment;
  const changes = interventions.map(({ plugin }, i) =>
    inWords(plugin, experiment.interventions[i]),
  );
  const machine = `${adapter.description}${adapter.backend === "webgpu" && adapter.software ? " (software)" : ""}`;
  const entries: [string, string][] = [
    ["Real data", inWords(dataset.plugin, experiment.dataset)],
    ["Family", inWords(family.plugin, experiment.family)],
    ["Interventions", changes.length === 0 ? "none" : changes.join(", ")],
    ["Lineages", lineages.toLocaleString("en")],
    ["Generations", generations.toLocaleString("en")],
    ["Samples", samples.toLocaleString("en")],
    ["Seed", String(seed)],
    ...(parent === undefined
      ? []
      : [["Fork of", `${parent.run}, after generation ${parent.generation}`] as [string, string]]),
    ["Computed on", `${adapter.backend}, ${machine}`],
    ["Begun", started.slice(0, 16).replace("T", " ").concat(" UTC")],
    ["Lab version", version],
    ...files.map(({ name, sha256 }): [string, string] => [
      "File",
      `${name === "<built-in>" ? "the built-in text" : name}, SHA-256 ${sha256.slice(0, 12)}…`,
    ]),
  ];
  const items = entries.map(
    ([term, text]) => `<div><dt>${term}</dt><dd>${escaped(text)}</dd></div>`,
  );
  return `<dl>${items.join("")}</dl>`;
}

/** A plug-in by its title, with the settings as they stand in the experiment. */
function inWords({ title }: { readonly title: string }, { config }: { readonly config?: object }) {
  const pairs = Object.entries(config ?? {})
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${settingLabel(key)} ${valueInWords(value)}`);
  return pairs.length === 0 ? title : `${title} (${pairs.join(", ")})`;
}

/** "samplingBias" as people read it: "sampling bias". */
function settingLabel(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, " $&").toLowerCase();
}

function valueInWords(value: unknown): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(" ");
  if (!isSchedule(value)) return String(value);
  if ("values" in value) return `${value.values.join(" ")} by generation`;
  if ("members" in value) return `${value.members.join(" ")} by member`;
  return `${value.from} to ${value.to} over ${value.over}`;
}

function figure(series: MetricSeries): string {
  const { title, summary, unit, theory, summaries } = series;
  const last = summaries.at(-1);
  const sources = theory.map(
    ({ title: formula, statistic, source }) =>
      `<span class="key theory of-${statistic}"></span>${escaped(statistic)} by theory, ${escaped(formula)} <small>(${escaped(source)})</small>`,
  );
  const letters = lettersOf(theory.map(({ title: formula }) => formula));
  const styles = lineStyles(theory);
  const legend = [
    `<span class="key ${styles.median}"></span>median`,
    `<span class="key band"></span>5–95 % of lineages`,
    ...(styles.mean === null ? [] : [`<span class="key ${styles.mean}"></span>mean`]),
    ...sources,
  ];
  return `<figure>
<h2>${escaped(title)}</h2>
<p>${escaped(summary)}</p>
${chart(series)}
<figcaption>
<ul>${legend.map((entry) => `<li>${entry}</li>`).join("")}</ul>
${letters === "" ? "" : `<p><small>${escaped(letters)}</small></p>`}
${last === undefined ? "" : `<p>At the end: ${atTheEnd(last, unit)}</p>`}
</figcaption>
</figure>`;
}

function histogramFigure(series: HistogramSeries): string {
  const legend = [
    '<span class="key ridge"></span>a generation',
    '<span class="key first"></span>generation 0',
    ...(series.names === null ? ['<span class="key middle"></span>median'] : []),
    "equal areas",
  ];
  return `<figure>
<h2>${escaped(series.title)}</h2>
<p>${escaped(series.summary)}</p>
${ridges(series)}
<figcaption>
<ul>${legend.map((entry) => `<li>${entry}</li>`).join("")}</ul>
<p>${escaped(capital(histogramInWords(series)))}</p>
</figcaption>
</figure>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function atTheEnd({ mean, standardError, median, q05, q95 }: Summary, unit: string): string {
  const error = Number.isNaN(standardError) ? "" : ` ± ${rounded(standardError)}`;
  const dimension = unit === "" ? "" : ` ${escaped(unit)}`;
  return `mean ${rounded(mean)}${error}, median ${rounded(median)}, 5–95 % from ${rounded(q05)} to ${rounded(q95)}${dimension}`;
}

function table(series: readonly MetricSeries[], named: (file: string) => string): string {
  const generations = series[0]?.summaries.length ?? 0;
  const heads = series.map(({ title, unit }) => {
    const label = unit === "" ? title : `${title}, ${unit}`;
    return `<th scope="col">${escaped(label)}</th>`;
  });
  const rows = someGenerations(generations, MAX_ROWS).map((g) => {
    const cells = series.map(({ summaries }) => {
      const { median, q05, q95 } = summaries[g];
      return `<td>${rounded(median)} <small>${rounded(q05)} … ${rounded(q95)}</small></td>`;
    });
    return `<tr><th scope="row">${g}</th>${cells.join("")}</tr>`;
  });
  const some = generations > MAX_ROWS ? `, ${MAX_ROWS} of ${generations} generations` : "";
  return `<details>
<summary>Data: median, and 5–95 % of lineages${some}</summary>
<p>All numbers are in <a href="${escaped(named("summary.csv"))}">summary.csv</a>, those of every lineage in <a href="${escaped(named("records.jsonl"))}">records.jsonl</a>.</p>
<div class="table"><table>
<thead><tr><th scope="col">Generation</th>${heads.join("")}</tr></thead>
<tbody>${rows.join("")}</tbody>
</table></div>
</details>`;
}
