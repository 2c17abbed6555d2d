import type { Profile, Verdict } from "../profile/profile.ts";
import { escaped } from "./escaped.ts";
import { rounded } from "./numbers.ts";

const WORDS: Readonly<Record<Verdict, string>> = {
  collapse: "collapse",
  steady: "no change",
  unlike: "the other way",
  "not measured": "not measured",
};

/** Every definition of collapse beside the others; nothing where none of them was measured. */
export function profileSection(
  { findings, disagrees }: Profile,
  titleOf: (metric: string) => string,
): string {
  if (findings.every(({ evidence }) => evidence === null)) return "";
  const rows = findings.map(({ definition, verdict, evidence }) => {
    const { title, meaning, measures } = definition;
    const head = `<th scope="row">${escaped(title)}<br><small>${escaped(meaning)}</small></th>`;
    const word = `<td class="verdict ${verdict.replace(" ", "-")}">${WORDS[verdict]}</td>`;
    if (evidence === null) {
      const names = measures.map(({ metric }) => metric).join(", ");
      return `<tr>${head}<td colspan="2"><small>${escaped(names)}</small></td>${word}</tr>`;
    }
    const { metric, first, last, standardError } = evidence;
    const error = Number.isNaN(standardError) ? "" : ` ± ${rounded(standardError)}`;
    const change = last === first ? 0 : last - first;
    return `<tr>${head}<td>${escaped(titleOf(metric))}</td><td>${rounded(first)} → ${rounded(last)}<br><small>change ${rounded(change)}${error}</small></td>${word}</tr>`;
  });
  const agreement = disagrees
    ? "The definitions disagree about this run."
    : "The definitions that were measured agree about this run.";
  return `<section aria-label="Collapse profile">
<h2>Collapse, by eight definitions</h2>
<p>${agreement} From generation 0 to the last one, means over lineages; a change counts beyond 4 standard errors and 5 %. After Schaeffer et al. 2025, arXiv:2503.03150.</p>
<div class="table"><table class="profile">
<thead><tr><th scope="col">Definition</th><th scope="col">Measured by</th><th scope="col">Change</th><th scope="col">Verdict</th></tr></thead>
<tbody>${rows.join("")}</tbody>
</table></div>
</section>`;
}
