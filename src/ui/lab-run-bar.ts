import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RunState } from "../hosts/browser/protocol.ts";
import { formatCount, formatDuration, formatRate } from "./format.ts";
import { compiledInWords, phaseOf, progressInWords, replayInWords } from "./progress-words.ts";
import type { RunView } from "./run-view.ts";
import { sharedStyles } from "./shared-styles.ts";

export type RunAction = "run" | "resume" | "pause" | "step" | "stop";

/** Announcements to readers, in parts of the run: more would drown everything else. */
const ANNOUNCEMENTS = 4;

/** Differences between the form and the run that are named. */
const MOST_CHANGES = 4;

const STATES: Readonly<Record<RunState, string>> = {
  preparing: "preparing",
  running: "running",
  paused: "paused",
  stopped: "stopped",
  finished: "finished",
  elsewhere: "at work in another tab",
};

/**
 * Run, pause, step, stop, and how far a run is. Fires "run-action" with a `RunAction`, and "fork" with
 * the last generation that a fork of the run is to keep.
 */
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

      .work {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1.25rem;
      }

      .changed {
        padding: 0.375rem 0.75rem;
        border-radius: var(--radius);
        background: var(--accent-soft);
        overflow-wrap: anywhere;
      }

      #at {
        inline-size: 6rem;
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

      progress.phase {
        block-size: 0.1875rem;
        margin-block-start: -0.375rem;
      }

      b {
        font-weight: 600;
      }

      @media print {
        form,
        button {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) run: RunView | null = null;
  /** How the form differs from the run that is shown. */
  @property({ attribute: false }) changes: readonly string[] = [];
  /** What has to be done before the form can run; "" where nothing has. */
  @property() lacks = "";
  /** Whether anything can compute. */
  @property({ type: Boolean }) ready = false;

  protected override render() {
    const state = this.run?.state ?? null;
    const isActive = state === "running" || state === "preparing";
    const isElsewhere = state === "elsewhere";
    const canGoOn =
      state === "paused" || (state === "stopped" && !this.#isComplete && !this.run!.isTooMuch);
    const isOther = this.changes.length > 0;
    const button = (action: RunAction, label: string, isOn: boolean, key: string, kind = "") =>
      html`<button
        class=${kind}
        ?disabled=${!this.ready || !isOn || (action === "run" && this.lacks !== "")}
        aria-keyshortcuts=${key}
        title="${label} (${key.replace(" ", " or ")})"
        @click=${() => this.#act(action)}
      >
        ${label}
      </button>`;
    return html`
      <div class="row" role="group" aria-label="Run">
        ${
          isOther
            ? button("run", "Run the changes", true, canGoOn ? "Alt+N" : "Alt+N Alt+R", "primary")
            : nothing
        }
        ${
          canGoOn
            ? button("resume", "Resume", true, "Alt+R", isOther ? "" : "primary")
            : isOther
              ? nothing
              : button("run", "Run", !isActive, "Alt+R", "primary")
        }
        ${button("pause", "Pause", isActive, "Alt+P")}
        ${button("step", "Step", !isActive && !isElsewhere && !this.run?.isTooMuch, "Alt+S")}
        ${button("stop", "Stop", isActive || state === "paused", "Alt+X")}
        ${canGoOn && !isOther ? button("run", "Run anew", true, "Alt+N") : nothing} ${this.#facts()}
      </div>
      ${this.#changed(isActive, canGoOn)}
      ${isOther && !isActive && !isElsewhere ? this.#fork() : nothing}
      ${this.lacks === "" ? nothing : html`<p class="changed small" role="status">${this.lacks}</p>`}
      ${this.#bar()} ${this.#work()}
      <p class="unseen" aria-live="polite">${this.#announcement()}</p>
    `;
  }

  /** Says that the form and the run that is shown differ, and what the buttons do then. */
  #changed(isActive: boolean, canGoOn: boolean) {
    const { changes } = this;
    if (changes.length === 0) return nothing;
    const more = changes.length > MOST_CHANGES ? `, and ${changes.length - MOST_CHANGES} more` : "";
    const list = `${changes.slice(0, MOST_CHANGES).join(", ")}${more}`;
    const what = isActive
      ? "The run at work goes on as it began; “Run the changes” ends it and starts another."
      : canGoOn
        ? "“Resume” and “Step” go on with the run as it began."
        : "The charts show the run before that.";
    return html`<p class="changed small" role="status"><b>Changed:</b> ${list}. ${what}</p>`;
  }

  /** Goes on from a generation of the run that is shown, with what the form has otherwise. */
  #fork() {
    const last = (this.run?.done ?? 0) - 1;
    if (last < 0) return nothing;
    const fork = (event: SubmitEvent) => {
      event.preventDefault();
      const at = this.renderRoot.querySelector<HTMLInputElement>("#at")!.valueAsNumber;
      this.dispatchEvent(new CustomEvent("fork", { detail: at }));
    };
    return html`<form class="row small" @submit=${fork}>
      <label for="at">Keep the run up to generation</label>
      <input id="at" type="number" required min="0" max=${last} .value=${String(last >> 1)} />
      <button
        ?disabled=${!this.ready || this.lacks !== ""}
        title="Go on from there with the changes, and with the same random numbers"
      >
        Fork with the changes
      </button>
    </form>`;
  }

  get #isComplete(): boolean {
    return this.run !== null && this.run.done >= this.run.description.generations;
  }

  #facts() {
    if (this.run === null) return nothing;
    const { state, done, perSecond, report, description } = this.run;
    const left = description.generations - done;
    return html`<p class="facts number small soft" data-run=${description.run}>
      <span data-state=${state}>${STATES[state]}</span>
      <span>generation <b>${formatCount(done)}</b> of ${formatCount(description.generations)}</span>
      ${this.#isBlind ? html`<span>time left: known after the first steps</span>` : nothing}
      ${
        perSecond === null || state !== "running" || report !== null
          ? nothing
          : html`<span>${formatRate(perSecond)}</span>
              <span>${formatDuration(left / perSecond)} left</span>`
      }
    </p>`;
  }

  /** Long work is to come, and nothing of it was measured yet. */
  get #isBlind(): boolean {
    const { state, done, report, description } = this.run!;
    const isAtWork = state === "preparing" || state === "running";
    return isAtWork && done === 0 && report === null && !isQuick(description.real.kind);
  }

  #bar() {
    const done = this.run?.done ?? 0;
    const all = this.run?.description.generations ?? 1;
    return html`<progress aria-label="Generations done" max=${all} .value=${done}></progress>`;
  }

  /** Long work inside a generation, and what it had to mend. */
  #work() {
    if (this.run === null) return nothing;
    const { report, replaying, compiled, warning, state } = this.run;
    const part = (of: string, max: number, done: number, words: readonly string[]) =>
      html`<progress
          class="phase"
          aria-label="Progress of ${of}"
          max=${max}
          .value=${done}
        ></progress>
        <p class="work number small soft">${words.map((some) => html`<span>${some}</span>`)}</p>`;
    const reported = report === null ? [] : progressInWords(report);
    return html`
      ${
        replaying === null
          ? nothing
          : part("the replay", replaying.last + 1, replaying.generation, replayInWords(replaying))
      }
      ${
        compiled === null
          ? nothing
          : part("compiling", compiled.total, compiled.done, [compiledInWords(compiled)])
      }
      ${
        report === null
          ? nothing
          : part(
              phaseOf(report),
              report.total,
              report.done,
              state === "running" ? reported : reported.slice(0, 1),
            )
      }
      ${warning === null ? nothing : html`<p class="changed small" role="status">${warning}</p>`}
    `;
  }

  #announcement(): string {
    if (this.run === null) return "";
    const { state, done, description, replaying } = this.run;
    if (state === "preparing") return replaying === null ? "" : "Replaying the parent.";
    if (state !== "running") return `Run ${STATES[state]} at generation ${done}.`;
    const part = Math.floor((ANNOUNCEMENTS * done) / description.generations);
    if (part === 0) return "Run started.";
    return `${Math.round((100 * part) / ANNOUNCEMENTS)} percent of the generations are done.`;
  }

  #act(detail: RunAction): void {
    this.dispatchEvent(new CustomEvent("run-action", { detail }));
  }
}

/** What is learned in closed form is over before anybody asks how long it takes. */
function isQuick(kind: RunView["description"]["real"]["kind"]): boolean {
  return kind === "vector" || kind === "category";
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-run-bar": LabRunBar;
  }
}
