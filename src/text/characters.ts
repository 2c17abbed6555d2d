import { type Tokenizer, ranked, spelled } from "./tokenizer.ts";

/** What stands for the characters beyond the cut-off. Spelled so in a text, it is itself. */
export const UNKNOWN_CHARACTER = "\ufffd";

/** The most frequent characters (code points) of a text, the end of a line always among them. */
export function characterTokenizer(text: string, vocabulary: number): Tokenizer {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  counts.delete("\n");
  counts.delete(UNKNOWN_CHARACTER);
  const characters = ["\n", UNKNOWN_CHARACTER, ...ranked(counts)].slice(0, vocabulary);
  const tokens = new Map(characters.map((character, token) => [character, token]));
  const unknown = tokens.get(UNKNOWN_CHARACTER)!;
  return {
    pieces: spelled(characters),
    glue: "",
    start: 0,
    unknown,
    encode: (other) =>
      Uint32Array.from(Array.from(other), (character) => tokens.get(character) ?? unknown),
  };
}
