import type { EffectSeries } from "../sweeps/factorial.ts";
import type { ResolvedSweep } from "../sweeps/sweep.ts";
import { LETTERS, WHISKERS, effectsFigure, effectsStyle } from "./effects-chart.ts";
import { escaped } from "./escaped.ts";
import { pageFrame } from "./page-frame.ts";

/** Main effects and interactions as one self-contained page: no script. */
export function effectsPage(
  { sweep, axes }: ResolvedSweep,
  series: readonly EffectSeries[],
  manifest: object,
): string {
  const factors = axes.map(
    ({ label, texts }, i) =>
      `<div><dt>${LETTERS[i]} ${escaped(label)}</dt><dd>${escaped(texts[0])}; off: ${escaped(texts[1])}</dd></div>`,
  );
  return pageFrame({
    about: sweep,
    header: `<p>Each error is on or off, in every combination, and all of them draw the same random numbers. A main effect is what an error changes on average over the others; an interaction, how much of one effect another error makes. Means over lineages with ${WHISKERS} standard errors.</p>
<dl>${factors.join("")}</dl>`,
    main: `<section aria-label="Effects" class="charts">
${series.map((one) => effectsFigure(axes, one)).join("\n")}
</section>
<p>All numbers are in <a href="effects.csv">effects.csv</a>; the cells themselves in <a href="report.html">report.html</a>.</p>`,
    manifest,
    style: effectsStyle,
  });
}
