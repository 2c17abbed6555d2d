import type { Grammar } from "../../grammar.ts";
import { type RuleCounts, noCounts } from "./analysis.ts";

/** The ways to read a part of a sentence from a symbol up to `end`. */
interface Reading {
  readonly end: number;
  /** Sum over all ways. */
  probability: number;
  ways: number;
  /** Of one of them. */
  readonly rule: number;
  readonly parts: Chain | null;
}

/** What was read of a rule, its last part first. */
interface Chain {
  readonly end: number;
  readonly probability: number;
  readonly ways: number;
  /** Null for a token. */
  readonly symbol: number | null;
  readonly reading: Reading | null;
  readonly before: Chain | null;
}

type Parts = Grammar["symbols"][number]["rules"][number]["parts"];

const UNREADABLE: readonly Reading[] = [];

/** How a sentence can be read. */
export interface Parse {
  /** Natural logarithm of the probability of the sentence, over all ways to read it. */
  readonly logProbability: number;
  readonly ways: number;
  /** Adds what the rules of one way are worth to `counts`. */
  count(counts: RuleCounts, weight: number): void;
}

/**
 * Reads sentences from the top down, each part of each sentence once. For any grammar in which no
 * symbol begins with itself and no rule is empty. A rule of probability 0 is never used.
 */
export class GrammarParser {
  readonly grammar: Grammar;
  /** By symbol: the rules that may begin with a token. */
  readonly #rulesFor: readonly ReadonlyMap<number, readonly number[]>[];

  constructor(grammar: Grammar) {
    this.grammar = grammar;
    this.#rulesFor = rulesByFirstToken(grammar);
  }

  /** Null where the grammar does not make the sentence. `tokens` end before the sentence's end. */
  parse(tokens: ArrayLike<number>): Parse | null {
    const known = new Map<number, readonly Reading[]>();
    const { start } = this.grammar;
    const whole = this.#read(start, 0, tokens, known).find(({ end }) => end === tokens.length);
    if (whole === undefined) return null;
    return {
      logProbability: Math.log(whole.probability),
      ways: whole.ways,
      count: (counts, weight) => {
        const open: (readonly [number, Reading])[] = [[start, whole]];
        for (let next = open.pop(); next !== undefined; next = open.pop()) {
          const [symbol, reading] = next;
          counts[symbol][reading.rule] += weight;
          for (let part = reading.parts; part !== null; part = part.before) {
            if (part.reading !== null) open.push([part.symbol!, part.reading]);
          }
        }
      },
    };
  }

  /** The probability that what a symbol makes begins with the tokens, of which there is one at least. */
  beginning(tokens: ArrayLike<number>, symbol = this.grammar.start): number {
    return this.#beginning(symbol, 0, tokens, new Map(), new Map());
  }

  /**
   * How often the tokens stand within what a symbol makes by this rule, on average, counting only
   * where they reach from the part `i`, which has the first `shared` of them, into later ones.
   */
  across(
    symbol: number,
    rule: number,
    i: number,
    shared: number,
    tokens: ArrayLike<number>,
  ): number {
    const { parts } = this.grammar.symbols[symbol].rules[rule];
    return this.#cover(parts, i + 1, shared, tokens, new Map(), new Map());
  }

