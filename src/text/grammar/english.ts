import type { Grammar } from "../../grammar.ts";
import { type Notation, grammarOf, zipfian } from "./notation.ts";
import * as words from "./words.ts";

/** What ends a sentence, and begins a text: the token with number 0. */
export const SENTENCE_END = ".\n";

const NUMBERS = ["singular", "plural"] as const;

/**
 * A small English of a town by the sea: verbs agree with their subjects, words are frequent or rare
 * by Zipf's law, and some constructions are rare. A minority of the sentences is in a dialect with
 * words and an order of its own; "yon" stands in each of them and in no other.
 *
 * Every sentence can be read in one way only: a place ("near the well") belongs to the noun before
 * it, or to a verb that has no object; there is one conjunction at most.
 */
export function english({
  dialectShare,
  exponent,
}: {
  /** Of the sentences. */
  readonly dialectShare: number;
  readonly exponent: number;
}): { readonly grammar: Grammar; readonly words: readonly string[] } {
  const ranks = (list: readonly string[]) => zipfian(list, exponent);
  const side = (pairs: readonly words.Pair[], plural: number) =>
    ranks(pairs.map((pair) => pair[plural]));
  const notation: Notation = {
    sentence: [
      [1 - dialectShare, "<standard>"],
      [dialectShare, "<dialect>"],
    ],
    standard: [
      [0.62, "<clause>"],
      [0.12, "<clause> and <clause>"],
      [0.08, "<clause> because <clause>"],
      [0.05, "when <clause> , <clause>"],
      [0.07, "<report>"],
      [0.05, "<presence>"],
      [0.01, "<wish>"],
    ],
    clause: [
      [0.6, "<clause singular>"],
      [0.4, "<clause plural>"],
    ],
    report: [
      [0.7, "<subject singular> <saying singular> that <clause>"],
      [0.3, "<subject plural> <saying plural> that <clause>"],
    ],
    presence: [
      [0.6, "there is <thing singular> <place>"],
      [0.4, "there are <thing plural> <place>"],
    ],
    wish: [[1, "if only <clause>"]],
    place: [
      [0.7, "<preposition> <thing singular>"],
      [0.3, "<preposition> <thing plural>"],
    ],
    preposition: ranks(words.places),
    quality: ranks(words.qualities),
    manner: ranks(words.manners),
    name: ranks(words.names),
    ...Object.fromEntries(NUMBERS.flatMap((number, i) => Object.entries(standard(number, i)))),
    dialect: [
      [0.7, "<dialect clause>"],
      [0.2, "<dialect clause> an <dialect clause>"],
      [0.1, "och <dialect clause>"],
    ],
    "dialect clause": [
      [0.6, "<dialect clause singular>"],
      [0.4, "<dialect clause plural>"],
    ],
    "dialect quality": ranks(words.dialectQualities),
    ...Object.fromEntries(NUMBERS.flatMap((number, i) => Object.entries(dialect(number, i)))),
  };
  return grammarOf(notation, [SENTENCE_END], (symbol) => symbol.startsWith("dialect"));

  function standard(n: (typeof NUMBERS)[number], i: number): Notation {
    return {
      [`clause ${n}`]: [
        [0.42, `<subject ${n}> <act ${n}>`],
        [0.5, `<subject ${n}> <act on ${n}> <object>`],
        [0.06, `<subject ${n}> <negation ${n}> <act plural>`],
        [0.02, `<subject ${n}> <negation ${n}> <act on plural> <object>`],
      ],
      [`subject ${n}`]:
        n === "singular"
          ? [
              [0.15, "<name>"],
              [0.65, "<person singular>"],
              [0.1, "<person singular> <place>"],
              [0.1, "<person singular> who <relative singular>"],
            ]
          : [
              [0.7, "<person plural>"],
              [0.1, "<person plural> <place>"],
              [0.1, "<person plural> who <relative plural>"],
              [0.1, "both <person singular> and <person singular>"],
            ],
      [`relative ${n}`]: [
        [0.4, `<doing ${n}>`],
        [0.6, `<doing to ${n}> <thing ${n}>`],
      ],
      [`act ${n}`]: [
        [0.5, `<doing ${n}>`],
        [0.25, `<doing ${n}> <manner>`],
        [0.25, `<doing ${n}> <place>`],
      ],
      [`act on ${n}`]: [[1, `<doing to ${n}>`]],
      [`negation ${n}`]: [[1, i === 0 ? "does not" : "do not"]],
      [`person ${n}`]: [
        [0.75, `<determiner ${n}> <person noun ${n}>`],
        [0.22, `<determiner ${n}> <quality> <person noun ${n}>`],
        [0.03, `<determiner ${n}> <quality> , <quality> <person noun ${n}>`],
      ],
      [`thing ${n}`]: [
        [0.7, `<determiner ${n}> <thing noun ${n}>`],
        [0.3, `<determiner ${n}> <quality> <thing noun ${n}>`],
      ],
      [`determiner ${n}`]: ranks(i === 0 ? words.oneOf : words.severalOf),
      [`person noun ${n}`]: side(words.people, i),
      [`thing noun ${n}`]: side(words.things, i),
      [`doing ${n}`]: side(words.doing, i),
      [`doing to ${n}`]: side(words.doingTo, i),
      [`saying ${n}`]: side(words.saying, i),
      ...(i === 0 ? { object: OBJECTS } : {}),
    };
  }

  function dialect(n: (typeof NUMBERS)[number], i: number): Notation {
    return {
      [`dialect clause ${n}`]: [
        [0.5, `<dialect person ${n}> <dialect doing ${n}>`],
        [0.35, `<dialect person ${n}> <dialect thing> <dialect doing to ${n}>`],
        [0.15, `<dialect person ${n}> nae <dialect doing ${n}>`],
      ],
      [`dialect person ${n}`]: [
        [0.7, `yon <dialect noun ${n}>`],
        [0.3, `yon <dialect quality> <dialect noun ${n}>`],
      ],
      [`dialect noun ${n}`]: side(words.dialectNouns, i),
      [`dialect doing ${n}`]: side(words.dialectDoing, i),
      [`dialect doing to ${n}`]: side(words.dialectDoingTo, i),
      ...(i === 0 ? { "dialect thing": DIALECT_THINGS } : {}),
    };
  }
}

const OBJECTS = [
  [0.45, "<thing singular>"],
  [0.25, "<thing plural>"],
  [0.1, "<thing singular> <place>"],
  [0.1, "<person singular>"],
  [0.06, "<person plural>"],
  [0.04, "<name>"],
] as const;

/** Before the verb, as nowhere else; shared with the standard language. */
const DIALECT_THINGS = [
  [0.6, "t' <thing noun singular>"],
  [0.4, "t' <thing noun plural>"],
] as const;
