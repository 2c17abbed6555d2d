import type { TokenFacts } from "../distribution.ts";
import { PHRASE, repeated, shareRepeated } from "../phrases.ts";
import type { Exhibit } from "../record.ts";
import { decodeTokens, inLine, tokenTexts } from "../token-text.ts";
import { escaped } from "./escaped.ts";

type Texts = Extract<Exhibit, { kind: "tokens" }>;
type Facts = Pick<TokenFacts, "pieces" | "glue" | "start">;

/** Texts that are followed through the generations. */
const MOST_TEXTS = 4;

/** What some generations wrote in the same place, after the same prompt if there was one. */
export function textsThrough(
  facts: Facts,
  shown: readonly (readonly [generation: number, exhibit: Texts])[],
  isPrompted: boolean,
): string {
  const [first] = shown;
  if (first === undefined) return "";
  const [, { tokens, original = [] }] = first;
  const lists = tokens.slice(0, MOST_TEXTS).map((_, i) => {
    const real = original[i];
    const rows = shown.flatMap(([g, exhibit]) => {
      const text = exhibit.tokens[i];
      return text === undefined ? [] : [row(`generation ${g}`, facts, text)];
    });
    return `<ol class="texts">${real === undefined ? "" : beginning(facts, real, isPrompted)}${rows.join("")}</ol>`;
  });
  return `<div class="passages">${lists.join("\n")}</div>
<p class="legend"><span><mark>underlined</mark> ${PHRASE} tokens or more that stand in the same text before</span> <span>⏎ end of a line</span></p>`;
}

function beginning(facts: Facts, real: readonly number[], isPrompted: boolean): string {
  if (!isPrompted) return row("a real text", facts, real);
  const text = escaped(inLine(decodeTokens(facts, real)));
  return `<li><span class="who">prompt, real</span><p class="text prompt">${text}</p></li>`;
}

function row(who: string, facts: Facts, tokens: readonly number[]): string {
  const share = Math.round(100 * shareRepeated(tokens));
  return `<li><span class="who">${who}</span><p class="text">${marked(facts, tokens)} <small>${share} % said before</small></p></li>`;
}

/** A text in HTML, one mark for each stretch that is repeated. */
function marked(facts: Facts, tokens: readonly number[]): string {
  const again = repeated(tokens);
  let [html, isOpen] = ["", false];
  for (const [t, text] of tokenTexts(facts, tokens).entries()) {
    if (again[t] !== isOpen) html += again[t] ? "<mark>" : "</mark>";
    isOpen = again[t];
    html += escaped(inLine(text));
  }
  return isOpen ? `${html}</mark>` : html;
}
