import { html, nothing } from "lit";
import type { SweepCommand, SweepExportName } from "../hosts/browser/sweep-protocol.ts";
import { effectFigures, failures } from "./sweep-parts.ts";
import { type ShownSweep, progressInWords } from "./sweep-view.ts";

/** What can be done with a sweep that is looked at. */
interface Actions {
  readonly ask: (command: SweepCommand) => void;
  /** Puts its settings into the form. */
  readonly reuse: () => void;
}

/** A sweep that is looked at: how far it is, its diagrams, and what can be taken home of it. */
export function shownSweep(shown: ShownSweep, ready: boolean, { ask, reuse }: Actions) {
  const { description, state: now, picture, effects } = shown;
  const { id, title, sweep, cells } = description;
  const take = (file: SweepExportName, label: string) =>
    html`<button class="small" @click=${() => ask({ type: "export", id, file })}>${label}</button>`;
  const isFailing = now === "finished" && (picture?.failed.length ?? 0) > 0;
  const resume = () => ask({ type: "resume", id });
  return html`
    <h2 class="title">${title}</h2>
    ${sweep.source === undefined ? nothing : html`<p class="soft small">After ${sweep.source}</p>`}
    <progress
      max=${cells}
      .value=${picture?.done ?? 0}
      aria-label="Cells that are finished"
    ></progress>
    <div class="row">
      <span class="small number" data-state=${now}>
        <b>${now === "elsewhere" ? "at work in another tab" : now}</b> · ${progressInWords(shown)}
      </span>
      ${
        now === "running"
          ? html`<button @click=${() => ask({ type: "pause", id })}>Pause</button>`
          : nothing
      }
      ${
        now === "stopped"
          ? html`<button class="primary" ?disabled=${!ready} @click=${resume}>Go on</button>`
          : nothing
      }
      ${isFailing ? html`<button @click=${resume}>Try the failed cells again</button>` : nothing}
    </div>
    ${failures(picture?.failed ?? [], description.skipped)}
    ${effects === null ? nothing : effectFigures(description, effects)}
    ${
      picture === null
        ? nothing
        : html`<lab-phase-diagrams
            .picture=${picture}
            @open-cell=${({ detail }: CustomEvent<number>) => ask({ type: "cell", id, cell: detail })}
          ></lab-phase-diagrams>`
    }
    <div class="row" role="group" aria-label="Downloads of the sweep">
      ${take("report.html", "Report")} ${take("results.csv", "Table as CSV")}
      ${take("results.parquet", "Table as Parquet")}
      ${effects === null ? nothing : take("effects.csv", "Effects as CSV")}
      ${take("sweep.json", "Sweep file")}
      <button class="quiet small" @click=${reuse}>Its settings again</button>
    </div>
  `;
}
