import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Catalog } from "../catalog.ts";
import type { LabClient } from "../hosts/browser/client.ts";
import type { EngineEvent } from "../hosts/browser/protocol.ts";
import type { SweepCommand, SweepExportName } from "../hosts/browser/sweep-protocol.ts";
import { figureStyles } from "./diagram-styles.ts";
import { type Draft, draftOf } from "./draft.ts";
import { formatCount } from "./format.ts";
import type { GivenFiles } from "./other-views.ts";
import { sharedStyles } from "./shared-styles.ts";
import {
  type AxisDraft,
  MOST_CELLS,
  type Sweepable,
  axisDraftOf,
  cellCount,
  suggested,
  sweepOf,
  sweepables,
} from "./sweep-draft.ts";
import { INTRODUCTION, effectFigures, failures, leftOut, storedSweeps } from "./sweep-parts.ts";
import { sweepPresets } from "./sweep-presets.ts";
import { sweepStyles } from "./sweep-styles.ts";
import {
  type ShownSweep,
  type SweepView,
  heard,
  noSweeps,
  planInWords,
  progressInWords,
} from "./sweep-view.ts";
import { inWords } from "./words.ts";
import "./lab-phase-diagrams.ts";
import "./lab-sweep-form.ts";

/** How long a sweep rests before it is asked about, milliseconds. */
const REST_MS = 400;

/**
 * Sweeps over settings of the experiment in the form. Fires "adopt" with a `Draft` that is to be in
 * the form, and "open-lab" where it is to be seen there.
 */
@customElement("lab-sweep")
export class LabSweep extends LitElement {
  static override styles = [sharedStyles, figureStyles, sweepStyles];

