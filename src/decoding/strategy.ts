import { ConfigError } from "../errors.ts";

/**
 * How the next token is chosen, with the meaning that Hugging Face's `generate` gives these words for
 * texts of a fixed length. Vectors hold one number per lineage.
 */
export interface Strategy {
  /** The likeliest token, a drawn one, or the likeliest of several texts kept side by side. */
  readonly kind: "greedy" | "sample" | "beam";
  /** K, the texts kept side by side; 1 unless they are beams. */
  readonly beams: number;
  /** When sampling: logits are divided by it. */
  readonly temperature: Float64Array;
  /** When sampling: so many of the likeliest tokens remain, and what equals the last; 0 for all. */
  readonly topK: Float64Array;
  /**
   * When sampling: the likeliest tokens that reach this share of what remains, and what equals the
   * last, of which Hugging Face keeps some; 1 for all.
   */
  readonly topP: Float64Array;
  /** Tokens of the text lose by it, those of the prompt too: ×p where negative, else /p; 1 for none. */
  readonly repetitionPenalty: Float64Array;
  /** No n tokens in a row occur twice in a text with its prompt; 0 for no such rule. */
  readonly noRepeatNgram: number;
  /** Beams are compared by sum / length^penalty, which matters only between different lengths. */
  readonly lengthPenalty: Float64Array;
}

/** What is not told is left as it is: no penalty, no cut, temperature 1. */
export function strategyOf(
  lineages: number,
  told: Partial<Strategy> & Pick<Strategy, "kind">,
): Strategy {
  const all = (value: number) => new Float64Array(lineages).fill(value);
  const strategy: Strategy = {
    beams: 1,
    temperature: all(1),
    topK: all(0),
    topP: all(1),
    repetitionPenalty: all(1),
    noRepeatNgram: 0,
    lengthPenalty: all(1),
    ...told,
  };
  return strategy.kind === "beam" ? strategy : { ...strategy, beams: 1 };
}

/** Refuses what cannot be done with a vocabulary of that size. */
export function requireStrategy(strategy: Strategy, vocabulary: number): void {
  const { beams, temperature, topP, repetitionPenalty, noRepeatNgram } = strategy;
  if (!Number.isInteger(beams) || beams < 1 || beams > vocabulary) {
    const expected = `expected a whole number up to the vocabulary of ${vocabulary}, found ${beams}`;
    throw new ConfigError("$.family.config.beams", expected);
  }
  if (!Number.isInteger(noRepeatNgram) || noRepeatNgram < 0) {
    throw new ConfigError("", "the length of runs that may not repeat must be whole, 0 for any");
  }
  const positive = { temperature, topP, repetitionPenalty };
  for (const [name, values] of Object.entries(positive)) {
    if (values.every((value) => value > 0)) continue;
    throw new ConfigError("", `${name} must be above 0`);
  }
}

/** Whether a text has anything to do with its scores but by the model. */
export function hasPenalties({ repetitionPenalty, noRepeatNgram }: Strategy): boolean {
  return noRepeatNgram > 0 || repetitionPenalty.some((penalty) => penalty !== 1);
}
