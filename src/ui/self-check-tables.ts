import { html, nothing } from "lit";
import type { CheckResult } from "../validation/check.ts";
import type { KernelResult } from "../validation/kernels.ts";
import { formatCount, formatNumber, formatShort } from "./format.ts";
import { standardErrorsOff } from "./self-check-view.ts";

interface Judged {
  readonly verdict: "pass" | "fail";
}

/** Failures first, and what has just come in before what came earlier. */
function ordered<R extends Judged>(results: readonly R[]): readonly R[] {
  return results.toReversed().toSorted((a, b) => a.verdict.localeCompare(b.verdict));
}

/** Experiments against their closed forms. */
export function checksTable(checks: readonly CheckResult[]) {
  return sheet(
    "Closed forms",
    "Experiments of this lab against what theory says of them",
    ["Predicted", "Measured", "Standard error", "Off by"],
    ordered(checks).map((check) => {
      const { name, title, source, predicted, measured, standardError, verdict, detail } = check;
      const off = standardErrorsOff(check);
      return {
        verdict,
        head: html`${name}<br /><small class="soft" title=${source}>${title}</small>`,
        detail,
        cells: [
          formatNumber(predicted),
          formatNumber(measured),
          standardError === 0 ? "exact" : formatShort(standardError),
          Number.isNaN(off) ? "–" : `${off.toFixed(1)} s.e.`,
        ],
      };
    }),
  );
}

/** Kernels against their references. */
export function kernelsTable(kernels: readonly KernelResult[]) {
  return sheet(
    "Kernels",
    "What this device computes against plain loops in double precision",
    ["Numbers", "Deviation", "Tolerance"],
    ordered(kernels).map(({ name, sizes, numbers, deviation, tolerance, verdict, detail }) => ({
      verdict,
      head: html`<span title=${sizes}>${name}</span>`,
      detail,
      cells: [
        formatCount(numbers),
        deviation === 0 ? "0" : formatShort(deviation),
        tolerance === 0 ? "exact" : formatShort(tolerance),
      ],
    })),
  );
}

interface Row extends Judged {
  readonly head: unknown;
  readonly detail: string | undefined;
  readonly cells: readonly string[];
}

function sheet(title: string, about: string, heads: readonly string[], rows: readonly Row[]) {
  if (rows.length === 0) return nothing;
  return html`<section class="sheet" aria-label=${title}>
    <h3>${title} <small class="soft">${about.toLowerCase()}</small></h3>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}: results">
      <table class="small">
        <caption class="unseen">
          ${about}
        </caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Verdict</th>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ head, detail, cells, verdict }) =>
              html`<tr class=${verdict}>
                <th scope="row">
                  ${head}${detail === undefined ? nothing : html`<br /><small>${detail}</small>`}
                </th>
                <td class="mark">${verdict === "pass" ? "✓ pass" : "✕ FAIL"}</td>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
