import type { Effect, EffectSeries } from "../sweeps/factorial.ts";
import type { ResolvedAxis } from "../sweeps/sweep.ts";
import { HEIGHT, WIDTH, axes as axesOf, stepScale, valueScale } from "./axes.ts";
import { escaped } from "./escaped.ts";
import { rounded } from "./numbers.ts";

/** Told apart by dashes as well as by colour. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"];
const DASHES = ["", "", "", "6 3", "2 3", "8 3 2 3", "1 4"];
/** Standard errors on either side of a mean. */
export const WHISKERS = 2;

/** Beside `reportStyle`. */
export const effectsStyle = `
svg.effect-key { display: inline-block; width: 28px; height: 8px; margin-right: 0.5rem; }
svg .effect { fill: none; stroke-width: 2; stroke-linejoin: round; }
svg .whisker { stroke-width: 1; stroke-opacity: 0.45; }
svg .zero { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 2; }
`;

type Axes = readonly Pick<ResolvedAxis, "label">[];

/** The effects on one metric: a line each over the generations, and what they are at the end. */
export function effectsFigure(axes: Axes, { title, unit, effects }: EffectSeries): string {
  const rows = effects.map(({ factors, summaries }, i) => {
    const { mean, standardError } = summaries.at(-1)!;
    const stroke = `stroke="${COLOURS[i % COLOURS.length]}" stroke-dasharray="${DASHES[i % DASHES.length]}"`;
    const key = `<svg class="effect-key" viewBox="0 0 28 8" aria-hidden="true"><line x1="0" x2="28" y1="4" y2="4" stroke-width="3" ${stroke}/></svg>`;
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

export const LETTERS = "ABCDEFGH";

/** A factor with its letter, and an interaction by letters alone. */
function shortName(axes: Axes, factors: readonly number[]): string {
  const letters = factors.map((i) => LETTERS[i]);
  return factors.length === 1 ? `${letters[0]} ${axes[factors[0]].label}` : letters.join(" × ");
}
