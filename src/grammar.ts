/**
 * A probabilistic context-free grammar over tokens, as plain data. It is not recursive without end:
 * the expected number of tokens of every symbol is finite.
 */
export interface Grammar {
  /** Places in `symbols`: what every sentence begins with. */
  readonly start: number;
  readonly symbols: readonly GrammarSymbol[];
}

export interface GrammarSymbol {
  readonly name: string;
  /** Whether it belongs to the minority dialect. */
  readonly isDialect: boolean;
  readonly rules: readonly GrammarRule[];
}

export interface GrammarRule {
  /** Those of a symbol sum to 1. */
  readonly probability: number;
  /** In order: a token, or a symbol by its place. */
  readonly parts: readonly ({ readonly token: number } | { readonly symbol: number })[];
}
