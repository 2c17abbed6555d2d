import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { GroupCurves } from "../group-curves.ts";
import { type KnownGroups, extinctionTable, groupQuantities } from "../group-figures.ts";
import type { Findings } from "../hosts/browser/findings.ts";
import type { MetricEntry } from "../hosts/browser/protocol.ts";
import type { Finding, Profile } from "../profile/profile.ts";
import { CRITERION, VERDICTS, agreementInWords } from "../profile/verdicts.ts";
import { chartStyles } from "./chart-styles.ts";
import { formatNumber, formatShort } from "./format.ts";
import { groupFigure, groupStyles } from "./group-figures.ts";
import { sharedStyles } from "./shared-styles.ts";
import { WidthController } from "./width-controller.ts";
import "./lab-table.ts";

/** Two figures beside each other from this width on, CSS pixels. */
const WIDE = 760;
/** Padding and border of a figure, and the gap between two, CSS pixels. */
const FRAME = 30;
const GAP = 16;

/** What can be said of a run as a whole: its groups, and what each definition of collapse says. */
@customElement("lab-findings")
export class LabFindings extends LitElement {
  static override styles = [
    sharedStyles,
    chartStyles,
    groupStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem;
      }

      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
        gap: 1rem;
      }

      .verdicts {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
        gap: 0.5rem 1.25rem;
        margin-block-start: 0.375rem;
      }

      .verdicts > div {
        padding-inline-start: 0.625rem;
        border-inline-start: 3px solid var(--line);
      }

      .verdicts > .collapse {
        border-inline-start-color: var(--accent);
      }

      .verdicts > .unlike,
      .verdicts > .steady {
        border-inline-start-color: var(--ink-soft);
      }

      summary {
        inline-size: fit-content;
        min-block-size: 1.5rem;
        cursor: pointer;
      }

      dt {
        font-weight: 600;
      }

      dd b {
        font-weight: 600;
      }

      .collapse b {
        color: var(--accent-strong);
      }
    `,
  ];

  @property({ attribute: false }) findings!: Findings;
  @property({ attribute: false }) metrics: readonly MetricEntry[] = [];
  @property({ attribute: false }) known: KnownGroups = { real: [], laws: [] };

  readonly #size = new WidthController(this);

  protected override render() {
    const { profile, groups } = this.findings;
    return html`
      ${groups === null ? nothing : this.#groups(groups)}
      ${profile === null ? nothing : this.#profile(profile)}
    `;
  }

  #groups(curves: GroupCurves) {
    const { width } = this.#size;
    const own = Math.max(0, (width >= WIDE ? (width - GAP) / 2 : width) - FRAME);
    const quantities = groupQuantities(curves);
    const told = curves.groups.flatMap((group) =>
      quantities.flatMap(({ title, values }) => {
        const numbers = values(group);
        return numbers === null ? [] : [{ title: `${group.name}: ${title}`, numbers }];
      }),
    );
    const { title, summary, columns, rows } = extinctionTable(curves, this.known);
    return html`<div class="pair">
        ${quantities.map((quantity) => groupFigure(curves, quantity, this.known, own))}
        <figure>
          <figcaption>
            <h3>${title}</h3>
            <span class="about soft small">${summary}</span>
          </figcaption>
          <lab-table label=${title} .columns=${columns} .rows=${rows}></lab-table>
        </figure>
      </div>
      <details class="small">
        <summary>Data of the groups</summary>
        <lab-table
          label="Data of the groups"
          .columns=${[{ title: "generation" }, ...told]}
          .rows=${curves.generations.map((g, i) => [
            String(g),
            ...told.map(({ numbers }) => formatNumber(numbers[i])),
          ])}
        ></lab-table>
      </details>`;
  }

  #profile({ findings, disagrees }: Profile) {
    return html`<figure>
      <figcaption>
        <h3>Collapse, by eight definitions</h3>
        <span class="soft small">after Schaeffer et al. 2025, arXiv:2503.03150</span>
      </figcaption>
      <p class="small">
        ${disagrees ? html`<b>${agreementInWords(true)}</b>` : agreementInWords(false)}
      </p>
      <dl class="verdicts small">${findings.map((finding) => this.#finding(finding))}</dl>
      <p class="small soft">${CRITERION}</p>
    </figure>`;
  }

  #finding({ definition: { title, meaning, measures }, verdict, evidence }: Finding) {
    if (evidence === null) {
      const names = measures.map(({ metric }) => metric).join(", ");
      return html`<div title=${meaning}>
        <dt>${title}</dt>
        <dd class="soft">not measured; would be by ${names}</dd>
      </div>`;
    }
    const { metric, first, last, standardError } = evidence;
    const name = this.metrics.find((entry) => entry.name === metric)?.title ?? metric;
    const error = Number.isNaN(standardError) ? "" : ` ± ${formatShort(standardError)}`;
    const change = last === first ? 0 : last - first;
    return html`<div class=${verdict} title=${meaning}>
      <dt>${title}</dt>
      <dd>
        <b>${VERDICTS[verdict]}</b><br /><span class="soft number"
          >${name} ${formatShort(first)} → ${formatShort(last)}, change
          ${formatShort(change)}${error}</span
        >
      </dd>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-findings": LabFindings;
  }
}
