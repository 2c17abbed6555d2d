import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Remedy } from "../hosts/browser/gpu-remedy.ts";
import type { GpuProblem } from "../hosts/browser/protocol.ts";
import { sharedStyles } from "./shared-styles.ts";

/** Why there is no WebGPU, what helps, and the way on without it. Fires "use-cpu". */
@customElement("lab-no-gpu")
export class LabNoGpu extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      section {
        display: grid;
        gap: 0.75rem;
        max-inline-size: 46rem;
        padding: 1.25rem 1.5rem 1.5rem;
        border: 1px solid var(--line);
        border-inline-start: 4px solid var(--accent);
        border-radius: var(--radius);
        background: var(--raised);
      }

      h3 {
        font: 600 1.375rem/1.25 var(--serif);
      }

      ul {
        display: grid;
        gap: 0.375rem;
        padding-inline-start: 1.125rem;
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.75rem;
      }
    `,
  ];

  @property({ attribute: false }) problem!: GpuProblem;
  @property({ attribute: false }) remedyFor!: (problem: GpuProblem) => Promise<Remedy>;

  @state() private remedy: Remedy | null = null;

  protected override willUpdate(changed: PropertyValues) {
    if (changed.has("problem")) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.remedy = await this.remedyFor(this.problem);
  }

  protected override render() {
    if (this.remedy === null) return nothing;
    return html`<section role="alert" aria-labelledby="cause">
      <h3 id="cause">${this.remedy.cause}</h3>
      <p>What helps here:</p>
      <ul>
        ${this.remedy.steps.map((step) => html`<li>${step}</li>`)}
      </ul>
      <div class="row">
        <button class="primary" @click=${() => this.dispatchEvent(new CustomEvent("use-cpu"))}>
          Go on with the CPU
        </button>
        <span class="small soft">Same numbers to a few digits, many times slower.</span>
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-no-gpu": LabNoGpu;
  }
}
