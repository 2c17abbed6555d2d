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
