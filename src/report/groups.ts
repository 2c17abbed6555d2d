import { type GroupCurve, type GroupCurves, groupCurvesOf } from "../group-curves.ts";
import type { GenerationRecord } from "../record.ts";
import { HEIGHT, WIDTH, axes, stepScale, valueScale } from "./axes.ts";
import { escaped } from "./escaped.ts";
import { rounded } from "./numbers.ts";

/** Lines that can be told apart by colour and dashes. */
const STYLES = 12;

/** What became of the groups of the real data, as two figures; "" where they have none. */
export function groupFigures(records: readonly GenerationRecord[]): string {
  const curves = groupCurvesOf(records);
  if (curves === null) return "";
  return `${figure(curves, {
    title: "Shares of groups",
    summary: "How much of what the models draw belongs to each group of the real data; means.",
    unit: "share",
    values: ({ shares }) => shares,
  })}
${figure(curves, {
  title: "Survival of groups",
  summary: "In how many of the lineages any of a group is still there.",
  unit: "share of lineages",
  values: ({ survival }) => survival,
})}`;
}

interface Quantity {
  readonly title: string;
  readonly summary: string;
  readonly unit: string;
  readonly values: (group: GroupCurve) => readonly number[];
}

function figure(curves: GroupCurves, { title, summary, unit, values }: Quantity): string {
  const { generations, groups } = curves;
  const last = groups.map((group) => `${group.name} ${rounded(values(group).at(-1)!)}`);
  const legend = groups.map(
    ({ name }, i) =>
      `<li><svg class="swatch" viewBox="0 0 28 8" aria-hidden="true"><line class="${styleOf(i)}" x2="28" y1="4" y2="4"/></svg>${escaped(name)}</li>`,
  );
  const at = generations.at(-1)!;
  return `<figure>
<h2>${title}</h2>
<p>${summary}</p>
${picture(generations, groups.map(values), `${title} over ${at + 1} generations`, unit)}
<figcaption>
<ul>${legend.join("")}</ul>
<p>In generation ${at}: ${escaped(last.join(", "))}.</p>
</figcaption>
</figure>`;
}

function picture(
  generations: readonly number[],
  all: readonly (readonly number[])[],
  label: string,
  unit: string,
): string {
  // Shares begin at nothing, and a linear axis says which one is the larger.
  const y = valueScale([0, ...all.flat()]);
  const x = stepScale(0, generations.at(-1)!);
  const lines = all.map((values, i) => {
    const points = values.flatMap((value, j) =>
      Number.isFinite(value)
        ? [`${x(generations[j]).toFixed(2)},${y.scale(value).toFixed(2)}`]
        : [],
    );
    return `<polyline class="${styleOf(i)}" points="${points.join(" ")}"/>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(label)}">
${axes(x, y, { x: "generation", y: unit })}
${lines.join("")}
</svg>`;
}

function styleOf(i: number): string {
  return `group of-${i % STYLES}`;
}
