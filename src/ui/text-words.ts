import { html } from "lit";
import type { TokenFacts } from "../distribution.ts";
import type { RunDescription } from "../hosts/browser/protocol.ts";
import { repeated, shareRepeated } from "../phrases.ts";
import { inLine, tokenTexts } from "../token-text.ts";

/** Shades of probability that can be told apart. */
const SHADES = 5;

/** A text of a generation, or a real one. */
export interface ShownText {
  readonly tokens: ArrayLike<number>;
  /** Of each token, as its model saw it, in percent; null where nobody says. */
  readonly percents: ArrayLike<number> | null;
}

export interface Marking {
  readonly repeats: boolean;
  readonly probabilities: boolean;
}

/** A text with what is marked in it: one piece of the page for each token that has a number. */
export function markedText(facts: TokenFacts, { tokens, percents }: ShownText, marking: Marking) {
  const texts = tokenTexts(facts, tokens);
  const again = marking.repeats ? repeated(tokens) : [];
  const shows = marking.probabilities && percents !== null;
  const parts: { text: string; isAgain: boolean; percent: number | null }[] = [];
  for (const [t, text] of texts.entries()) {
    const isAgain = again[t] ?? false;
    // Nothing comes before the first token, so the model was not asked about it.
    const percent = shows && t > 0 ? percents[t] : null;
    const last = parts.at(-1);
    const joins = last?.isAgain === isAgain && last.percent === null && percent === null;
    if (joins) last.text += inLine(text);
    else parts.push({ text: inLine(text), isAgain, percent });
  }
  return parts.map(({ text, isAgain, percent }) => {
    if (percent === null && !isAgain) return text;
    const shade = percent === null ? "" : `p${Math.ceil((SHADES * percent) / 100)}`;
    const title = percent === null ? "" : `${percent} %`;
    return isAgain
      ? html`<mark class=${shade} title=${title}>${text}</mark>`
      : html`<span class=${shade} title=${title}>${text}</span>`;
  });
}

/** The marks in a sentence, for those who do not see them. */
export function markingInWords({ tokens, percents }: ShownText): string {
  const said = `${Math.round(100 * shareRepeated(tokens))} % said before`;
  if (percents === null || tokens.length < 2) return said;
  const sorted = Array.from(percents)
    .slice(1)
    .sort((a, b) => a - b);
  return `${said}, median probability ${sorted[sorted.length >> 1]} %`;
}

/** Block `i` of the real texts that the page was given; null beyond them. */
export function realBlock({ blocks, heldOut, length }: TokenFacts, i: number): Uint32Array | null {
  const block = (blocks ?? heldOut).subarray(i * length, (i + 1) * length);
  return block.length === length ? block : null;
}

/** Whether every text goes on where an original one ends, and whether the next one follows it. */
export function promptsOf({ experiment, real }: RunDescription) {
  const family = experiment["family"] as { readonly config?: Readonly<Record<string, unknown>> };
  const dataset = experiment["dataset"] as typeof family;
  const isFile = real.kind === "tokens" && real.blocks !== null;
  return {
    isPrompted: family.config?.["prompt"] === "original",
    isInOrder: isFile && dataset.config?.["order"] === "file",
  };
}
