import type { Profile } from "../profile/profile.ts";
import { CRITERION, VERDICTS, agreementInWords } from "../profile/verdicts.ts";
import { escaped } from "./escaped.ts";
import { rounded } from "./numbers.ts";

/** Every definition of collapse beside the others; nothing where none of them was measured. */
export function profileSection(
  { findings, disagrees }: Profile,
  titleOf: (metric: string) => string,
): string {
  if (findings.every(({ evidence }) => evidence === null)) return "";
  const rows = findings.map(({ definition, verdict, evidence }) => {
    const { title, meaning, measures } = definition;
    const head = `<th scope="row">${escaped(title)}<br><small>${escaped(meaning)}</small></th>`;
    const word = `<td class="verdict ${verdict.replace(" ", "-")}">${VERDICTS[verdict]}</td>`;
    if (evidence === null) {
      const names = measures.map(({ metric }) => metric).join(", ");
      return `<tr>${head}<td colspan="2"><small>${escaped(names)}</small></td>${word}</tr>`;
    }
    const { metric, first, last, standardError } = evidence;
    const error = Number.isNaN(standardError) ? "" : ` ± ${rounded(standardError)}`;
    const change = last === first ? 0 : last - first;
    return `<tr>${head}<td>${escaped(titleOf(metric))}</td><td>${rounded(first)} → ${rounded(last)}<br><small>change ${rounded(change)}${error}</small></td>${word}</tr>`;
  });
  return `<section aria-label="Collapse profile">
<h2>Collapse, by eight definitions</h2>
<p>${agreementInWords(disagrees)} ${CRITERION} After Schaeffer et al. 2025, arXiv:2503.03150.</p>
<div class="table"><table class="profile">
<thead><tr><th scope="col">Definition</th><th scope="col">Measured by</th><th scope="col">Change</th><th scope="col">Verdict</th></tr></thead>
<tbody>${rows.join("")}</tbody>
</table></div>
</section>`;
}
