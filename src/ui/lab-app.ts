import { html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Catalog, PresetEntry } from "../catalog.ts";
import type { LabClient } from "../hosts/browser/client.ts";
import type { Remedy } from "../hosts/browser/gpu-remedy.ts";
import type { BackendChoice, EngineEvent, GpuProblem } from "../hosts/browser/protocol.ts";
import { appStyles } from "./app-styles.ts";
import { remembered } from "./backend-choice.ts";
import { download } from "./download.ts";
import { EstimateController } from "./estimate-controller.ts";
import { type Draft, draftOf, experimentOf } from "./draft.ts";
import { changesIn, retitled } from "./draft-changes.ts";
import { ExchangeController, type Outcome } from "./exchange.ts";
import { Greeting } from "./greeting.ts";
import { FOOTER, gpuProblem, header, incoming, messages, moveTo } from "./lab-parts.ts";
import { experiment, results, storedRuns } from "./lab-parts.ts";
import type { RunAction } from "./lab-run-bar.ts";
import type { RunsAction } from "./lab-runs.ts";
import { type GivenFiles, otherViews } from "./other-views.ts";
import { PageFiles } from "./page-files.ts";
import { PageViewController } from "./page-view.ts";
import { drawAllAtOnce } from "./paint-queue.ts";
import { type LabView, emptyView, isAtWork, reduce, stands } from "./run-view.ts";
import { sharedStyles } from "./shared-styles.ts";
import { listenForShortcuts } from "./shortcuts.ts";
import { ThemeController } from "./theme.ts";
import "./lab-experiment-form.ts";
import "./lab-presets.ts";
import "./lab-run-bar.ts";
import "./lab-runs.ts";
import "./lab-story.ts";

/** The whole page: knows the worker's view and the experiment that is being written. */
@customElement("lab-app")
export class LabApp extends LitElement {
  static override styles = [sharedStyles, appStyles];

  @property({ attribute: false }) client!: LabClient;
  @property({ attribute: false }) choice: BackendChoice = { backend: "webgpu", features: {} };
  @property({ attribute: false }) remedyFor!: (problem: GpuProblem) => Promise<Remedy>;

  @state() private view: LabView = emptyView;
  @state() private draft: Draft | null = null;