  @property({ attribute: false }) client!: LabClient;
  @property({ attribute: false }) catalog!: Catalog;
  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: false }) given: () => GivenFiles = () => ({ files: [] });
  /** Whether something computes. */
  @property({ type: Boolean }) ready = false;
  @property({ type: Boolean, reflect: true }) override hidden = false;

  @state() private view: SweepView = noSweeps;
  @state() private axes: readonly AxisDraft[] = [];
  /** What has ended a sweep, or kept it from beginning. */
  @state() private problem = "";
  /** Deleting asks twice. */
  @state() private doubtful = "";

  #known: readonly Sweepable[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unlisten: () => void = () => {};
  /** The newest sweep is shown to whoever comes back. */
  #isGreeted = false;

  override connectedCallback() {
    super.connectedCallback();
    this.#unlisten = this.client.listen((event) => this.#hear(event));
    this.#ask({ type: "list" });
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#unlisten();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has("draft") || changed.has("catalog")) {
      this.#known = sweepables(this.draft, this.catalog);
      const isKnown = ({ setting }: AxisDraft) => this.#known.some(({ path }) => path === setting);
      const kept = this.axes.filter(isKnown);
      if (kept.length < this.axes.length || kept.length === 0) this.axes = this.#orFirst(kept);
    }
    const isAsking = ["draft", "axes", "ready", "hidden"].some((name) =>
      (changed as PropertyValues).has(name),
    );
    if (isAsking && this.ready && !this.hidden) this.#askPlan();
  }

  protected override updated(changed: PropertyValues<this>) {
    if (changed.has("hidden") && !this.hidden) this.renderRoot.querySelector("h2")?.focus();
  }

  protected override render() {
    const { shown, stored } = this.view;
    return html`
      <section aria-labelledby="sweep-heading">
        <h2 id="sweep-heading" tabindex="-1">Sweep</h2>
        ${this.#form()}
      </section>
      <section aria-label="Results of the sweep">
        ${this.problem === "" ? nothing : html`<p class="error" role="alert">${this.problem}</p>`}
        ${shown === null ? INTRODUCTION : this.#shown(shown)}
      </section>
      <section class="stored" aria-labelledby="stored-sweeps">
        <h2 id="stored-sweeps">Stored sweeps</h2>
        ${storedSweeps(stored, shown, this.doubtful, (command) => this.#act(command))}
      </section>
    `;
  }

  #form() {
    const { plan, mistake, shown } = this.view;
    const presets = sweepPresets(this.catalog, this.#known);
    const isElsewhere = mistake !== null && !mistake.path.startsWith("$.axes[");
    return html`
      <p>
        <b>${this.draft.title}</b>, again and again with other settings.
        <a href="#">Change the experiment in the lab</a>.
      </p>
      <label class="preset">
        <span class="small soft">Take errors apart</span>
        <select
          aria-label="Design that takes errors apart"
          @change=${({ target }: Event) => {
            const select = target as HTMLSelectElement;
            const preset = presets.find(({ name }) => name === select.value);
            select.value = "";
            if (preset === undefined) return;
            if (preset.draft !== null) this.#adopt(preset.draft);
            this.axes = preset.axes;
          }}
        >
          <option value="">choose a design</option>
          ${presets.map(({ name, title }) => html`<option value=${name}>${title}</option>`)}
        </select>
      </label>
      <lab-sweep-form
        .axes=${this.axes}
        .known=${this.#known}
        .mistake=${mistake}
        @axes-change=${({ detail }: CustomEvent<readonly AxisDraft[]>) => (this.axes = detail)}
      ></lab-sweep-form>
      <p class="small soft" role="status">${plan === null ? this.#pending() : planInWords(plan)}</p>
      ${isElsewhere ? html`<p class="error small" role="alert">${inWords(mistake)}</p>` : nothing}
      ${leftOut(plan)}
      <div class="row">
        <button
          class="primary"
          ?disabled=${plan === null || !this.ready || shown?.state === "running"}
          @click=${() => this.#start()}
        >
          Run the sweep
        </button>
      </div>
    `;
  }

  /** Why there is no plan. */
  #pending(): string {
    if (!this.ready) return "Waiting for what computes.";
    if (this.view.mistake !== null) return "";
    const cells = cellCount(this.axes, this.#known);
    if (cells > MOST_CELLS) {
      return `${formatCount(cells)} cells are more than the ${formatCount(MOST_CELLS)} of a page; the command line takes them.`;
    }
    return cells > 0 ? "Counting" : "Type values with commas between them.";
  }

  #shown(shown: ShownSweep) {
    const { description, state: now, picture, effects } = shown;
    const { id, title, sweep, cells } = description;
    const ask = (type: "pause" | "resume") => this.#ask({ type, id });
    const take = (file: SweepExportName, label: string) =>
      html`<button class="small" @click=${() => this.#ask({ type: "export", id, file })}>
        ${label}
      </button>`;
    const isFailing = now === "finished" && (picture?.failed.length ?? 0) > 0;
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
        ${now === "running" ? html`<button @click=${() => ask("pause")}>Pause</button>` : nothing}
        ${
          now === "stopped"
            ? html`<button class="primary" ?disabled=${!this.ready} @click=${() => ask("resume")}>
                Go on
              </button>`
            : nothing
        }
        ${
          isFailing
            ? html`<button @click=${() => ask("resume")}>Try the failed cells again</button>`
            : nothing
        }
      </div>
      ${failures(picture?.failed ?? [], description.skipped)}
      ${effects === null ? nothing : effectFigures(description, effects)}
      ${
        picture === null
          ? nothing
          : html`<lab-phase-diagrams
              .picture=${picture}
              @open-cell=${({ detail }: CustomEvent<number>) =>
                this.#ask({ type: "cell", id, cell: detail })}
            ></lab-phase-diagrams>`
      }
      <div class="row" role="group" aria-label="Downloads of the sweep">
        ${take("results.csv", "Table as CSV")} ${take("results.parquet", "Table as Parquet")}
        ${effects === null ? nothing : take("effects.csv", "Effects as CSV")}
        ${take("sweep.json", "Sweep file")}
        <button class="quiet small" @click=${() => this.#reuse(shown)}>Its settings again</button>
      </div>
    `;
  }

  #hear(event: EngineEvent): void {
    // What is wrong with a run is said where that is.
    if (event.type === "failed" && event.run === null && !this.hidden) {
      this.problem = inWords(event);
    }
    if (event.type !== "sweep") return;
    const { news } = event;
    this.view = heard(this.view, news);
    if (news.type === "cell") {
      this.#adopt(draftOf(news.experiment, this.catalog));
      this.dispatchEvent(new CustomEvent("open-lab"));
    }
    if (news.type === "sweeps" && !this.#isGreeted) {
      this.#isGreeted = true;
      const newest = news.sweeps.find(({ damage }) => damage === "");
      if (newest !== undefined) this.#ask({ type: "show", id: newest.id });
    }
  }

  /** Across what the samples of a pool are, which everything depends on. */
  #orFirst(axes: readonly AxisDraft[]): readonly AxisDraft[] {
    if (axes.length > 0) return axes;
    const first = this.#known.find(({ path }) => path === "$.samples");
    const second = this.#known.find(({ path }) => path.endsWith(".config.fraction"));
    return [first, second].flatMap((one) => (one === undefined ? [] : [suggested(one)]));
  }

  #askPlan(): void {
    clearTimeout(this.#timer);
    const asked = this.view.asked + 1;
    this.view = { ...this.view, plan: null, mistake: null, asked };
    const cells = cellCount(this.axes, this.#known);
    if (!(cells > 0 && cells <= MOST_CELLS)) return;
    this.#timer = setTimeout(() => {
      const sweep = sweepOf(this.draft, this.catalog, this.axes);
      this.#ask({ type: "plan", ask: asked, sweep, ...this.given() });
    }, REST_MS);
  }

  #start(): void {
    const sweep = sweepOf(this.draft, this.catalog, this.axes);
    this.#ask({ type: "start", sweep, ...this.given() });
  }

  /** The settings of a stored sweep, for another one like it. */
  #reuse({ description: { sweep } }: ShownSweep): void {
    this.#adopt(draftOf(sweep.experiment, this.catalog));
    this.axes = sweep.axes.map(axisDraftOf);
  }

  #act(command: SweepCommand | { readonly type: "doubt"; readonly id: string }): void {
    this.doubtful = command.type === "doubt" ? command.id : "";
    if (command.type !== "doubt") this.#ask(command);
  }

  #adopt(detail: Draft): void {
    this.dispatchEvent(new CustomEvent("adopt", { detail }));
  }

  #ask(command: SweepCommand): void {
    if (command.type !== "plan") this.problem = "";
    this.client.send({ type: "sweep", command });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-sweep": LabSweep;
  }
}
