import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Catalog, PresetEntry } from "../catalog.ts";
import { type PresetGroup, groupsOf } from "./preset-groups.ts";
import { draftOf, filesOf } from "./draft.ts";
import { ownFrame } from "./paint-queue.ts";
import { sharedStyles } from "./shared-styles.ts";

/** Pixels that a strip may be off its end without there being more. */
const EDGE = 8;

/**
 * Experiments to begin with, as cards. Fires "preset-chosen" with the `PresetEntry`, and "open-file"
 * for one of the visitor's own.
 */
@customElement("lab-presets")
export class LabPresets extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        position: relative;
      }

      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: end;
        gap: 0.25rem;
      }

      .head p {
        margin-inline-end: 0.75rem;
      }

      .groups {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.25rem;
        margin-inline-end: auto;
      }

      .groups button {
        font-size: 0.8125rem;
      }

      .head .turn {
        display: block;
        inline-size: var(--control);
        padding: 0;
        font-size: 1.25rem;
        line-height: 1;
        text-align: center;
      }

      /* Where there is no room beside it, the count goes, and a finger turns the cards. */
      @media (max-width: 40rem) {
        .head p,
        .head .turn {
          display: none;
        }

        .head {
          justify-content: start;
          gap: 0 0.25rem;
          margin-inline-start: -0.5rem;
        }

        .groups {
          display: contents;
        }
      }

      /* Cards that go on beyond an edge fade out towards it. */
      .strip {
        --before: 0rem;
        --after: 0rem;
        mask-image: linear-gradient(
          to right,
          transparent,
          black var(--before),
          black calc(100% - var(--after)),
          transparent
        );
      }

      .strip[data-before] {
        --before: 3rem;
      }

      .strip[data-after] {
        --after: 3rem;
      }

      .strip {
        position: relative;
        display: flex;
        gap: 1.75rem;
        padding: 0.25rem 0.25rem 0.75rem;
        margin: -0.25rem;
        overflow-x: auto;
        scroll-snap-type: x proximity;
        /* Cards come to rest beside the fading, not under it. */
        scroll-padding-inline: 3rem 0.25rem;
        scrollbar-width: thin;
        scrollbar-color: var(--line-strong) transparent;
      }

      @media (prefers-reduced-motion: no-preference) {
        .strip {
          scroll-behavior: smooth;
        }
      }

      section {
        display: grid;
        grid-template-rows: auto 1fr;
        gap: 0.375rem;
      }

      /* In sight as long as any card of its group is. */
      h2 {
        position: sticky;
        inset-inline-start: 0.25rem;
        justify-self: start;
      }

      .strip[data-before] h2 {
        inset-inline-start: 3rem;
      }

      ul {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 14.5rem;
        gap: 0.75rem;
        list-style: none;
      }

      li {
        display: grid;
        scroll-snap-align: start;
      }

      li button {
        display: grid;
        align-content: start;
        gap: 0.25rem;
        padding: 0.75rem 0.875rem;
        border-color: var(--line);
        text-align: start;
        white-space: normal;
      }

      li button[aria-pressed="true"],
      li button[aria-pressed="true"]:hover:not(:disabled) {
        box-shadow: inset 0 3px 0 var(--accent);
        border-color: var(--line);
        background: var(--accent-soft);
      }

      .needs {
        align-self: end;
        color: var(--accent-strong);
      }

      .title {
        font: 600 0.9375rem/1.3 var(--serif);
        font-size: 1.0625rem;
      }
    `,
  ];

  @property({ attribute: false }) catalog: Catalog | null = null;
  /** Name of the experiment that is being looked at. */
  @property() chosen = "";

  @state() private hasBefore = false;
  @state() private hasAfter = false;

  /** Whether the strip was last seen with the chosen card in it, and not turned away from it. */
  #isAtChosen = false;
  readonly #resizes = new ResizeObserver(() => {
    // Before it looks: what a change of width has pushed out of sight nobody has turned away from.
    if (this.#isAtChosen) this.#showChosen("instant");
    this.#look();
  });

  protected override async scheduleUpdate() {
    if (!this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    const groups = this.catalog === null ? [] : groupsOf(this.catalog);
    const arrow = (label: string, sign: string, way: -1 | 1, isOn: boolean) =>
      html`<button
        class="quiet turn"
        aria-label=${label}
        ?disabled=${!isOn}
        @click=${() => this.#turn(way)}
      >
        ${sign}
      </button>`;
    return html`<div class="head">
        <p class="small soft">${this.catalog?.presets.length ?? 0} experiments to begin with</p>
        <div class="groups" role="group" aria-label="Go to">
          ${groups.map(
            ({ kind, title }) =>
              html`<button class="quiet" @click=${() => this.#show(kind)}>${title}</button>`,
          )}
        </div>
        <button
          class="quiet small"
          title="An experiment, a sweep, or a run by its manifest and records; dropped anywhere, too"
          ?disabled=${this.catalog === null}
          @click=${() => this.dispatchEvent(new CustomEvent("open-file"))}
        >
          Open a file
        </button>
        ${arrow("Earlier experiments", "‹", -1, this.hasBefore)}
        ${arrow("Further experiments", "›", 1, this.hasAfter)}
      </div>
      <div
        class="strip"
        ?data-before=${this.hasBefore}
        ?data-after=${this.hasAfter}
        @scroll=${() => this.#look()}
      >
        ${groups.map((group) => this.#group(group))}
      </div>`;
  }

  #group({ kind, title, presets }: PresetGroup) {
    return html`<section data-kind=${kind} aria-labelledby=${kind}>
      <h2 id=${kind}>${title}</h2>
      <ul role="list">
        ${presets.map(
          (preset) =>
            html`<li>
              <button
                aria-pressed=${preset.experiment.name === this.chosen}
                @click=${() => this.#choose(preset)}
              >
                <span class="title">${preset.experiment.title ?? preset.experiment.name}</span>
                <span class="small soft">${preset.story}</span>
                ${this.#needsFiles(preset) ? html`<span class="needs small">with your own files</span>` : nothing}
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  protected override updated(changed: PropertyValues) {
    this.#resizes.observe(this.#list);
    if (changed.has("chosen") || changed.has("catalog")) this.#showChosen("auto");
    if (changed.has("catalog")) this.#look();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  get #list(): HTMLElement {
    return this.renderRoot.querySelector(".strip")!;
  }

  get #chosenCard(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('li:has([aria-pressed="true"])');
  }

  /** Not by scrollIntoView, which would move the page as well. */
  #showChosen(behavior: ScrollBehavior): void {
    const card = this.#chosenCard;
    if (card === null) return;
    const centre = card.offsetLeft + card.offsetWidth / 2;
    this.#list.scrollTo({ left: centre - this.#list.clientWidth / 2, behavior });
  }

  /** Notices whether there is more on either side, and whether the chosen card is between them. */
  #look(): void {
    const { scrollLeft, scrollWidth, clientWidth } = this.#list;
    this.hasBefore = scrollLeft > EDGE;
    this.hasAfter = scrollLeft + clientWidth < scrollWidth - EDGE;
    const card = this.#chosenCard;
    const from = card === null ? -Infinity : card.offsetLeft - scrollLeft;
    this.#isAtChosen = card !== null && from < clientWidth && from + card.offsetWidth > 0;
  }

  /** By what fits, less a card that was cut off. */
  #turn(way: -1 | 1): void {
    const { clientWidth } = this.#list;
    const card = this.#list.querySelector("li")?.offsetWidth ?? clientWidth;
    const left = way * Math.max(card, clientWidth - card);
    this.#list.scrollBy({ left });
  }

  #needsFiles({ experiment }: PresetEntry): boolean {
    const { catalog } = this;
    return catalog !== null && filesOf(draftOf(experiment, catalog), catalog).length > 0;
  }

  #show(kind: PresetGroup["kind"]): void {
    const section = this.renderRoot.querySelector<HTMLElement>(`section[data-kind="${kind}"]`);
    this.#list.scrollTo({ left: section?.offsetLeft ?? 0 });
  }

  #choose(detail: PresetEntry): void {
    this.dispatchEvent(new CustomEvent("preset-chosen", { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-presets": LabPresets;
  }
}
