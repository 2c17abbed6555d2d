import type { TokenFacts } from "../distribution.ts";

/** What the end of a line looks like inside a text that goes on in the same line. */
const LINE_END = "⏎";

/**
 * What each token adds to a text, in order: together they are the text, read as UTF-8, with torn
 * characters as �. The glue before a token belongs to it; a character that several tokens make up
 * belongs to the last of them.
 */
export function tokenTexts(
  { pieces, glue }: Pick<TokenFacts, "pieces" | "glue">,
  tokens: ArrayLike<number>,
): string[] {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const space = new TextEncoder().encode(glue);
  const texts = Array.from(tokens, (token, t) => {
    const before = t === 0 ? "" : decoder.decode(space, { stream: true });
    return before + decoder.decode(pieces[token] ?? new Uint8Array(), { stream: true });
  });
  const rest = decoder.decode();
  if (texts.length > 0) texts[texts.length - 1] += rest;
  return texts;
}

/** A text on as few lines as the window has room for: its own line ends become signs. */
export function inLine(text: string): string {
  return text.replaceAll(/\r?\n/g, LINE_END);
}
