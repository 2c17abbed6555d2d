import { html, nothing } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import type {
  FailedCell,
  StoredSweepEntry,
  SweepCommand,
  SweepDescription,
  SweepPlan,
} from "../hosts/browser/sweep-protocol.ts";
import { LETTERS, WHISKERS, effectsFigure } from "../report/effects-chart.ts";
import type { SweepPreset } from "./sweep-presets.ts";
import { savers } from "./figure-buttons.ts";
import { type ShownSweep, counted } from "./sweep-view.ts";

const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

type Action = SweepCommand | { readonly type: "doubt"; readonly id: string };

/** Before there is any. */
export const INTRODUCTION = html`<p class="soft">
  The same experiment in every cell, with other settings: a phase diagram of any metric, beside the
  closed form and the distance between both. It fills in while the sweep runs.
</p>`;

/** Sweeps that can be begun from: the designs of the lab, and a file of the visitor's. */
export function beginnings(
  presets: readonly SweepPreset[],
  choose: (preset: SweepPreset) => void,
  openFile: () => void,
) {
  const chosen = ({ target }: Event) => {
    const select = target as HTMLSelectElement;
    const preset = presets.find(({ name }) => name === select.value);
    select.value = "";
    if (preset !== undefined) choose(preset);
  };
  return html`<label class="preset">
      <span class="small soft">Take errors apart</span>
      <select aria-label="Design that takes errors apart" @change=${chosen}>
        <option value="">choose a design</option>
        ${presets.map(({ name, title }) => html`<option value=${name}>${title}</option>`)}
      </select>
    </label>
    <div class="row out">
      <button class="quiet small" @click=${openFile}>Open a sweep file</button>
    </div>`;
}

/** The sweeps that this browser keeps. */
export function storedSweeps(
  stored: readonly StoredSweepEntry[],
  shown: ShownSweep | null,
  doubtful: string,
  act: (action: Action) => void,
) {
  if (stored.length === 0) return html`<p class="small soft">None yet.</p>`;
  return html`<ul>
    ${stored.map(({ id, title, started, elsewhere, damage }) => {
      const isShown = shown?.description.id === id;
      const isAtWork = isShown && shown.state === "running";
      const button = (label: string, action: Action, more = "") =>
        html`<button
          class="quiet small ${more}"
          aria-label="${label}: ${title}"
          @click=${() => act(action)}
        >
          ${label}
        </button>`;
      return html`<li>
        <span class="name">${title}</span>
        <span class="small soft">
          ${damage === "" ? TIME.format(new Date(started)) : damage}
          ${elsewhere ? " · at work in another tab" : isAtWork ? " · at work" : ""}
        </span>
        <div class="row">
          ${isShown || damage !== "" ? nothing : button("Show", { type: "show", id })}
          ${
            elsewhere
              ? nothing
              : doubtful === id
                ? button("Really delete?", { type: "remove", id }, "error")
                : button("Delete", { type: "doubt", id })
          }
        </div>
      </li>`;
    })}
  </ul>`;
}

/** Cells that a sweep would not have, and why. */
export function leftOut(plan: SweepPlan | null) {
  if (plan === null || plan.skippedCount === 0) return nothing;
  return html`<details open>
    <summary class="small">${counted(plan.skippedCount, "cell")} without sense, left out</summary>
    <ul class="left-out small soft">
      ${plan.skipped.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </details>`;
}

/** Cells without numbers, and why. */
export function failures(failed: readonly FailedCell[], skipped: readonly string[]) {
  if (failed.length + skipped.length === 0) return nothing;
  return html`<details ?open=${failed.length > 0}>
    <summary class="small">Cells without numbers (${failed.length + skipped.length})</summary>
    <ul class="failures small">
      ${failed.map(
        ({ name, message }) => html`<li><span class="error">failed</span> ${name}: ${message}</li>`,
      )}
      ${skipped.map((sentence) => html`<li class="soft">left out ${sentence}</li>`)}
    </ul>
  </details>`;
}

/** What each error does to every metric, over the generations. */
export function effectFigures(
  { axes }: SweepDescription,
  series: NonNullable<ShownSweep["effects"]>,
) {
  return html`
    <h3>What each error does</h3>
    <p class="small soft">
      Each error is on or off, in every combination, and all cells draw the same random numbers. A
      main effect is what an error changes on average over the others; an interaction, how much of
      one effect another error makes. Means over lineages with ${WHISKERS} standard errors.
    </p>
    <ul class="small left-out">
      ${axes.map(
        ({ label, texts }, i) =>
          html`<li><b>${LETTERS[i]} ${label}</b>: ${texts[0]}; off: ${texts[1]}</li>`,
      )}
    </ul>
    <div class="effects">
      ${series.map(
        (one) =>
          html`<div class="savable">
            ${unsafeHTML(effectsFigure(axes, one))}
            <div class="save">
              ${savers(`the effects on ${one.title}`, {
                subtitle: `what each error does, with ${WHISKERS} standard errors`,
              })}
            </div>
          </div>`,
      )}
    </div>
  `;
}
