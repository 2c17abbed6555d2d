import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type {
  DamagedRunEntry,
  ExportName,
  RunId,
  StoredRunEntry,
} from "../hosts/browser/protocol.ts";
import { formatCount } from "./format.ts";
import { ownFrame } from "./paint-queue.ts";
import { sharedStyles } from "./shared-styles.ts";

/** What may be asked of a stored run. */
export type RunsAction =
  | { readonly type: "show" | "resume" | "remove" | "compare"; readonly run: RunId }
  | { readonly type: "export"; readonly run: RunId; readonly file: ExportName };

const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** The runs that this browser keeps. Fires "runs-action" with a `RunsAction`. */
@customElement("lab-runs")
export class LabRuns extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
        gap: 0 1.5rem;
        list-style: none;
      }

      li {
        display: grid;
        gap: 0.125rem;
        padding-block: 0.625rem;
        border-block-start: 1px solid var(--line);
      }

      li[data-current] .title {
        color: var(--accent-strong);
      }

      .title {
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.25rem;
        margin-inline-start: -0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) runs: readonly StoredRunEntry[] = [];
  @property({ attribute: false }) damaged: readonly DamagedRunEntry[] = [];
  /** The run that is being looked at. */
  @property() current: RunId = "";
  /** Whether that one is at work now. */
  @property({ type: Boolean }) active = false;
  /** Whether that one would fail again. */
  @property({ type: Boolean }) stuck = false;
  @property({ type: Boolean }) keeps = true;

  /** Deleting asks twice. */
  @state() private doubtful: RunId = "";

  protected override async scheduleUpdate() {
    if (!this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    return html`
      ${
        this.keeps
          ? nothing
          : html`<p class="small soft">
              This browser keeps nothing here: runs end with the page. A private window does that.
            </p>`
      }
      ${
        this.runs.length === 0
          ? html`<p class="small soft">None yet.</p>`
          : html`<ul>
              ${this.runs.map((entry) => this.#entry(entry))}
            </ul>`
      }
      ${
        this.damaged.length === 0
          ? nothing
          : html`<ul aria-label="Damaged runs">
              ${this.damaged.map(
                ({ run, message }) =>
                  html`<li>
                    <span class="title error">${run} cannot be read</span>
                    <span class="soft small">${message}</span>
                    <div class="row">${this.#delete(run, run)}</div>
                  </li>`,
              )}
            </ul>`
      }
    `;
  }

  #entry({ run, title, started, done, generations, backend, elsewhere }: StoredRunEntry) {
    const isCurrent = run === this.current;
    const isAtWork = isCurrent && this.active;
    const isDone = done >= generations;
    const button = (label: string, action: RunsAction) =>
      html`<button
        class="quiet small"
        aria-label="${label}: ${title}"
        @click=${() => this.#act(action)}
      >
        ${label}
      </button>`;
    return html`<li ?data-current=${isCurrent}>
      <span class="title">${title}</span>
      <span class="small soft number">
        ${TIME.format(new Date(started))} ·
        ${
          isAtWork
            ? "at work"
            : elsewhere
              ? "at work in another tab"
              : isDone
                ? `${formatCount(generations)} generations`
                : `${formatCount(done)} of ${formatCount(generations)} generations`
        }
        ${backend === "cpu" ? " · CPU" : ""}
      </span>
      <div class="row">
        ${isCurrent && !elsewhere ? nothing : button("Show", { type: "show", run })}
        ${isDone || isAtWork || elsewhere || (isCurrent && this.stuck) ? nothing : button("Resume", { type: "resume", run })}
        ${isCurrent || done === 0 ? nothing : button("Compare", { type: "compare", run })}
        ${done === 0 ? nothing : button("Report", { type: "export", run, file: "report.html" })}
        ${done === 0 ? nothing : button("Summary", { type: "export", run, file: "summary.csv" })}
        ${button("Records", { type: "export", run, file: "records.jsonl" })}
        ${button("Manifest", { type: "export", run, file: "manifest.json" })}
        ${button("Experiment", { type: "export", run, file: "experiment.json" })}
        ${elsewhere ? nothing : this.#delete(run, title)}
      </div>
    </li>`;
  }

  #delete(run: RunId, title: string) {
    return this.doubtful === run
      ? html`<button
          class="quiet small error"
          aria-label="Really delete: ${title}"
          @click=${() => this.#act({ type: "remove", run })}
          @blur=${() => (this.doubtful = "")}
        >
          Really delete?
        </button>`
      : html`<button
          class="quiet small"
          aria-label="Delete: ${title}"
          @click=${() => (this.doubtful = run)}
        >
          Delete
        </button>`;
  }

  #act(detail: RunsAction): void {
    this.doubtful = "";
    this.dispatchEvent(new CustomEvent("runs-action", { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-runs": LabRuns;
  }
}
