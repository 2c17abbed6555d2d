import { csvFormatRows } from "d3-dsv";
import type { EffectSeries } from "../sweeps/factorial.ts";
import type { ResolvedSweep } from "../sweeps/sweep.ts";
import { LETTERS, WHISKERS, effectsFigure, effectsStyle } from "./effects-chart.ts";
import { escaped } from "./escaped.ts";
import { reportStyle } from "./report-style.ts";

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
<style>${reportStyle}${effectsStyle}</style>
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
${series.map((one) => effectsFigure(axes, one)).join("\n")}
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

function nameOf(axes: Axes, factors: readonly number[]): string {
  return factors.map((i) => axes[i].label).join(" × ");
}
