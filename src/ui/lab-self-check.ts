import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { LabClient } from "../hosts/browser/client.ts";
import {
  adapterInWords,
  sheetJson,
  sheetMarkdown,
  verdictInWords,
} from "../validation/sheet-text.ts";
import type { Sheet } from "../validation/sheet.ts";
import { download } from "./download.ts";
import type { LabView } from "./run-view.ts";
import { selfCheckStyles } from "./self-check-styles.ts";
import { checksTable, kernelsTable } from "./self-check-tables.ts";
import { type SelfCheckView, heard, idle, namesIn, progressOf } from "./self-check-view.ts";
import { sharedStyles } from "./shared-styles.ts";

/** The lab held against itself on the visitor's own device, and the sheet of it to take along. */
@customElement("lab-self-check")
export class LabSelfCheck extends LitElement {
  static override styles = [sharedStyles, selfCheckStyles];

  @property({ attribute: false }) client!: LabClient;
  @property({ attribute: false }) adapter: LabView["adapter"] = null;
  /** A run is at work, which a self-check would end. */
  @property({ type: Boolean }) busy = false;
  @property({ type: Boolean, reflect: true }) override hidden = false;
  /** Names of checks and kernels that the address asks for; "" for all. */
  @property() names = "";

  @state() private check: SelfCheckView = idle;
  @state() private only = "";
  @state() private copied: "no" | "yes" | "refused" = "no";

  #unlisten: () => void = () => {};

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#unlisten();
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has("names")) this.only = this.names;
    // Before its first update an element that came late has no properties yet.
    if (changed.has("client")) this.#listen();
  }

  protected override updated(changed: PropertyValues<this>) {
    if (changed.has("hidden") && !this.hidden) this.renderRoot.querySelector("h2")?.focus();
  }

  protected override render() {
    const { check, adapter } = this;
    const { checks, kernels } = check.sheet ?? check;
    return html`
      <h2 tabindex="-1">Self-check</h2>
      <p class="lead">
        Holds this lab to account on your own device: its kernels against plain loops in double
        precision, and whole experiments against results that are known in closed form.
      </p>
      ${
        adapter === null
          ? html`<p class="soft">Nothing computes here yet. The lab says what helps.</p>`
          : this.#controls()
      }
      <div role="status">${this.#verdict()}</div>
      ${this.#progress()} ${this.#tables(checks, kernels)}
    `;
  }

  #controls() {
    const isRunning = ["asked", "running"].includes(this.check.state);
    return html`<form
      class="row"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        this.#start();
      }}
    >
      ${
        isRunning
          ? html`<button type="button" @click=${() => this.#stop()}>Stop the check</button>`
          : html`<button class="primary" type="submit">
              ${namesIn(this.only) === null ? "Check everything" : "Check these"}
            </button>`
      }
      <label class="only small soft">
        Only these, by name
        <input
          spellcheck="false"
          autocomplete="off"
          placeholder="all"
          .value=${this.only}
          ?disabled=${isRunning}
          @input=${({ target }: InputEvent) => (this.only = (target as HTMLInputElement).value)}
        />
      </label>
      ${this.busy && !isRunning ? html`<span class="small soft">Stops the run that is under way; it can go on afterwards.</span>` : nothing}
    </form>`;
  }

  /** What has failures comes first. */
  #tables(checks: SelfCheckView["checks"], kernels: SelfCheckView["kernels"]) {
    const fails = (results: readonly { readonly verdict: string }[]) =>
      results.some(({ verdict }) => verdict === "fail");
    const [first, second] = [checksTable(checks), kernelsTable(kernels)];
    return fails(kernels) && !fails(checks) ? [second, first] : [first, second];
  }

  #progress() {
    if (this.check.state === "asked") return html`<p class="small soft">Getting ready</p>`;
    if (this.check.state !== "running") return nothing;
    const { done, total, next } = progressOf(this.check);
    return html`<div class="progress small">
      <progress aria-label="Self-check" max=${total} value=${done}></progress>
      <span class="number"
        >${done} of ${total}${next === null ? nothing : html`: ${next.title}`}</span
      >
    </div>`;
  }

  #verdict() {
    const { sheet, problem } = this.check;
    if (sheet === null) {
      return problem === null ? nothing : html`<p class="error">${problem}</p>`;
    }
    const { adapter, version, date, sha256, leftOut, verdict } = sheet;
    return html`<section class="verdict ${verdict}" aria-label="Verdict">
      <h3>${verdictInWords(sheet)}</h3>
      ${problem === null ? nothing : html`<p class="error">It ended early: ${problem}</p>`}
      <dl class="small">
        <dt>Computed on</dt>
        <dd>${adapterInWords(adapter)}</dd>
        <dt>Lab version</dt>
        <dd>${version}</dd>
        <dt>Date</dt>
        <dd>${date.slice(0, 16).replace("T", " ")} UTC</dd>
        <dt>SHA-256 of the numbers</dt>
        <dd><code>${sha256}</code></dd>
        ${
          leftOut.length === 0
            ? nothing
            : html`<dt>Not run</dt>
                <dd>${leftOut.length > 8 ? `${leftOut.length} of all` : leftOut.join(", ")}</dd>`
        }
      </dl>
      <div class="row">
        <button @click=${() => this.#save(sheet)}>Save as JSON</button>
        <button @click=${() => this.#copy(sheet)}>Copy as Markdown for a bug report</button>
        ${this.copied === "yes" ? html`<span class="small soft">Copied</span>` : nothing}
      </div>
      ${
        this.copied === "refused"
          ? html`<label class="small soft">
              The browser does not let the page copy; copy it from here.
              <textarea readonly .value=${sheetMarkdown(sheet)}></textarea>
            </label>`
          : nothing
      }
    </section>`;
  }

  #listen(): void {
    this.#unlisten();
    this.#unlisten = this.client.listen((event) => {
      if (event.type === "self-check") this.check = heard(this.check, event.event);
      if (event.type === "failed" && this.check.state === "asked") {
        this.check = { ...idle, problem: event.message };
      }
    });
  }

  #start(): void {
    this.copied = "no";
    this.check = { ...idle, state: "asked" };
    const only = namesIn(this.only);
    this.client.send({ type: "self-check", command: { type: "start", only } });
  }

  #stop(): void {
    this.client.send({ type: "self-check", command: { type: "stop" } });
  }

  #save(sheet: Sheet): void {
    const bytes = new Uint8Array(new TextEncoder().encode(sheetJson(sheet)));
    download(`ouroboros-self-check-${sheet.date.slice(0, 10)}.json`, bytes);
  }

  async #copy(sheet: Sheet): Promise<void> {
    try {
      await navigator.clipboard.writeText(sheetMarkdown(sheet));
      this.copied = "yes";
    } catch {
      this.copied = "refused";
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-self-check": LabSelfCheck;
  }
}
