import type { Grammar } from "../../grammar.ts";
import { analyzeGrammar } from "./analysis.ts";
import { GrammarParser } from "./parse.ts";

/** The exact probability of windows out of the endless text of a grammar, which begin anywhere. */
export class WindowReader {
  readonly #forward: GrammarParser;
  readonly #backward: GrammarParser;
  readonly #end: number;
  /** By symbol: how often a sentence uses it. */
  readonly #uses: Float64Array;
  /** Tokens of a sentence, with that at its end. */
  readonly #length: number;

  constructor(grammar: Grammar, vocabulary: number, end: number) {
    this.#forward = new GrammarParser(grammar);
    this.#backward = new GrammarParser(reversed(grammar));
    this.#end = end;
    const { symbols, length } = analyzeGrammar(grammar, vocabulary);
    this.#uses = symbols;
    this.#length = length;
  }

  /** Natural logarithm. */
  logProbability(tokens: Uint32Array): number {
    const first = tokens.indexOf(this.#end);
    if (first === -1) return Math.log(this.#occurrences(tokens) / this.#length);
    // Every place of the text is as likely to be the first of a window.
    let sum = -Math.log(this.#length);
    if (first > 0)
      sum += Math.log(this.#backward.beginning(tokens.subarray(0, first).toReversed()));
    let begin = first + 1;
    for (let end = tokens.indexOf(this.#end, begin); end !== -1;) {
      sum += this.#forward.parse(tokens.subarray(begin, end))?.logProbability ?? -Infinity;
      begin = end + 1;
      end = tokens.indexOf(this.#end, begin);
    }
    if (begin < tokens.length) sum += Math.log(this.#forward.beginning(tokens.subarray(begin)));
    return sum;
  }

  /**
   * How often the tokens stand within a sentence, on average: each time there is one lowest symbol
   * that makes all of them, by a rule whose parts share them.
   */
  #occurrences(tokens: Uint32Array): number {
    const { symbols } = this.#forward.grammar;
    let sum = 0;
    const endings = new Map<number, Float64Array>();
    for (let shared = 1; shared < tokens.length; shared++) {
      const back = tokens.subarray(0, shared).toReversed();
      const of = Float64Array.from(symbols, (_, symbol) => this.#backward.beginning(back, symbol));
      endings.set(shared, of);
    }
    for (const [a, { rules }] of symbols.entries()) {
      for (const [r, { probability, parts }] of rules.entries()) {
        for (const [i, part] of parts.entries()) {
          for (const [shared, of] of endings) {
            const isWord = shared === 1 && "token" in part && part.token === tokens[0];
            const ending = "symbol" in part ? of[part.symbol] : Number(isWord);
            if (ending === 0 || i === parts.length - 1) continue;
            const rest = this.#forward.across(a, r, i, shared, tokens);
            sum += this.#uses[a] * probability * ending * rest;
          }
        }
      }
    }
    return sum;
  }
}

/** The grammar of the same sentences, read from their ends. */
function reversed(grammar: Grammar): Grammar {
  return {
    start: grammar.start,
    symbols: grammar.symbols.map((symbol) => ({
      ...symbol,
      rules: symbol.rules.map((rule) => ({ ...rule, parts: rule.parts.toReversed() })),
    })),
  };
}
