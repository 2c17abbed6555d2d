import { type Tokenizer, ranked, spelled } from "./tokenizer.ts";

/** What stands for the words beyond the cut-off. */
export const UNKNOWN_WORD = "<unk>";

/**
 * The most frequent words of a text in the form of WikiText: words between single spaces, and the
 * end of a line is a word as well. White space of any other form becomes that.
 */
export function wordTokenizer(text: string, vocabulary: number): Tokenizer {
  const counts = new Map<string, number>();
  for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  counts.delete("\n");
  counts.delete(UNKNOWN_WORD);
  const kept = ["\n", UNKNOWN_WORD, ...ranked(counts)].slice(0, vocabulary);
  const tokens = new Map(kept.map((word, token) => [word, token]));
  const unknown = tokens.get(UNKNOWN_WORD)!;
  return {
    pieces: spelled(kept),
    glue: " ",
    start: 0,
    unknown,
    encode(other) {
      const encoded: number[] = [];
      for (const word of words(other)) encoded.push(tokens.get(word) ?? unknown);
      return Uint32Array.from(encoded);
    },
  };
}

/** Only the white space of typewriters parts words: a no-break space belongs to one. */
function* words(text: string): Generator<string> {
  for (const [word] of text.matchAll(/\n|[^ \t\n\v\f\r]+/g)) yield word;
}
