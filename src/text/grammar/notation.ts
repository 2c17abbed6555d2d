import type { Grammar, GrammarRule, GrammarSymbol } from "../../grammar.ts";

/** A symbol's rules as weights and parts: words, and names of symbols in angle brackets. */
export type Notation = Readonly<
  Record<string, readonly (readonly [weight: number, parts: string])[]>
>;

const PART = /<([^>]+)>|\S+/g;

/**
 * A grammar in which the first symbol is the start. Weights become probabilities. Tokens are
 * numbered in the order of appearance, after `before`.
 */
export function grammarOf(
  notation: Notation,
  before: readonly string[],
  isDialect: (symbol: string) => boolean,
): { grammar: Grammar; words: readonly string[] } {
  const names = Object.keys(notation);
  const places = new Map(names.map((name, place) => [name, place]));
  const tokens = new Map(before.map((word, token) => [word, token]));
  const tokenOf = (word: string) => {
    const token = tokens.get(word) ?? tokens.size;
    tokens.set(word, token);
    return token;
  };
  const symbols = names.map((name): GrammarSymbol => {
    const total = notation[name].reduce((sum, [weight]) => sum + weight, 0);
    const rules = notation[name].map(([weight, text]): GrammarRule => ({
      probability: weight / total,
      parts: [...text.matchAll(PART)].map(([word, symbol]) =>
        symbol === undefined ? { token: tokenOf(word) } : { symbol: places.get(symbol)! },
      ),
    }));
    return { name, isDialect: isDialect(name), rules };
  });
  return { grammar: { start: 0, symbols }, words: [...tokens.keys()] };
}

/** Words whose frequency falls with their rank to the power of minus `exponent`. */
export function zipfian(words: readonly string[], exponent: number) {
  return words.map((word, rank) => [(rank + 1) ** -exponent, word] as const);
}
