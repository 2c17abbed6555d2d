import { sha256Of } from "../sha256.ts";
import type { Diagram, Panel } from "../sweeps/diagram.ts";
import type { Sweep } from "../sweeps/sweep.ts";
import { escaped } from "./escaped.ts";
import { colourKey, phaseDiagram, placeOf } from "./phase-diagram.ts";
import { profileChart } from "./profile-chart.ts";
import { pageFrame } from "./page-frame.ts";
import { BOUND, sweepData } from "./sweep-data.ts";
import { type Painting, type SweepData, painting, sweepScript } from "./sweep-script.ts";
import { sweepStyle } from "./sweep-style.ts";

/** Points of which the page has a table. */
const MOST_IN_TABLE = 4096;

export interface SweepReport {
  readonly sweep: Sweep;
  readonly diagram: Diagram;
  /** Terms and what is said of each: cells, machine, version … */
  readonly facts: readonly (readonly [string, string])[];
  /** Cells that gave no numbers, a sentence each. */
  readonly wrong: readonly string[];
  /** As it lies beside the page. */
  readonly manifest: object;
  /** What the files beside the page are called; by their own names if absent. */
  readonly named?: (file: string) => string;
}

const KINDS = [
  { kind: "measured", title: "Measured: mean over lineages" },
  { kind: "theory", title: "Theory: the closed form" },
  { kind: "difference", title: "Measured − theory, in standard errors" },
] as const;

/** A sweep as one self-contained page. Without its script it shows the first choice. */
export function sweepPage({
  sweep,
  diagram,
  facts,
  wrong,
  manifest,
  named = String,
}: SweepReport): string {
  const script = sweepScript();
  const items = facts.map(([term, text]) => `<div><dt>${term}</dt><dd>${escaped(text)}</dd></div>`);
  const isEmpty = diagram.points.length === 0 || diagram.quantities.length === 0;
  return pageFrame({
    about: sweep,
    header: `<dl>${items.join("")}</dl>`,
    main: `${wrongSection(wrong)}
${isEmpty ? "<p>No cell is finished.</p>" : figures(diagram, script, named)}`,
    manifest,
    style: sweepStyle,
    policy: `script-src 'sha256-${base64Sha256(script)}'`,
  });
}

function figures(diagram: Diagram, script: string, named: (file: string) => string): string {
  const data = sweepData(diagram);
  const { generations, quantities } = diagram;
  const last = generations.length - 1;
  const painted = painting(data, 0, last);
  const hasTheory = data.quantities.some(({ theory }) =>
    theory.some((values) => values.some((value) => value !== null)),
  );
  const options = quantities.map(
    ({ title, unit }, i) =>
      `<option value="${i}">${escaped(unit === "" ? title : `${title}, ${unit}`)}</option>`,
  );
  const panels = diagram.panels.map((panel) => {
    const shown = KINDS.filter(({ kind }) => hasTheory || kind === "measured").map(
      ({ kind, title }) =>
        `<figure class="of-${kind}${kind === "measured" ? "" : " with-theory"}"${isHidden(kind, painted)}><h3>${title}</h3>${phaseDiagram(diagram, panel, painted[kind], [title, panel.title].join(" "))}</figure>`,
    );
    if (diagram.y === null) shown.unshift(profileFigure(diagram, panel, painted));
    const heading = panel.title === "" ? "" : `<h2>${escaped(panel.title)}</h2>`;
    return `<div class="panel">${heading}${shown.join("")}</div>`;
  });
  const json = JSON.stringify(data).replaceAll("<", String.raw`\u003c`);
  return `<form id="controls" hidden>
<label>Colour <select id="quantity" autocomplete="off">${options.join("")}</select></label>
<label>Generation <input id="generation" type="range" min="0" max="${last}" value="${last}" step="1" autocomplete="off"> <output id="generation-shown" for="generation">${generations[last]}</output></label>
</form>
<section aria-label="Diagrams" class="multiples">
${panels.join("\n")}
${keys(data, painted, diagram, hasTheory)}
</section>
${table(diagram, painted, named)}
<script type="application/json" id="sweep-data">${json}</script>
<script>${script}</script>`;
}

