import { ConfigError } from "../../errors.ts";
import type { Grammar } from "../../grammar.ts";

/** Symbols that a sentence may hold open at once; the array of shaders/grammar/sample.wgsl. */
export const MOST_OPEN = 64;

/** A grammar as flat tables for a kernel. Rules and parts are numbered through all symbols. */
export interface GrammarTables {
  /** [S, 2]: first rule of each symbol, and the one after its last. */
  readonly symbols: Uint32Array<ArrayBuffer>;
  /** [G, 2]: first part of each rule, and the one after its last. */
  readonly rules: Uint32Array<ArrayBuffer>;
  /** [P]: twice a token, or twice a symbol and one. */
  readonly parts: Uint32Array<ArrayBuffer>;
  /** [G]: 2³² times the probability of the rules of its symbol up to this one, less one. */
  readonly thresholds: Uint32Array<ArrayBuffer>;
  /** Tokens of the longest sentence, with that at its end. */
  readonly longest: number;
}

export function grammarTables(grammar: Grammar): GrammarTables {
  const symbols: number[] = [];
  const rules: number[] = [];
  const parts: number[] = [];
  const thresholds: number[] = [];
  for (const symbol of grammar.symbols) {
    symbols.push(thresholds.length, thresholds.length + symbol.rules.length);
    const last = symbol.rules.findLastIndex(({ probability }) => probability > 0);
    let sum = 0;
    for (const [r, { probability, parts: own }] of symbol.rules.entries()) {
      rules.push(parts.length, parts.length + own.length);
      for (const part of own) parts.push("token" in part ? 2 * part.token : 2 * part.symbol + 1);
      sum += probability;
      thresholds.push(r >= last ? 2 ** 32 - 1 : Math.max(0, Math.ceil(sum * 2 ** 32) - 1));
    }
  }
  const { longest, open } = extremes(grammar);
  if (open > MOST_OPEN) {
    throw new ConfigError(
      "",
      `the grammar holds ${open} symbols open, and ${MOST_OPEN} are possible`,
    );
  }
  return {
    symbols: Uint32Array.from(symbols),
    rules: Uint32Array.from(rules),
    parts: Uint32Array.from(parts),
    thresholds: Uint32Array.from(thresholds),
    longest: longest + 1,
  };
}

/** Of a grammar without recursion: its longest sentence, and the most parts that wait at once. */
function extremes(grammar: Grammar): { longest: number; open: number } {
  const known = new Map<number, { longest: number; open: number } | null>();
  const of = (symbol: number): { longest: number; open: number } => {
    const before = known.get(symbol);
    if (before === null) {
      const { name } = grammar.symbols[symbol];
      throw new ConfigError("", `"${name}" leads to itself, and no sentence is the longest then`);
    }
    if (before !== undefined) return before;
    known.set(symbol, null);
    let [longest, open] = [0, 1];
    for (const { parts } of grammar.symbols[symbol].rules) {
      let length = 0;
      for (const [i, part] of parts.entries()) {
        const own = "token" in part ? { longest: 1, open: 1 } : of(part.symbol);
        length += own.longest;
        open = Math.max(open, own.open + parts.length - 1 - i);
      }
      longest = Math.max(longest, length);
    }
    const found = { longest, open };
    known.set(symbol, found);
    return found;
  };
  return of(grammar.start);
}
