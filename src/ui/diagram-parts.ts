import { html, nothing } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import type { SweepPicture } from "../hosts/browser/sweep-protocol.ts";
import { colourKey } from "../report/phase-diagram.ts";
import type { Painting } from "../report/sweep-script.ts";

/** Points of which there is a table. */
const MOST_IN_TABLE = 1024;

/** What the colours and lines of diagrams stand for. */
export function colourKeys({ data, isoLines }: SweepPicture, { ticks, hasTheory }: Painting) {
  const ends = [-1, -0.5, 0, 0.5, 1].map((part) => String(part * data.bound).replace("-", "−"));
  const errors = [`≤ ${ends[0]}`, ...ends.slice(1, 4), `≥ ${ends[4]}`];
  const key = (palette: readonly string[], texts: readonly string[], title: string) =>
    unsafeHTML(colourKey(palette, texts, title, true));
  return html`<div class="keys small soft">
    <div>
      ${key(data.sequential, ticks, "Colours of values")}
      <p>Colours mean the same in all generations.</p>
      ${
        isoLines.length === 0
          ? nothing
          : html`<p>
              Lines: k = M γ, the real samples in every pool of M. Along a line the loss comes to
              rest at the same place.
            </p>`
      }
    </div>
    ${
      hasTheory
        ? html`<div>
            ${key(data.diverging, errors, "Colours of differences")}
            <p>
              Differences in standard errors of the mean. Where the formula holds, two in three lie
              within 1; but a mean that a few lineages carry seems too low until there are many of
              them.
            </p>
          </div>`
        : nothing
    }
  </div>`;
}

/** All points as rows; `nameOf` is null for what has no place. */
export function dataTable(
  { points }: SweepPicture,
  { measured, theory, hasTheory }: Painting,
  nameOf: (point: number) => string | null,
) {
  if (points.length > MOST_IN_TABLE) return nothing;
  return html`<details>
    <summary class="small">Data: mean ± standard error of every cell</summary>
    <div class="table" tabindex="0" role="region" aria-label="Data of the cells">
      <table class="small number">
        <thead>
          <tr>
            <th scope="col">Settings</th>
            <th scope="col">Measured</th>
            ${hasTheory ? html`<th scope="col">Theory</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${points.map(
            (_, point) =>
              html`<tr>
                <th scope="row">${nameOf(point)}</th>
                <td>${measured[point].text}</td>
                ${hasTheory ? html`<td>${theory[point].text}</td>` : nothing}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
