import type { Context } from "../context.ts";
import type { RealFacts, TokenFacts } from "../distribution.ts";
import type { Grammar } from "../grammar.ts";
import type { Segment } from "../samples.ts";
import { type RuleCounts, noCounts } from "../text/grammar/analysis.ts";
import { GrammarParser } from "../text/grammar/parse.ts";
import { wholeSentences } from "../text/grammar/sentences.ts";
import { type Texts, textsOf } from "./texts.ts";

/** What a grammar finds in the texts of one lineage, every sentence by its weight. */
export interface Readings {
  /** Of all whole sentences. */
  readonly sentences: number;
  /** Of those that the grammar can make. */
  readonly grammatical: number;
  /** What rules those use. */
  readonly counts: RuleCounts;
}

/** Facts with a grammar. */
export type GrammarFacts = TokenFacts & { readonly grammar: Grammar };

export function hasGrammar(facts: RealFacts): facts is GrammarFacts {
  return facts.kind === "tokens" && facts.grammar !== null;
}

/** Why a metric that asks the grammar cannot be measured; null where it can. */
export function refusesWithoutGrammar(facts: RealFacts): string | null {
  return hasGrammar(facts) ? null : 'needs a source whose grammar is known, such as "grammar"';
}

const parsers = new WeakMap<Grammar, GrammarParser>();

/** By lineage; read once for all metrics. */
export function readingsOf(
  context: Context,
  segment: Segment,
  facts: GrammarFacts,
): Promise<readonly Readings[]> {
  return context.derive(segment, "readings", null, async () => {
    const { grammar, start } = facts;
    const parser = parsers.get(grammar) ?? new GrammarParser(grammar);
    parsers.set(grammar, parser);
    return (await textsOf(context, segment)).map((texts) => read(parser, texts, start));
  });
}

function read(parser: GrammarParser, { tokens, T }: Texts, end: number): Readings {
  const counts = noCounts(parser.grammar);
  let [sentences, grammatical] = [0, 0];
  for (const { tokens: sentence, weight } of wholeSentences(tokens, T, end)) {
    sentences += weight;
    const parse = parser.parse(sentence);
    if (parse === null) continue;
    grammatical += weight;
    parse.count(counts, weight);
  }
  return { sentences, grammatical, counts };
}