  readonly #files = new PageFiles(this);
  readonly #exchange = new ExchangeController(
    this,
    () => ({ ...this.view, draft: this.draft }),
    (outcome) => this.#adopt(outcome),
  );
  readonly #estimates = new EstimateController(this);
  readonly #theme = new ThemeController(this);
  readonly #page = new PageViewController(this);
  /** The next run that is opened comes from the list, and its experiment goes into the form. */
  #adopts = false;
  readonly #greeting = new Greeting((left) => void this.#greet(left));
  #ends: (() => void)[] = [];

  override connectedCallback() {
    super.connectedCallback();
    this.#ends = [
      this.client.listen((event) => this.#hear(event)),
      listenForShortcuts(() => this.renderRoot.querySelector("lab-run-bar")?.renderRoot),
    ];
    this.client.send({ type: "open", ...this.choice });
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    for (const end of this.#ends) end();
  }

  protected override willUpdate() {
    const { catalog, adapter, current, problem, failure } = this.view;
    if (problem !== null) void import("./lab-no-gpu.ts");
    if (failure !== null) void import("./lab-failure.ts");
    if (catalog === null || adapter === null || this.draft === null) return;
    this.#estimates.about(this.draft, catalog, this.#files, this.client, current?.description.run);
  }

  protected override render() {
    return html`
      ${this.#header()} ${incoming(this.#exchange)} ${this.#otherViews()}
      <div ?hidden=${this.#page.current !== "lab"}>
        <section class="presets" aria-label="Experiments">
          <lab-presets
            .catalog=${this.view.catalog}
            .chosen=${this.draft?.name ?? ""}
            @open-file=${() => this.#exchange.pick()}
            @preset-chosen=${({ detail }: CustomEvent<PresetEntry>) => this.#choosePreset(detail)}
          ></lab-presets>
        </section>
        <div class="columns">
          <main id="main" tabindex="-1">
            ${this.#main()} ${storedRuns(this.view, (action) => this.#actOnRun(action))}
          </main>
          ${experiment(this.#exchange, this.#form())}
        </div>
      </div>
      ${FOOTER}
    `;
  }

  #otherViews() {
    return otherViews({
      page: this.#page,
      view: this.view,
      client: this.client,
      draft: this.draft,
      exchange: this.#exchange,
      given: () => this.#given(),
      adopt: (adopted) => (this.draft = adopted),
      dismiss: () => (this.view = { ...this.view, failure: null }),
    });
  }

  #header() {
    return header({
      view: this.view,
      theme: this.#theme,
      choice: this.choice,
      page: this.#page.current,
      use: (choice) => this.#use(choice),
      focus: (selector) => this.#focus(selector),
    });
  }

  #main() {
    const { current, catalog } = this.view;
    return html`
      ${gpuProblem(this.view, this.remedyFor, () => this.#use({ ...this.choice, backend: "cpu" }))}
      <lab-story
        .description=${current?.description ?? null}
        .catalog=${catalog}
        .otherwise=${this.draft?.title ?? "Opening the lab"}
        @to-form=${() => this.#focus("#experiment")}
      ></lab-story>
      <lab-run-bar
        .run=${current}
        .changes=${changesIn(this.view, this.draft)}
        .lacks=${this.#files.lack(this.view, this.draft)}
        ?ready=${this.#isReady}
        @run-action=${({ detail }: CustomEvent<RunAction>) => this.#act(detail)}
        @fork=${({ detail }: CustomEvent<number>) => this.#fork(detail)}
      ></lab-run-bar>
      ${messages(this.view, () => (this.view = { ...this.view, failure: null }))}
      ${results(current, this.#theme.effective)}
    `;
  }

  #form() {
    const { catalog, failure } = this.view;
    if (catalog === null || this.draft === null) return html`<p class="soft small">Loading</p>`;
    return html`<lab-experiment-form
      .catalog=${catalog}
      .draft=${this.draft}
      .failure=${failure}
      .estimate=${this.#estimates.estimate}
      .here=${this.#files.names(this.view.current, catalog)}
      ?ready=${this.#canRun && (!isAtWork(this.view) || changesIn(this.view, this.draft).length > 0)}
      @run-form=${() => this.#runForm()}
      @draft-change=${({ detail }: CustomEvent<Draft>) => this.#edit(detail, catalog)}
    ></lab-experiment-form>`;
  }

  #hear(event: EngineEvent): void {
    this.view = reduce(this.view, event);
    const { catalog } = this.view;
    switch (event.type) {
      case "catalog":
        if (catalog !== null) this.draft ??= draftOf(catalog.presets[0].experiment, catalog);
        break;
      case "ready":
      case "runs":
        this.#greeting.about(this.view);
        break;
      case "opened":
        this.#greeting.forgo();
        // What is being written stays, unless the visitor asked for another run's experiment.
        if (this.#adopts && catalog !== null) {
          this.draft = draftOf(event.description.experiment, catalog);
        }
        this.#adopts = false;
        break;
      case "state":
        if (event.state !== "running") drawAllAtOnce();
        if (event.state === "finished") this.#estimates.forget();
        if (stands(event.state)) this.client.send({ type: "findings", run: event.run });
        break;
      case "estimated":
        this.#estimates.hear(event.ask, event.estimate);
        break;
      case "read":
        void this.#exchange.hear(event.name, event.found);
        break;
      case "exported":
        download(event.name, event.bytes);
        break;
      default:
    }
  }

  get #isReady(): boolean {
    return this.view.adapter !== null && this.draft !== null;
  }

  get #canRun(): boolean {
    return this.#isReady && this.#files.lack(this.view, this.draft) === "";
  }

  /** Begins what a link asks for, shows the run that the last visit left undone, or the first one. */
  async #greet(left: string | null): Promise<void> {
    if (await this.#exchange.greet()) return;
    if (left !== null) this.#actOnRun({ type: "show", run: left });
    else this.#start({ paused: false, welcome: true });
  }

  /** What was wrong with the experiment may be right by now. */
  #edit(draft: Draft, catalog: Catalog): void {
    this.draft = retitled(this.draft ?? draft, draft, catalog);
    if (this.view.failure?.path !== null) this.view = { ...this.view, failure: null };
    this.#exchange.forget();
  }

  /** Something that came as a file or by a link. */
  #adopt({ draft, sweep, run }: Outcome): void {
    location.hash = sweep === undefined ? "" : "sweep";
    this.draft = draft ?? this.draft;
    if (run !== undefined) this.#actOnRun({ type: "show", run });
    else if (sweep === undefined) this.#start({ paused: false, welcome: false });
  }

  #choosePreset({ experiment }: PresetEntry): void {
    this.draft = draftOf(experiment, this.view.catalog!);
    this.#start({ paused: false, welcome: false });
  }

  #start(how: { readonly paused: boolean; readonly welcome: boolean }): void {
    const { catalog } = this.view;
    if (catalog === null || this.draft === null) return;
    this.view = { ...this.view, failure: null, notice: null };
    if (!this.#canRun) return;
    this.#greeting.forgo();
    const experiment = experimentOf(this.draft, catalog);
    this.client.send({ type: "start", experiment, ...this.#given(), ...how });
  }

  /** Files of the experiment in the form, or what stands in for them. */
  #given(): GivenFiles {
    const { catalog, current } = this.view;
    const [draft, like] = [this.draft, current?.description.run];
    const files = catalog === null || draft === null ? [] : this.#files.for(draft, catalog);
    return { files, ...(like === undefined ? {} : { like }) };
  }

  /** Goes on from a generation of the run that is shown, with the experiment in the form. */
  #fork(generation: number): void {
    const { catalog, current } = this.view;
    if (catalog === null || this.draft === null || current === null) return;
    this.view = { ...this.view, failure: null, notice: null };
    const experiment = experimentOf(this.draft, catalog);
    const like = current.description.run;
    this.client.send({ type: "fork", generation, experiment, ...this.#given(), like });
  }

  #runForm(): void {
    this.#start({ paused: false, welcome: false });
    this.#focus("#main");
  }

  #act(action: RunAction): void {
    const { current } = this.view;
    if (action === "run") return this.#start({ paused: false, welcome: false });
    if (action === "step" && (current === null || current.state === "finished")) {
      return this.#start({ paused: true, welcome: false });
    }
    if (current !== null) this.client.send({ type: action, run: current.description.run });
  }

  #actOnRun(action: RunsAction): void {
    const isOpen = action.run === this.view.current?.description.run;
    this.#adopts = !isOpen && (action.type === "show" || action.type === "resume");
    this.client.send(action);
  }

  #use(choice: BackendChoice): void {
    this.choice = remembered(choice);
    this.client.send({ type: "open", ...choice });
  }

  #focus(selector: string): void {
    moveTo(this.renderRoot.querySelector<HTMLElement>(selector));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-app": LabApp;
  }
}
