/** Cuts texts into tokens. Fitted on real data once, and fixed for a run. */
export interface Tokenizer {
  /** The bytes that each token stands for; as many as the vocabulary has tokens. */
  readonly pieces: readonly Uint8Array[];
  /** What stands between the pieces of two tokens. */
  readonly glue: "" | " ";
  /** The token that a text begins with where nothing comes before it. */
  readonly start: number;
  /** The token that stands for what the vocabulary lacks, where there is one. */
  readonly unknown?: number;
  encode(text: string): Uint32Array<ArrayBuffer>;
}

/** The pieces of tokens that are spelled as text. */
export function spelled(words: readonly string[]): Uint8Array[] {
  const encoder = new TextEncoder();
  return words.map((word) => encoder.encode(word));
}

/** What occurs most often first, ties in the order of appearance. */
export function ranked(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
}
