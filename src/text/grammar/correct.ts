import type { Grammar } from "../../grammar.ts";
import { GrammarParser } from "./parse.ts";
import { wholeSentences } from "./sentences.ts";

const parsers = new WeakMap<Grammar, GrammarParser>();

/**
 * [N]: 1 for each text of `T` tokens whose whole sentences are all such as the grammar makes, 0 for
 * others, and for a text without a whole sentence.
 */
export function correctTexts(
  grammar: Grammar,
  texts: Uint32Array,
  { T, end }: { readonly T: number; readonly end: number },
): Float32Array<ArrayBuffer> {
  const parser = parsers.get(grammar) ?? new GrammarParser(grammar);
  parsers.set(grammar, parser);
  return Float32Array.from({ length: texts.length / T }, (_, n) => {
    const sentences = wholeSentences(texts.subarray(n * T, (n + 1) * T), T, end);
    const isCorrect = sentences.every(({ tokens }) => parser.parse(tokens) !== null);
    return Number(isCorrect && sentences.length > 0);
  });
}
