import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { sharedStyles } from "./shared-styles.ts";
import type { ThemeChoice } from "./theme.ts";
import type { BackendChoice } from "../hosts/browser/protocol.ts";
import type { Feature } from "./backend-choice.ts";
import type { PageView } from "./page-view.ts";
import type { LabView } from "./run-view.ts";

/**
 * The name of the lab, what computes, the colours, and two ways past all that. Fires "use-backend"
 * with the `BackendName` of another one.
 */
@customElement("lab-header")
export class LabHeader extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.25rem 1.5rem;
        padding: 1.125rem var(--edge) 0.875rem;
      }

      .skip {
        position: absolute;
        inset-block-start: 0.5rem;
        inset-inline-start: var(--edge);
        background: var(--accent);
        color: var(--on-accent);
        transform: translateY(-200%);
      }

      .skip:focus {
        transform: none;
      }

      .brand {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 0.875rem;
        margin-inline-end: auto;
      }

      h1 {
        font: 600 1.625rem/1.2 var(--serif);
        letter-spacing: -0.01em;
      }

      nav {
        display: flex;
        gap: 0.875rem;
      }

      nav a {
        padding-block: 0.25rem;
        color: var(--ink-soft);
        text-underline-offset: 0.25em;
      }

      nav a[aria-current] {
        color: var(--ink);
        text-decoration: none;
      }

      /* What is as it should be needs nobody's attention. */
      button[aria-pressed="true"] {
        border-color: transparent;
        background: transparent;
        color: var(--ink-soft);
      }

      button[aria-pressed="false"] {
        text-decoration: line-through;
      }

      @media print {
        nav,
        button {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) adapter: LabView["adapter"] = null;
  @property({ attribute: false }) choice: BackendChoice = { backend: "webgpu", features: {} };
  @property({ attribute: false }) problem: LabView["problem"] = null;
  @property() theme: ThemeChoice = "system";
  @property() page: PageView = "lab";

  protected override render() {
    return html`<header>
      ${this.page === "lab" ? this.#skips() : nothing}
      <div class="brand">
        <h1>Ouroboros</h1>
        <p class="soft">what becomes of models that learn from themselves</p>
      </div>
      <nav class="small" aria-label="Views">
        ${this.#link("lab", "#", "Lab")} ${this.#link("sweep", "#sweep", "Sweep")}
        ${this.#link("self-check", "#self-check", "Self-check")}
      </nav>
      <p class="adapter small" title="What computes the runs">${this.#adapter()}</p>
      ${this.#switch("subgroups", "subgroups", "Neighbouring lanes of the graphics card load for each other.")}
      ${this.#switch("half", "half precision", "For networks that are to be trained in it.")}
      ${this.#other()}
      <button
        class="quiet small"
        aria-label="Colours: ${this.theme}. Change"
        @click=${() => this.#say("next-theme")}
      >
        ${{ system: "◐ system", light: "○ light", dark: "● dark" }[this.theme]}
      </button>
    </header>`;
  }

  #skips() {
    return html`
      <button class="skip" @click=${() => this.#say("skip-to-run")}>Skip to the run</button>
      <button class="skip" @click=${() => this.#say("skip-to-form")}>Skip to the experiment</button>
    `;
  }

  #link(page: PageView, href: string, label: string) {
    return html`<a href=${href} aria-current=${this.page === page ? "page" : nothing}>${label}</a>`;
  }

  #adapter() {
    const { adapter, problem } = this;
    if (adapter === null) {
      return html`<span class="soft"
        >${problem === null ? "looking for WebGPU" : "no WebGPU"}</span
      >`;
    }
    if (adapter.backend === "cpu") return html`<b>CPU</b>`;
    return html`<b>WebGPU</b>
      <span class="soft">${adapter.description}${adapter.software ? ", software" : ""}</span>`;
  }

  /** A processor that plays a graphics card may as well compute by itself. */
  #other() {
    const { adapter } = this;
    if (adapter === null || !adapter.software) return nothing;
    const [backend, label, why] =
      adapter.backend === "cpu"
        ? (["webgpu", "Use WebGPU", "On a graphics card everything is faster"] as const)
        : ([
            "cpu",
            "Use the CPU",
            "Networks learn faster on it than on a card that it plays",
          ] as const);
    const use = () => this.#use({ ...this.choice, backend });
    return html`<button class="quiet small" title=${why} @click=${use}>${label}</button>`;
  }

  /** Only where the card offers it, which one that is to leave it alone does not say. */
  #switch(feature: Feature, label: string, what: string) {
    const { adapter, choice } = this;
    const isOn = choice.features[feature] !== false;
    if (adapter?.backend !== "webgpu" || (isOn && adapter[feature] !== true)) return nothing;
    return html`<button
      class="quiet small"
      aria-pressed=${isOn}
      title="${what} A run goes on only with what it began with."
      @click=${() => this.#use({ ...choice, features: { ...choice.features, [feature]: !isOn } })}
    >
      <span aria-hidden="true">${isOn ? "✓" : ""}</span> ${label}
    </button>`;
  }

  #use(detail: BackendChoice): void {
    this.dispatchEvent(new CustomEvent("use-backend", { detail }));
  }

  #say(type: "skip-to-run" | "skip-to-form" | "next-theme"): void {
    this.dispatchEvent(new CustomEvent(type));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-header": LabHeader;
  }
}