/** Of a sweep over one setting, which a line shows better than colours do. */
function profileFigure(diagram: Diagram, panel: Panel, painted: Painting): string {
  const label = `Mean over ${diagram.x.label} ${panel.title}`.trim();
  const legend =
    '<ul><li>● mean ± standard error</li><li class="with-theory"><span class="key theory of-mean"></span>theory</li></ul>';
  return `<figure class="profiles">${profileChart(diagram, panel, painted, label)}<figcaption>${legend}</figcaption></figure>`;
}

function isHidden(kind: keyof Painting, { hasTheory }: Painting): string {
  return kind === "measured" || hasTheory ? "" : " hidden";
}

function keys(
  { sequential, diverging }: SweepData,
  { ticks }: Painting,
  { isoLines }: Diagram,
  hasTheory: boolean,
): string {
  const errors = [-1, -0.5, 0, 0.5, 1].map((part) => String(part * BOUND).replace("-", "−"));
  const ends = [`≤ ${errors[0]}`, ...errors.slice(1, 4), `≥ ${errors[4]}`];
  const second = `<div class="with-theory">${colourKey(diverging, ends, "Colours of differences", true)}<p>Differences in standard errors of the mean. Where the formula holds, two in three lie within 1; but a mean that a few lineages carry seems too low until there are many of them.</p></div>`;
  const lines =
    isoLines.length === 0
      ? ""
      : "<p>Lines: k = M γ, the real samples in every pool of M. Along a line the loss comes to rest at the same place.</p>";
  return `<div class="keys"><div>${colourKey(sequential, ticks, "Colours of values", false)}<p>The same in all generations.</p>${lines}</div>${hasTheory ? second : ""}</div>`;
}

function wrongSection(wrong: readonly string[]): string {
  if (wrong.length === 0) return "";
  const items = wrong.map((sentence) => `<li>${escaped(sentence)}</li>`);
  return `<section class="wrong" aria-label="Cells without numbers"><h2>Cells without numbers</h2><ul>${items.join("")}</ul></section>`;
}

function table(
  diagram: Diagram,
  { measured, theory }: Painting,
  named: (file: string) => string,
): string {
  const { x, y, panels, points } = diagram;
  const link = (file: string) => `<a href="${escaped(named(file))}">${file}</a>`;
  const everything = `All generations are in ${link("results.csv")} and ${link("results.parquet")}, those of every lineage in the folders beside.`;
  if (points.length > MOST_IN_TABLE) return `<p>${everything}</p>`;
  const rows = panels.flatMap(({ title, rows: grid }) =>
    grid.flatMap((row, j) =>
      row.flatMap((point, i) => {
        if (point === null) return [];
        const place = [title, placeOf(x, y, i, j)].filter((part) => part !== "").join(", ");
        return [
          `<tr><th scope="row">${escaped(place)}</th><td data-point="${point}" data-kind="measured">${escaped(measured[point].text)}</td><td class="with-theory" data-point="${point}" data-kind="theory">${escaped(theory[point].text)}</td></tr>`,
        ];
      }),
    ),
  );
  return `<details>
<summary>Data: mean ± standard error of every point</summary>
<p>${everything}</p>
<div class="table"><table>
<thead><tr><th scope="col">Settings</th><th scope="col">Measured</th><th scope="col" class="with-theory">Theory</th></tr></thead>
<tbody>${rows.join("")}</tbody>
</table></div>
</details>`;
}

function base64Sha256(text: string): string {
  const hex = sha256Of(new TextEncoder().encode(text));
  const bytes = hex.match(/../g)!.map((pair) => String.fromCharCode(parseInt(pair, 16)));
  return btoa(bytes.join(""));
}
