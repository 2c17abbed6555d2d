import { html, nothing } from "lit";
import type { MetricEntry } from "../hosts/browser/protocol.ts";
import { lettersOf } from "../theory/letters.ts";
import { formatNumber, formatShort } from "./format.ts";
import type { Series, Statistic } from "./series.ts";

/** The line that is drawn bold: what theory speaks of, and the median where it speaks of both. */
export function leadOf({ theory }: MetricEntry): "median" | "mean" {
  const speaks = (statistic: Statistic) => theory.some((curve) => curve.statistic === statistic);
  return speaks("mean") && !speaks("median") ? "mean" : "median";
}

export function showsMean({ theory }: MetricEntry): boolean {
  return theory.some(({ statistic }) => statistic === "mean");
}

/** The numbers of one generation, above a chart. */
export function readout(
  metric: MetricEntry,
  series: Series,
  g: number,
  compared: ArrayLike<number> | null = null,
) {
  const value = (statistic: Statistic) => formatShort(series.at(statistic, g));
  const said = (statistic: Statistic) =>
    metric.theory
      .filter((curve) => curve.statistic === statistic && typeof curve.values[g] === "number")
      .map(({ values }) => html`<span class="soft">, theory</span> ${formatShort(values[g])}`);
  return html`<span><span class="soft">generation</span> ${g}</span>
    <span><span class="soft">median</span> <b>${value("median")}</b>${said("median")}</span>
    ${
      showsMean(metric)
        ? html`<span><span class="soft">mean</span> <b>${value("mean")}</b>${said("mean")}</span>`
        : nothing
    }
    ${
      series.at("q05", g) === series.at("q95", g)
        ? nothing
        : html`<span><span class="soft">5–95 %</span> ${value("q05")} … ${value("q95")}</span>`
    }
    ${
      compared?.[g] === undefined
        ? nothing
        : html`<span
            ><span class="soft">the other</span> ${formatShort(compared[g])}<span class="soft"
              >, difference</span
            >
            ${formatShort(series.at(leadOf(metric), g) - compared[g])}</span
          >`
    }`;
}

/** The same for those who hear it. */
export function readoutInWords(
  { unit }: MetricEntry,
  series: Series,
  g: number,
  compared: ArrayLike<number> | null = null,
): string {
  const [median, low, high] = (["median", "q05", "q95"] as const).map((statistic) =>
    formatNumber(series.at(statistic, g)),
  );
  const other = compared?.[g] === undefined ? "" : `, the other ${formatNumber(compared[g])}`;
  return `generation ${g}: median ${median} ${unit}, 5 to 95 percent ${low} to ${high}${other}`;
}

/** What the lines are, and what the letters in the formulas mean. */
export function legend(metric: MetricEntry, compared = "") {
  const { theory } = metric;
  const lead = leadOf(metric);
  const letters = lettersOf(theory.map(({ title }) => title));
  return html`<div class="legend small soft" aria-hidden="true">
      <span><i class=${lead === "median" ? "median" : "median thin"}></i>median</span>
      <span><i class="band"></i>5–95 % of lineages</span>
      ${
        showsMean(metric)
          ? html`<span><i class=${lead === "mean" ? "mean lead" : "mean"}></i>mean</span>`
          : nothing
      }
      ${theory.map(
        ({ title, source, statistic }) =>
          html`<span title=${source}
            ><i class="theory ${statistic}"></i>theory of the ${statistic}: ${title}</span
          >`,
      )}
      ${compared === "" ? nothing : html`<span><i class="compared"></i>${lead} of “${compared}”</span>`}
    </div>
    ${
      letters === ""
        ? nothing
        : html`<details class="letters small soft">
            <summary>What the letters mean</summary>
            <p>${letters}</p>
          </details>`
    }`;
}
