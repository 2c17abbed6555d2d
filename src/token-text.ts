import type { TokenFacts } from "./distribution.ts";

/** What tokens say: their bytes, `glue` between them, read as UTF-8. Torn characters become �. */
export function decodeTokens(
  { pieces, glue }: Pick<TokenFacts, "pieces" | "glue">,
  tokens: ArrayLike<number>,
): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(tokenBytes({ pieces, glue }, tokens));
}

/** The bytes of a text. Tokens beyond the vocabulary have none. */
export function tokenBytes(
  { pieces, glue }: Pick<TokenFacts, "pieces" | "glue">,
  tokens: ArrayLike<number>,
): Uint8Array {
  let size = glue.length * Math.max(0, tokens.length - 1);
  for (let t = 0; t < tokens.length; t++) size += pieces[tokens[t]]?.length ?? 0;
  // Whatever no piece covers is a space of the glue.
  const bytes = new Uint8Array(size).fill(0x20);
  let at = 0;
  for (let t = 0; t < tokens.length; t++) {
    if (t > 0) at += glue.length;
    const piece = pieces[tokens[t]];
    if (piece === undefined) continue;
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

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
