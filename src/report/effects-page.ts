import { csvFormatRows } from "d3-dsv";
import type { Effect } from "../sweeps/factorial.ts";
import type { ResolvedSweep } from "../sweeps/sweep.ts";
import { HEIGHT, WIDTH, axes as axesOf, stepScale, valueScale } from "./axes.ts";
import { escaped } from "./escaped.ts";
import { rounded } from "./numbers.ts";
import { reportStyle } from "./report-style.ts";

/** What a decomposition shows of one metric. */
export interface EffectSeries {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly effects: readonly Effect[];
}

/** Told apart by dashes as well as by colour. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"];
const DASHES = ["", "", "", "6 3", "2 3", "8 3 2 3", "1 4"];
/** Standard errors on either side of a mean. */
const WHISKERS = 2;

/** One row per metric, generation and effect. */
export function effectsCsv({ axes }: ResolvedSweep, series: readonly EffectSeries[]): string {
  const head = ["generation", "metric", "unit", "effect", "lineages", "mean", "standard_error"];
  const rows = series.flatMap(({ name, unit, effects }) =>
    effects.flatMap(({ factors, summaries }) =>
      summaries.map(({ lineages, mean, standardError }, g) => {
        const numbers = [lineages, mean, standardError].map(String);
        return [String(g), name, unit, nameOf(axes, factors), ...numbers];
      }),
    ),
  );
  return `${csvFormatRows([head, ...rows])}\n`;
}

/** Main effects and interactions as one self-contained page: no script. */
export function effectsPage(
  { sweep, axes }: ResolvedSweep,
  series: readonly EffectSeries[],
  manifest: object,
): string {
  const { name, title = name, source } = sweep;
  const factors = axes.map(
    ({ label, texts }, i) =>
      `<div><dt>${LETTERS[i]} ${escaped(label)}</dt><dd>${escaped(texts[0])}; off: ${escaped(texts[1])}</dd></div>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)} · Ouroboros</title>
<style>${reportStyle}
svg .effect { fill: none; stroke-width: 2; stroke-linejoin: round; }
svg .whisker { stroke-width: 1; stroke-opacity: 0.45; }
svg .zero { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 2; }
</style>
</head>
<body>
<header>
<p class="mark">Ouroboros, a lab for model collapse</p>
<h1>${escaped(title)}</h1>
${source === undefined ? "" : `<p class="source">After ${escaped(source)}</p>`}
<p>Each error is on or off, in every combination, and all of them draw the same random numbers. A main effect is what an error changes on average over the others; an interaction, how much of one effect another error makes. Means over lineages with ${WHISKERS} standard errors.</p>
<dl>${factors.join("")}</dl>
</header>
<main>
<section aria-label="Effects" class="charts">
${series.map((one) => figure(axes, one)).join("\n")}
</section>
<p>All numbers are in <a href="effects.csv">effects.csv</a>; the cells themselves in <a href="report.html">report.html</a>.</p>
<details>
<summary>Manifest</summary>
<pre>${escaped(JSON.stringify(manifest, null, 2))}</pre>
</details>
</main>
</body>
</html>
`;
}

type Axes = ResolvedSweep["axes"];

function figure(axes: Axes, { title, unit, effects }: EffectSeries): string {
  const rows = effects.map(({ factors, summaries }, i) => {
    const { mean, standardError } = summaries.at(-1)!;
    const line = `${DASHES[i % DASHES.length] === "" ? "solid" : factors.length > 2 ? "dotted" : "dashed"} ${COLOURS[i % COLOURS.length]}`;
    const key = `<span class="key" style="border-top: 3px ${line}"></span>`;
    const error = Number.isNaN(standardError) ? "" : ` ± ${rounded(standardError)}`;
    return `<tr><th scope="row">${key}${escaped(shortName(axes, factors))}</th><td>${rounded(mean)}${error}</td></tr>`;
  });
  const dimension = unit === "" ? "" : `, ${escaped(unit)}`;
  return `<figure>
<h2>${escaped(title)}</h2>
${chart(title, unit, effects)}
<figcaption>
<div class="table"><table><thead><tr><th scope="col">Effect</th><th scope="col">at the end${dimension}</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>
</figcaption>
</figure>`;
}

function chart(title: string, unit: string, effects: readonly Effect[]): string {
  const generations = effects[0].summaries.length;
  const reach = effects.flatMap(({ summaries }) =>
    summaries.flatMap(({ mean, standardError }) => {
      const error = WHISKERS * (standardError || 0);
      return [mean - error, mean + error];
    }),
  );
  // Effects have signs, so 0 is always in sight, and the axis linear.
  const y = valueScale([0, ...reach]);
  const x = stepScale(0, generations - 1);
  const at = (value: number) => y.scale(value).toFixed(2);
  const lines = effects.map(({ summaries }, i) => {
    const stroke = `stroke="${COLOURS[i % COLOURS.length]}"`;
    const points = summaries.flatMap(({ mean }, g) =>
      y.shows(mean) ? [`${x(g).toFixed(2)},${at(mean)}`] : [],
    );
    const whiskers = summaries.map(({ mean, standardError }, g) => {
      if (!y.shows(mean) || !y.shows(standardError)) return "";
      const place = x(g).toFixed(2);
      const error = WHISKERS * standardError;
      return `<line class="whisker" ${stroke} x1="${place}" x2="${place}" y1="${at(mean - error)}" y2="${at(mean + error)}"/>`;
    });
    return `${whiskers.join("")}<polyline class="effect" ${stroke} stroke-dasharray="${DASHES[i % DASHES.length]}" points="${points.join(" ")}"/>`;
  });
  const label = unit === "" ? "effect" : `effect (${unit})`;
  const zero = `<line class="zero" x1="${x(0)}" x2="${x(Math.max(1, generations - 1))}" y1="${at(0)}" y2="${at(0)}"/>`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(`Effects on ${title} over ${generations} generations`)}">
${axesOf(x, y, { x: "generation", y: label })}
${zero}${lines.join("")}
</svg>`;
}

const LETTERS = "ABCDEFGH";

/** A factor with its letter, and an interaction by letters alone. */
function shortName(axes: Axes, factors: readonly number[]): string {
  const letters = factors.map((i) => LETTERS[i]);
  return factors.length === 1 ? `${letters[0]} ${axes[factors[0]].label}` : letters.join(" × ");
}

function nameOf(axes: Axes, factors: readonly number[]): string {
  return factors.map((i) => axes[i].label).join(" × ");
}
