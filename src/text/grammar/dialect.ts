import type { NamedGroup } from "../../distribution.ts";
import type { Grammar } from "../../grammar.ts";

/** By token: 1 where only the dialect has it, -1 where it has not, 0 for what ends a sentence. */
export function dialectMarks({ symbols }: Grammar, vocabulary: number): Int8Array {
  const marks = new Int8Array(vocabulary);
  for (const { isDialect, rules } of symbols) {
    for (const { parts } of rules) {
      for (const part of parts) {
        if (!("token" in part)) continue;
        marks[part.token] = isDialect && marks[part.token] !== -1 ? 1 : -1;
      }
    }
  }
  return marks;
}

/** The words that only the dialect has, and all others; what ends a sentence belongs to neither. */
export function languages(grammar: Grammar, vocabulary: number): readonly NamedGroup[] {
  const marks = dialectMarks(grammar, vocabulary);
  const marked = (mark: number) => [...marks.keys()].filter((token) => marks[token] === mark);
  return [
    { name: "standard", members: marked(-1) },
    { name: "dialect", members: marked(1) },
  ];
}
