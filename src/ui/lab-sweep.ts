import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Catalog } from "../catalog.ts";
import type { LabClient } from "../hosts/browser/client.ts";
import type { EngineEvent } from "../hosts/browser/protocol.ts";
import type { SweepCommand } from "../hosts/browser/sweep-protocol.ts";
import type { Sweep } from "../sweeps/sweep.ts";
import { figureStyles } from "./diagram-styles.ts";
import { download } from "./download.ts";
import { type Draft, draftOf } from "./draft.ts";
import { formatCount } from "./format.ts";
import type { AskedFigure } from "./figure-buttons.ts";
import type { GivenFiles } from "./other-views.ts";
import { sharedStyles } from "./shared-styles.ts";
import {
  type AxisDraft,
  MOST_CELLS,
  type Manner,
  PLAIN,
  type Sweepable,
  axesOfFile,
  cellCount,
  suggested,
  sweepOf,
  sweepables,
} from "./sweep-draft.ts";
import { INTRODUCTION, beginnings, leftOut, storedSweeps } from "./sweep-parts.ts";
import { type SweepPreset, sweepPresets } from "./sweep-presets.ts";
import { shownSweep } from "./shown-sweep.ts";
import { sweepStyles } from "./sweep-styles.ts";
import { type ShownSweep, type SweepView, heard, noSweeps, planInWords } from "./sweep-view.ts";
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
  /** Of the last sweep file that was opened; its experiment comes as the draft. */
  @property({ attribute: false }) opened: Sweep | null = null;
  @property({ attribute: false }) given: () => GivenFiles = () => ({ files: [] });
  /** Whether something computes. */
  @property({ type: Boolean }) ready = false;
  @property({ type: Boolean, reflect: true }) override hidden = false;

  @state() private view: SweepView = noSweeps;
  @state() private axes: readonly AxisDraft[] = [];
  @state() private manner: Manner = PLAIN;
  /** What has ended a sweep, or kept it from beginning. */
  @state() private problem = "";
  /** Deleting asks twice. */
  @state() private doubtful = "";

  #known: readonly Sweepable[] = [];
  /** Of the axes of a file: settings that the form offers nobody. */
  #foreign: readonly Sweepable[] = [];
  /** A file, as long as nobody has changed anything of it. */
  #file: { readonly axes: readonly AxisDraft[]; readonly title: Partial<Sweep> } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unlisten: () => void = () => {};
  /** The newest sweep is shown to whoever comes back. */
  #isGreeted = false;

  override connectedCallback() {
    super.connectedCallback();
    this.#unlisten = this.client.listen((event) => this.#hear(event));
    this.#ask({ type: "list" });
    this.addEventListener("save-figure", this.#saveFigure);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#unlisten();
    clearTimeout(this.#timer);
    this.removeEventListener("save-figure", this.#saveFigure);
  }

  /** The figures here are of the sweep, not of the run in the lab. */
  readonly #saveFigure = async (event: Event) => {
    event.stopPropagation();
    const { shown, stored } = this.view;
    if (shown === null) return;
    const { description } = shown;
    const computedBy = stored.find(({ id }) => id === description.id)?.computedBy ?? "";
    const { saveSweepFigure } = await import("./figure-file.ts");
    await saveSweepFigure((event as CustomEvent<AskedFigure>).detail, description, computedBy);
  };

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has("opened") && this.opened !== null) this.#take(this.opened);
    else if (changed.has("draft") && changed.get("draft") !== undefined) this.#file = null;
    if (changed.has("draft") || changed.has("catalog") || changed.has("opened")) {
      this.#known = [...sweepables(this.draft, this.catalog), ...this.#foreign];
      const isKnown = ({ setting }: AxisDraft) => this.#known.some(({ path }) => path === setting);
      const kept = this.axes.filter(isKnown);
      if (kept.length < this.axes.length || kept.length === 0) this.axes = this.#orFirst(kept);
    }
    const isAsking = ["draft", "axes", "manner", "ready", "hidden"].some((name) =>
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
      ${beginnings(
        presets,
        (preset) => this.#choose(preset),
        () => this.dispatchEvent(new CustomEvent("open-file")),
      )}
      <lab-sweep-form
        .axes=${this.axes}
        .known=${this.#known}
        .manner=${this.manner}
        .mistake=${mistake}
        @manner-change=${({ detail }: CustomEvent<Manner>) => (this.manner = detail)}
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
        <button class="quiet small" @click=${() => this.#save()}>Save as a file</button>
      </div>
    `;
  }

  /** Why there is no plan. */
  #pending(): string {
    if (!this.ready) return "Waiting for what computes.";
    if (this.view.mistake !== null) return "";
    const cells = cellCount(this.axes, this.#known, this.manner.mode);
    if (cells > MOST_CELLS) {
      return `${formatCount(cells)} cells are more than the ${formatCount(MOST_CELLS)} of a page; the command line takes them.`;
    }
    return cells > 0 ? "Counting" : "Type values with commas between them.";
  }

  #shown(shown: ShownSweep) {
    return shownSweep(shown, this.ready, {
      ask: (command) => this.#ask(command),
      reuse: () => this.#reuse(shown),
    });
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

  #choose({ draft, axes }: SweepPreset): void {
    if (draft !== null) this.#adopt(draft);
    [this.axes, this.manner, this.#foreign] = [axes, PLAIN, []];
  }

  /** What a file says besides its experiment. */
  #take({ experiment, axes, mode, invalid, budget, name, title, source }: Sweep): void {
    const known = sweepables(draftOf(experiment, this.catalog), this.catalog);
    const found = axesOfFile(axes, known);
    [this.axes, this.#foreign] = [found.axes, found.foreign];
    this.manner = { mode, invalid, budget };
    const titled = { name, ...(title === undefined ? {} : { title }) };
    this.#file = {
      axes: this.axes,
      title: { ...titled, ...(source === undefined ? {} : { source }) },
    };
  }

  /** The sweep in the form, under the title of its file if nothing was changed since. */
  #sweep() {
    const title = this.#file?.axes === this.axes ? this.#file.title : {};
    const manner = { ...this.manner, ...title };
    return sweepOf(this.draft, this.catalog, this.axes, manner, this.#known);
  }

  #save(): void {
    const sweep = this.#sweep();
    const text = `${JSON.stringify(sweep, null, 2)}\n`;
    download(`${sweep.name}.json`, new TextEncoder().encode(text));
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
    const cells = cellCount(this.axes, this.#known, this.manner.mode);
    if (!(cells > 0 && cells <= MOST_CELLS)) return;
    this.#timer = setTimeout(() => {
      this.#ask({ type: "plan", ask: asked, sweep: this.#sweep(), ...this.given() });
    }, REST_MS);
  }

  #start(): void {
    this.#ask({ type: "start", sweep: this.#sweep(), ...this.given() });
  }

  /** The settings of a stored sweep, for another one like it. */
  #reuse({ description: { sweep } }: ShownSweep): void {
    this.#adopt(draftOf(sweep.experiment, this.catalog));
    this.#take(sweep);
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
