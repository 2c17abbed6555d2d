import { type ConfigOf, choice, flag, integer, number } from "../config.ts";
import type { Strategy } from "./strategy.ts";

/** Of families that write texts. */
export const forbidUnknown = flag({
  default: false,
  help: "Whether what stands for unknown words or characters is never written, where there is such a token.",
});

/** What every family that writes texts token by token may be told. */
export const decodingSettings = {
  decoding: choice({
    default: "beam",
    byMember: true,
    options: ["beam", "greedy", "sample"],
    help: "The likeliest of several texts kept side by side, the likeliest token each time, or a drawn one.",
  }),
  beams: integer({
    default: 5,
    min: 1,
    max: 64,
    help: "How many texts beam search keeps side by side.",
  }),
  forbidUnknown,
  prompt: choice({
    default: "original",
    options: ["original", "none"],
    help: "Whether each text continues a text of the original data, or begins with nothing.",
  }),
  temperature: number({
    default: 1,
    min: 0.05,
    max: 20,
    varies: true,
    help: "When tokens are drawn: below 1 the model prefers the frequent, above 1 the rare.",
  }),
  topK: number({
    default: null,
    off: 0,
    min: 1,
    max: 1_000_000,
    unit: "tokens",
    varies: true,
    help: "When tokens are drawn: only so many of the likeliest.",
  }),
  topP: number({
    default: null,
    off: 1,
    min: 0.01,
    max: 1,
    varies: true,
    help: "When tokens are drawn: only the likeliest that together reach this probability.",
  }),
  repetitionPenalty: number({
    default: 1,
    min: 0.1,
    max: 10,
    varies: true,
    help: "Above 1, tokens that the text or its prompt has already are less likely.",
  }),
  noRepeatNgram: integer({
    default: 0,
    min: 0,
    max: 64,
    unit: "tokens",
    help: "So many tokens in a row never occur twice in a text and its prompt; 0 for no such rule.",
  }),
  lengthPenalty: number({
    default: 1,
    min: -10,
    max: 10,
    varies: true,
    help: "Beam search compares sums of log-probabilities divided by length to this power.",
  }),
} as const;

export type DecodingConfig = ConfigOf<typeof decodingSettings>;

/** How the tokens of some lineages are chosen. */
export interface Told {
  /** Their places among all, in order. */
  readonly lineages: readonly number[];
  /** Its vectors are over these lineages. */
  readonly strategy: Strategy;
}

/** The strategies that a configuration describes, each with the lineages that it is for. */
export function strategiesFrom(config: DecodingConfig): Told[] {
  const { decoding, beams, noRepeatNgram } = config;
  return [...new Set(decoding)].map((kind) => {
    const lineages = Array.from(decoding.keys()).filter((l) => decoding[l] === kind);
    const isAll = lineages.length === decoding.length;
    const own = (all: Float64Array) => (isAll ? all : Float64Array.from(lineages, (l) => all[l]));
    const strategy = {
      kind,
      beams: kind === "beam" ? beams : 1,
      noRepeatNgram,
      temperature: own(config.temperature),
      topK: own(config.topK),
      topP: own(config.topP),
      repetitionPenalty: own(config.repetitionPenalty),
      lengthPenalty: own(config.lengthPenalty),
    };
    return { lineages, strategy };
  });
}
