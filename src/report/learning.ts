import { someGenerations } from "../histogram.ts";
import type { GenerationRecord } from "../record.ts";
import { HEIGHT, WIDTH, axes, stepScale, valueScale } from "./axes.ts";
import { labelOf } from "./chart.ts";
import { rounded } from "./numbers.ts";

/** Curves that can be told apart. */
const MOST_CURVES = 12;
/** Names of generations whose last loss is said. */
const MOST_SAID = 8;

type Points = NonNullable<GenerationRecord["traces"]>[string];
interface Curve {
  readonly generation: number;
  readonly points: Points;
}

/** The loss of every generation, step by step, as a figure; "" where nothing was trained. */
export function learningFigure(records: readonly GenerationRecord[]): string {
  const all = records.flatMap(({ generation, traces }): Curve[] => {
    const points = (traces?.["loss"] ?? []).filter(([, value]) => Number.isFinite(value));
    return points.length === 0 ? [] : [{ generation, points }];
  });
  if (all.length === 0) return "";
  const curves = someGenerations(all.length, MOST_CURVES).map((i) => all[i]);
  const said = someGenerations(all.length, MOST_SAID).map(
    (i) => `${rounded(all[i].points.at(-1)![1])} in generation ${all[i].generation}`,
  );
  const [first, last] = [all[0].generation, all.at(-1)!.generation];
  const legend = [
    `<span class="key loss last"></span>generation ${last}`,
    ...(first === last ? [] : [`<span class="key loss first"></span>generation ${first}`]),
    ...(curves.length > 2 ? ['<span class="key loss"></span>others between'] : []),
  ];
  return `<figure>
<h2>Training loss</h2>
<p>What a model of each generation loses on its own pool, step by step; the mean over lineages.</p>
${picture(curves)}
<figcaption>
<ul>${legend.map((entry) => `<li>${entry}</li>`).join("")}</ul>
<p>At the end: ${said.join(", ")}.</p>
</figcaption>
</figure>`;
}

function picture(curves: readonly Curve[]): string {
  const y = valueScale(curves.flatMap(({ points }) => points.map(([, value]) => value)));
  const steps = curves.flatMap(({ points }) => points.map(([step]) => step));
  const x = stepScale(
    0,
    steps.reduce((most, step) => Math.max(most, step), 1),
  );
  const lines = curves.map(({ points }, i) => {
    const at = points.map(([step, value]) => `${x(step).toFixed(2)},${y.scale(value).toFixed(2)}`);
    const style = i === curves.length - 1 ? "loss last" : i === 0 ? "loss first" : "loss";
    if (at.length > 1) return `<polyline class="${style}" points="${at.join(" ")}"/>`;
    const [cx, cy] = at[0].split(",");
    return `<circle class="${style} dot" cx="${cx}" cy="${cy}" r="2.5"/>`;
  });
  const generations = `generations ${curves[0].generation} to ${curves.at(-1)!.generation}`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Training loss by step, ${generations}">
${axes(x, y, { x: "step", y: labelOf("Loss", "", y.logarithmic) })}
${lines.join("")}
</svg>`;
}
