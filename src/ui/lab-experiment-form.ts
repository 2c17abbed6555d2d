import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Catalog, PluginEntry } from "../catalog.ts";
import type { Estimate } from "../hosts/browser/protocol.ts";
import {
  type Draft,
  type PluginDraft,
  entryOf,
  fits,
  fresh,
  measures,
  nameFrom,
  withDataset,
  withFamily,
} from "./draft.ts";
import { formStyles } from "./form-styles.ts";
import { isAt } from "./lab-plugin-fields.ts";
import type { Failure } from "./run-view.ts";
import { ownFrame } from "./paint-queue.ts";
import { sharedStyles } from "./shared-styles.ts";
import { holdStill, leaveField } from "./steady-press.ts";
import { SIZES, TITLE } from "./size-settings.ts";
import { estimateInWords, withoutPath } from "./words.ts";
import "./lab-setting.ts";

/**
 * The whole experiment as a form. Fires "draft-change" with a new `Draft`, and "run-form" where its
 * end is closer than the buttons of the run.
 */
@customElement("lab-experiment-form")
export class LabExperimentForm extends LitElement {
  static override styles = [sharedStyles, formStyles];

  @property({ attribute: false }) catalog!: Catalog;
  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: false }) failure: Failure | null = null;
  /** What the experiment would take. */
  @property({ attribute: false }) estimate: Estimate | null = null;
  /** Names of the files that the page was given. */
  @property({ attribute: false }) here: ReadonlySet<string> = new Set();
  /** Whether it can be run. */
  @property({ type: Boolean }) ready = false;

  /** Chosen in the list of interventions, not yet added. */
  @state() private nextIntervention = "";

  protected override async scheduleUpdate() {
    if (!this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    const { draft } = this;
    return html`
      <form novalidate @submit=${(event: Event) => event.preventDefault()}>
        ${this.#plain("title", TITLE, draft.title, (title) => ({
          ...draft,
          title: String(title),
          name: nameFrom(String(title)),
        }))}
        ${this.#dataset()} ${this.#family()} ${this.#interventions()} ${this.#metrics()}
        <fieldset class="sizes">
          <legend>Size</legend>
          ${Object.entries(SIZES).map(([name, setting]) =>
            this.#plain(name, setting, draft[name as keyof typeof SIZES], (value) => ({
              ...draft,
              [name]: value,
            })),
          )}
          <p class="soft small" role="status">${estimateInWords(this.estimate)}</p>
          ${
            this.estimate?.problem == null
              ? nothing
              : html`<p class="error small" role="alert">${this.estimate.problem}</p>`
          }
          <button
            type="button"
            class="primary"
            ?disabled=${!this.ready}
            @mousedown=${holdStill}
            @click=${() => this.#run()}
          >
            Run this experiment
          </button>
        </fieldset>
      </form>
    `;
  }

  #run(): void {
    leaveField();
    this.dispatchEvent(new CustomEvent("run-form"));
  }

  #plain(
    name: string,
    setting: (typeof SIZES)[keyof typeof SIZES] | typeof TITLE,
    value: unknown,
    change: (value: unknown) => Draft,
  ) {
    return html`<lab-setting
      .label=${name}
      .setting=${setting}
      .value=${value}
      .error=${this.#errorAt(`$.${name}`)}
      @setting-change=${({ detail }: CustomEvent<unknown>) => this.#change(change(detail))}
    ></lab-setting>`;
  }

  #dataset() {
    const { draft, catalog } = this;
    return html`<fieldset>
      <legend>Real data</legend>
      ${this.#choose("dataset", catalog.datasets, draft.dataset.name, (name) =>
        withDataset(draft, name, catalog),
      )}
      ${this.#fields(
        entryOf(catalog, "datasets", draft.dataset.name),
        draft.dataset,
        "$.dataset",
        (dataset) => ({ ...draft, dataset }),
      )}
    </fieldset>`;
  }

  #family() {
    const { draft, catalog } = this;
    const fitting = catalog.families.filter((family) => fits(family, this.#kind));
    return html`<fieldset>
      <legend>Model</legend>
      ${this.#choose("family", fitting, draft.family.name, (name) =>
        withFamily(draft, name, catalog),
      )}
      ${this.#fields(
        entryOf(catalog, "families", draft.family.name),
        draft.family,
        "$.family",
        (family) => ({ ...draft, family }),
      )}
    </fieldset>`;
  }

  #interventions() {
    const { draft, catalog } = this;
    const fitting = catalog.interventions.filter((entry) => fits(entry, this.#kind));
    const put = (interventions: readonly PluginDraft[]) =>
      this.#change({ ...draft, interventions });
    const chosen = this.nextIntervention || (fitting[0]?.name ?? "");
    return html`<fieldset>
      <legend>Interventions</legend>
      ${
        draft.interventions.length === 0
          ? html`<p class="soft small">
              None: every model sees only what the one before it wrote.
            </p>`
          : html`<ol>
              ${draft.interventions.map((one, i) => {
                const entry = entryOf(catalog, "interventions", one.name);
                return html`<li>
                  <div class="head">
                    <b>${entry?.title ?? one.name}</b>
                    <button
                      type="button"
                      class="quiet"
                      aria-label="Remove ${entry?.title ?? one.name}"
                      @click=${() => put(draft.interventions.toSpliced(i, 1))}
                    >
                      Remove
                    </button>
                  </div>
                  <p class="soft small">${entry?.summary}</p>
                  ${this.#fields(entry, one, `$.interventions[${i}]`, (changed) => ({
                    ...draft,
                    interventions: draft.interventions.with(i, changed),
                  }))}
                </li>`;
              })}
            </ol>`
      }
      <div class="add">
        <select
          aria-label="Intervention to add"
          @change=${({ target }: Event) =>
            (this.nextIntervention = (target as HTMLSelectElement).value)}
        >
          ${fitting.map(({ name, title }) => html`<option value=${name} .selected=${name === chosen}>${title}</option>`)}
        </select>
        <button
          type="button"
          @click=${() => {
            const entry = entryOf(catalog, "interventions", chosen);
            if (entry !== undefined) put([...draft.interventions, fresh(entry)]);
          }}
        >
          Add
        </button>
      </div>
      ${this.#error("$.interventions")}
    </fieldset>`;
  }

  #metrics() {
    const { draft, catalog } = this;
    const family = entryOf(catalog, "families", draft.family.name);
    const isOn = (name: string) => draft.metrics.some((metric) => metric.name === name);
    const flip = (entry: PluginEntry) => {
      const order = new Map(catalog.metrics.map(({ name }, i) => [name, i]));
      const metrics = isOn(entry.name)
        ? draft.metrics.filter(({ name }) => name !== entry.name)
        : [...draft.metrics, fresh(entry)].sort(
            (a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0),
          );
      this.#change({ ...draft, metrics });
    };
    return html`<fieldset>
      <legend>Metrics</legend>
      <div class="metrics">
        ${catalog.metrics
          .filter((metric) => family !== undefined && measures(metric, family))
          .map((entry) => {
            const place = draft.metrics.findIndex(({ name }) => name === entry.name);
            const isWide = place >= 0 && Object.keys(entry.settings).length > 0;
            return html`<label class=${isWide ? "wide" : ""} title=${entry.summary}>
                <input type="checkbox" .checked=${isOn(entry.name)} @change=${() => flip(entry)} />
                ${entry.title}
              </label>
              ${
                place < 0
                  ? nothing
                  : this.#fields(entry, draft.metrics[place], `$.metrics[${place}]`, (changed) => ({
                      ...draft,
                      metrics: draft.metrics.with(place, changed),
                    }))
              }`;
          })}
      </div>
      ${this.#error("$.metrics")}
    </fieldset>`;
  }

  #choose(
    what: "dataset" | "family",
    entries: readonly PluginEntry[],
    chosen: string,
    change: (name: string) => Draft,
  ) {
    const summary = entries.find(({ name }) => name === chosen)?.summary ?? "";
    return html`<select
        aria-label=${what === "dataset" ? "Real data" : "Model"}
        @change=${({ target }: Event) => this.#change(change((target as HTMLSelectElement).value))}
      >
        ${entries.map(
          ({ name, title }) =>
            html`<option value=${name} .selected=${name === chosen}>${title}</option>`,
        )}
      </select>
      <p class="soft small">${summary}</p>
      ${this.#error(`$.${what}`)}`;
  }

  #fields(
    entry: PluginEntry | undefined,
    draft: PluginDraft,
    path: string,
    change: (changed: PluginDraft) => Draft,
  ) {
    if (entry === undefined || Object.keys(entry.settings).length === 0) return nothing;
    return html`<lab-plugin-fields
      .entry=${entry}
      .draft=${draft}
      .path=${path}
      .failure=${this.failure}
      .here=${this.here}
      @draft-change=${(event: CustomEvent<PluginDraft>) => {
        event.stopPropagation();
        this.#change(change(event.detail));
      }}
    ></lab-plugin-fields>`;
  }

  get #kind(): PluginEntry["kind"] {
    return entryOf(this.catalog, "datasets", this.draft.dataset.name)?.kind ?? null;
  }

  /** What is wrong at a place itself; what is wrong inside a plug-in's settings is shown there. */
  #errorAt(path: string): string {
    const { failure } = this;
    if (failure === null || !isAt(failure.path, path)) return "";
    return failure.path!.includes(".config.") ? "" : withoutPath(failure.message, failure.path);
  }

  #error(path: string) {
    const error = this.#errorAt(path);
    return error === "" ? nothing : html`<p class="error small" role="alert">${error}</p>`;
  }

  #change(detail: Draft): void {
    this.dispatchEvent(new CustomEvent("draft-change", { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-experiment-form": LabExperimentForm;
  }
}