  #beginning(
    symbol: number,
    at: number,
    tokens: ArrayLike<number>,
    readings: Map<number, readonly Reading[]>,
    beginnings: Map<number, number>,
  ): number {
    const key = at * this.grammar.symbols.length + symbol;
    const before = beginnings.get(key);
    if (before !== undefined) return before;
    let sum = 0;
    for (const rule of this.#rulesFor[symbol].get(tokens[at]) ?? []) {
      const { probability, parts } = this.grammar.symbols[symbol].rules[rule];
      sum += probability * this.#cover(parts, 0, at, tokens, readings, beginnings);
    }
    beginnings.set(key, sum);
    return sum;
  }

  /** The probability that what the parts from the k-th on make begins with the tokens from `at` on. */
  #cover(
    parts: Parts,
    k: number,
    at: number,
    tokens: ArrayLike<number>,
    readings: Map<number, readonly Reading[]>,
    beginnings: Map<number, number>,
  ): number {
    if (at === tokens.length) return 1;
    if (k === parts.length) return 0;
    const part = parts[k];
    if ("token" in part) {
      if (tokens[at] !== part.token) return 0;
      return this.#cover(parts, k + 1, at + 1, tokens, readings, beginnings);
    }
    // Either this part goes on to the end of the tokens, or it is over before.
    let sum = this.#beginning(part.symbol, at, tokens, readings, beginnings);
    for (const { end, probability } of this.#read(part.symbol, at, tokens, readings)) {
      if (end === tokens.length) continue;
      sum += probability * this.#cover(parts, k + 1, end, tokens, readings, beginnings);
    }
    return sum;
  }

  /** Every end that a symbol can reach from `at`. */
  #read(
    symbol: number,
    at: number,
    tokens: ArrayLike<number>,
    known: Map<number, readonly Reading[]>,
  ): readonly Reading[] {
    const rules = this.#rulesFor[symbol].get(tokens[at]);
    if (rules === undefined) return UNREADABLE;
    const key = at * this.grammar.symbols.length + symbol;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found: Reading[] = [];
    for (const rule of rules) {
      const { probability, parts } = this.grammar.symbols[symbol].rules[rule];
      if (parts.length === 1 && "token" in parts[0]) {
        add(found, { end: at + 1, probability, ways: 1, rule, parts: null });
        continue;
      }
      for (const chain of this.#follow(parts, at, probability, tokens, known)) {
        const { end, probability, ways } = chain;
        add(found, { end, probability, ways, rule, parts: chain });
      }
    }
    known.set(key, found);
    return found;
  }

  /** Every way to go on from `at` through all parts of a rule. */
  #follow(
    parts: Parts,
    at: number,
    probability: number,
    tokens: ArrayLike<number>,
    known: Map<number, readonly Reading[]>,
  ): readonly Chain[] {
    let chains: Chain[] = [
      { end: at, probability, ways: 1, symbol: null, reading: null, before: null },
    ];
    for (const part of parts) {
      const next: Chain[] = [];
      for (const before of chains) {
        const { end, probability, ways } = before;
        if ("token" in part) {
          if (tokens[end] !== part.token) continue;
          next.push({ end: end + 1, probability, ways, symbol: null, reading: null, before });
          continue;
        }
        const { symbol } = part;
        for (const reading of this.#read(symbol, end, tokens, known)) {
          next.push({
            end: reading.end,
            probability: probability * reading.probability,
            ways: ways * reading.ways,
            symbol,
            reading,
            before,
          });
        }
      }
      if (next.length === 0) return next;
      chains = next;
    }
    return chains;
  }
}

/** Ways to the same end are one reading. */
function add(found: Reading[], reading: Reading): void {
  for (const same of found) {
    if (same.end !== reading.end) continue;
    same.probability += reading.probability;
    same.ways += reading.ways;
    return;
  }
  found.push(reading);
}

function rulesByFirstToken({ symbols }: Grammar): ReadonlyMap<number, readonly number[]>[] {
  const firsts = symbols.map(() => new Set<number>());
  const firstsOf = (rule: Grammar["symbols"][number]["rules"][number]) => {
    const [part] = rule.parts;
    return "token" in part ? [part.token] : firsts[part.symbol];
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const [a, { rules }] of symbols.entries()) {
      const { size } = firsts[a];
      for (const rule of rules) for (const token of firstsOf(rule)) firsts[a].add(token);
      changed ||= firsts[a].size > size;
    }
  }
  return symbols.map(({ rules }) => {
    const byToken = new Map<number, number[]>();
    for (const [r, rule] of rules.entries()) {
      if (rule.probability === 0) continue;
      for (const token of firstsOf(rule)) byToken.set(token, [...(byToken.get(token) ?? []), r]);
    }
    return byToken;
  });
}

/** What rules all sentences together used, null where one of them cannot be read. */
export function countRules(
  parser: GrammarParser,
  sentences: readonly ArrayLike<number>[],
): RuleCounts | null {
  const counts = noCounts(parser.grammar);
  for (const sentence of sentences) {
    const parse = parser.parse(sentence);
    if (parse === null) return null;
    parse.count(counts, 1);
  }
  return counts;
}
