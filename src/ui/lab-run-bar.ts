import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RunState } from "../hosts/browser/protocol.ts";
import { formatCount, formatDuration, formatRate } from "./format.ts";
import type { RunView } from "./run-view.ts";
import { sharedStyles } from "./shared-styles.ts";

export type RunAction = "run" | "resume" | "pause" | "step" | "stop";

/** Announcements to readers, in parts of the run: more would drown everything else. */
const ANNOUNCEMENTS = 4;

const STATES: Readonly<Record<RunState, string>> = {
  preparing: "preparing",
  running: "running",
  paused: "paused",
  stopped: "stopped",
  finished: "finished",
};

/** Run, pause, step, stop, and how far a run is. Fires "run-action" with a `RunAction`. */
@customElement("lab-run-bar")
export class LabRunBar extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: 0.625rem;
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }

      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1.25rem;
        margin-inline-start: auto;
      }

      progress {
        appearance: none;
        inline-size: 100%;
        block-size: 0.375rem;
        border: 0;
        border-radius: 1rem;
        background: var(--line);
        overflow: hidden;
      }

      progress::-webkit-progress-bar {
        background: var(--line);
      }

      progress::-webkit-progress-value {
        background: var(--accent);
      }

      progress::-moz-progress-bar {
        background: var(--accent);
      }

      b {
        font-weight: 600;
      }

      @media print {
        button {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) run: RunView | null = null;
  /** Whether anything can compute. */
  @property({ type: Boolean }) ready = false;

  protected override render() {
    const state = this.run?.state ?? null;
    const isActive = state === "running" || state === "preparing";
    const canGoOn = state === "paused" || (state === "stopped" && !this.#isComplete);
    const button = (action: RunAction, label: string, isOn: boolean, key: string, kind = "") =>
      html`<button
        class=${kind}
        ?disabled=${!this.ready || !isOn}
        aria-keyshortcuts=${key}
        title="${label} (${key})"
        @click=${() => this.#act(action)}
      >
        ${label}
      </button>`;
    return html`
      <div class="row" role="group" aria-label="Run">
        ${
          canGoOn
            ? button("resume", "Resume", true, "Alt+R", "primary")
            : button("run", "Run", !isActive, "Alt+R", "primary")
        }
        ${button("pause", "Pause", isActive, "Alt+P")} ${button("step", "Step", !isActive, "Alt+S")}
        ${button("stop", "Stop", isActive || state === "paused", "Alt+X")}
        ${canGoOn ? button("run", "Run anew", true, "Alt+N", "quiet") : nothing} ${this.#facts()}
      </div>
      ${this.#bar()}
      <p class="unseen" aria-live="polite">${this.#announcement()}</p>
    `;
  }

  get #isComplete(): boolean {
    return this.run !== null && this.run.done >= this.run.description.generations;
  }

  #facts() {
    if (this.run === null) return nothing;
    const { state, done, perSecond, description } = this.run;
    const left = description.generations - done;
    return html`<p class="facts number small soft">
      <span data-state=${state}>${STATES[state]}</span>
      <span>generation <b>${formatCount(done)}</b> of ${formatCount(description.generations)}</span>
      ${
        perSecond === null || state !== "running"
          ? nothing
          : html`<span>${formatRate(perSecond)}</span>
              <span>${formatDuration(left / perSecond)} left</span>`
      }
    </p>`;
  }

  #bar() {
    const done = this.run?.done ?? 0;
    const all = this.run?.description.generations ?? 1;
    return html`<progress aria-label="Generations done" max=${all} .value=${done}></progress>`;
  }

  #announcement(): string {
    if (this.run === null) return "";
    const { state, done, description } = this.run;
    if (state === "preparing") return "";
    if (state !== "running") return `Run ${STATES[state]} at generation ${done}.`;
    const part = Math.floor((ANNOUNCEMENTS * done) / description.generations);
    if (part === 0) return "Run started.";
    return `${Math.round((100 * part) / ANNOUNCEMENTS)} percent of the generations are done.`;
  }

  #act(detail: RunAction): void {
    this.dispatchEvent(new CustomEvent("run-action", { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-run-bar": LabRunBar;
  }
}
