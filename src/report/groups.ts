import { type GroupCurves, groupCurvesOf } from "../group-curves.ts";
import {
  type GroupQuantity,
  type KnownGroups,
  extinctionTable,
  foreseenOf,
  groupQuantities,
} from "../group-figures.ts";
import type { GenerationRecord } from "../record.ts";
import { HEIGHT, WIDTH, axes, stepScale, valueScale } from "./axes.ts";
import { escaped } from "./escaped.ts";
import { rounded } from "./numbers.ts";

/** Lines that can be told apart by colour and dashes. */
const STYLES = 12;

/** What became of the groups of the real data, as figures and a table; "" where they have none. */
export function groupFigures(records: readonly GenerationRecord[], known: KnownGroups): string {
  const curves = groupCurvesOf(records);
  if (curves === null) return "";
  const figures = groupQuantities(curves).map((quantity) => figure(curves, quantity, known));
  return [...figures, extinctions(curves, known)].join("\n");
}

function figure(curves: GroupCurves, quantity: GroupQuantity, known: KnownGroups): string {
  const { title, summary } = quantity;
  const { generations } = curves;
  const drawn = drawnOf(curves, quantity);
  const last = drawn.map(({ name, values }) => `${name}: ${rounded(values.at(-1)!)}`);
  const at = generations.at(-1)!;
  return `<figure>
<h2>${title}</h2>
<p>${summary}</p>
${groupPicture(curves, quantity, known)}
<figcaption>
<ul>${drawn.map(({ name, style }) => `<li><svg class="swatch" viewBox="0 0 28 8" aria-hidden="true"><line class="${style}" x2="28" y1="4" y2="4"/></svg>${escaped(name)}</li>`).join("")}</ul>
<p>In generation ${at}: ${escaped(last.join(", "))}. ${escaped(foreseenOf(curves, quantity, known)?.note ?? "")}</p>
</figcaption>
</figure>`;
}

/** The lines of a figure, each in the style that its group has in all of them. */
export function drawnOf({ groups }: GroupCurves, { values }: GroupQuantity) {
  return groups.flatMap((group, i) => {
    const own = values(group);
    return own === null ? [] : [{ name: group.name, values: own, style: styleOf(i) }];
  });
}

/** One line for each group. */
export function groupPicture(
  curves: GroupCurves,
  quantity: GroupQuantity,
  known: KnownGroups,
): string {
  const { title, unit } = quantity;
  const { generations } = curves;
  const drawn = drawnOf(curves, quantity);
  const last = generations.at(-1)!;
  // Shares begin at nothing, and a linear axis says which one is the larger.
  const y = valueScale([0, ...drawn.flatMap(({ values }) => values)]);
  const x = stepScale(0, last);
  const lines = drawn.map(({ values, style }) => {
    const points = values.flatMap((value, j) =>
      Number.isFinite(value)
        ? [`${x(generations[j]).toFixed(2)},${y.scale(value).toFixed(2)}`]
        : [],
    );
    return `<polyline class="${style}" points="${points.join(" ")}"/>`;
  });
  const foreseen = (foreseenOf(curves, quantity, known)?.lines ?? []).map(({ place, points }) => {
    const path = points.map(([g, value]) => `${x(g).toFixed(2)},${y.scale(value).toFixed(2)}`);
    return `<polyline class="${styleOf(place)} foreseen" points="${path.join(" ")}"/>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(`${title} over ${last + 1} generations`)}">
${axes(x, y, { x: "generation", y: unit })}
${foreseen.join("")}${lines.join("")}
</svg>`;
}

function extinctions(curves: GroupCurves, known: KnownGroups): string {
  const { title, summary, columns, rows } = extinctionTable(curves, known);
  const body = rows.map(
    ([name, ...cells]) =>
      `<tr><th scope="row">${escaped(name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
  );
  return `<figure>
<h2>${title}</h2>
<p>${summary}</p>
<div class="table"><table>
<thead><tr>${columns.map((one) => `<th scope="col" title="${one.about}">${one.title}</th>`).join("")}</tr></thead>
<tbody>${body.join("\n")}</tbody>
</table></div>
</figure>`;
}

/** Two colours with six dashes each. */
function styleOf(i: number): string {
  const style = i % STYLES;
  const colour = style % 2 === 0 ? "group" : "group dark";
  return style < 2 ? colour : `${colour} dash-${Math.floor(style / 2)}`;
}
