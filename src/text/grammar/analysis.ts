import { LU, Matrix } from "ml-matrix";
import type { Grammar } from "../../grammar.ts";

/** What follows from a grammar exactly. A sentence is ended by one token that no rule makes. */
export interface GrammarAnalysis {
  /** By symbol: how often a sentence uses it. */
  readonly symbols: Float64Array;
  /** By token: how often a sentence has it, without the token at its end. */
  readonly tokens: Float64Array;
  /** Tokens of a sentence, with that at its end. */
  readonly length: number;
  /** Nats of a sentence. */
  readonly entropy: number;
  /** Nats of a token in the long run, where every sentence can be read in one way only. */
  readonly entropyRate: number;
  /** Probabilities that can be chosen freely. */
  readonly freeParameters: number;
}

/**
 * Expected counts solve e = start + Mᵀ e, where M[A, B] is how often A makes B in one step; the
 * entropy of a sentence is the sum of e[A] · H(rules of A).
 *
 * Booth & Thompson 1973, doi:10.1109/T-C.1973.223746; Soule 1974, Entropies of probabilistic
 * grammars, Information and Control 25, 57-74.
 */
export function analyzeGrammar(grammar: Grammar, vocabulary: number): GrammarAnalysis {
  const S = grammar.symbols.length;
  const system = Matrix.eye(S, S);
  for (const [a, { rules }] of grammar.symbols.entries()) {
    for (const { probability, parts } of rules) {
      for (const part of parts) {
        if (!("symbol" in part)) continue;
        system.set(part.symbol, a, system.get(part.symbol, a) - probability);
      }
    }
  }
  const start = Matrix.zeros(S, 1);
  start.set(grammar.start, 0, 1);
  const symbols = Float64Array.from(new LU(system).solve(start).to1DArray());
  const tokens = new Float64Array(vocabulary);
  let [entropy, freeParameters] = [0, 0];
  for (const [a, { rules }] of grammar.symbols.entries()) {
    let possible = 0;
    for (const { probability, parts } of rules) {
      if (probability === 0) continue;
      possible++;
      entropy -= symbols[a] * probability * Math.log(probability);
      for (const part of parts) {
        if ("token" in part) tokens[part.token] += symbols[a] * probability;
      }
    }
    freeParameters += Math.max(0, possible - 1);
  }
  const length = 1 + tokens.reduce((sum, count) => sum + count, 0);
  return { symbols, tokens, length, entropy, entropyRate: entropy / length, freeParameters };
}

/**
 * Nats per sentence by which q differs from p, KL(q || p) = Σ_A E_q[#A] · KL(rules of A in q || in
 * p), for grammars that differ in their probabilities only and read every sentence in one way.
 */
export function grammarDivergence(q: Grammar, p: Grammar, vocabulary: number): number {
  const { symbols } = analyzeGrammar(q, vocabulary);
  let divergence = 0;
  for (const [a, { rules }] of q.symbols.entries()) {
    for (const [r, { probability }] of rules.entries()) {
      if (probability === 0 || symbols[a] === 0) continue;
      const other = p.symbols[a].rules[r].probability;
      divergence += symbols[a] * probability * Math.log(probability / other);
    }
  }
  return divergence;
}

/** By symbol and rule: how often it was used. */
export type RuleCounts = readonly Float64Array[];

export function noCounts({ symbols }: Grammar): RuleCounts {
  return symbols.map(({ rules }) => new Float64Array(rules.length));
}

/** The most likely probabilities of the rules; those of a symbol that was never used stay. */
export function refitGrammar(grammar: Grammar, counts: RuleCounts): Grammar {
  return {
    start: grammar.start,
    symbols: grammar.symbols.map((symbol, a) => {
      const total = counts[a].reduce((sum, count) => sum + count, 0);
      if (total === 0) return symbol;
      const rules = symbol.rules.map((rule, r) => ({ ...rule, probability: counts[a][r] / total }));
      return { ...symbol, rules };
    }),
  };
}
