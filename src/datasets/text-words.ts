import { file, flag, integer } from "../config.ts";
import { ConfigError } from "../errors.ts";
import { labelOf, readText } from "../text/read-text.ts";
import { builtInText } from "./built-in-text.ts";
import { defineDataset } from "./dataset.ts";
import { followed, groupsSetting } from "./followed.ts";
import { MOST_CATEGORIES, openCategories, realCategoryKernels } from "./real-categories.ts";

/** What the bucket of rare words is called. A word spelled like it belongs to it. */
export const OTHER = "<other>";

/** Different words that a text may have: more than any text has, and what a tab has memory for. */
const MOST_WORDS = 2 ** 21;

export const textWords = defineDataset({
  name: "text-words",
  title: "Words of a text",
  summary: "The words of a text as categories: a language model that knows nothing but frequency.",
  source: "this project",
  kind: "category",
  builtInText,
  settings: {
    file: file({
      accept: ".txt,.md,text/plain",
      help: "A text in UTF-8, read on this machine alone; without one, a built-in text. A word is what stands between spaces: “The”, “the” and “the.” are three.",
    }),
    maxCategories: integer({
      default: MOST_CATEGORIES,
      min: 2,
      max: MOST_CATEGORIES,
      help: "Keep at most so many categories, the most frequent words.",
    }),
    other: flag({
      default: true,
      help: `Whether the words beyond become one category, ${OTHER}; otherwise they are dropped.`,
    }),
    groups: groupsSetting,
  },
  kernels: realCategoryKernels,

  facts({ file, maxCategories, other, groups }) {
    const words = rankedWords(file === null ? builtInText : readText(file, "file"));
    if (words.length === 0) {
      throw new ConfigError("file", `${labelOf(file)} has no words, only white space`);
    }
    if (words.length > MOST_WORDS) {
      const message = `${labelOf(file)} has more than ${MOST_WORDS} different words; is it a text?`;
      throw new ConfigError("file", `${message} Cut it to a smaller part`);
    }
    const kept = limited(words, maxCategories, other);
    const names = kept.map(([word]) => word);
    return {
      kind: "category",
      counts: Uint32Array.from(kept, ([, count]) => count),
      total: kept.reduce((sum, [, count]) => sum + count, 0),
      names,
      ...followed(groups, names.length, names),
    };
  },
  open: openCategories,
});

type WordCount = readonly [word: string, count: number];

/**
 * The words of a text and how often each occurs, most frequent first, ties in the order in which
 * they appear. A word is a maximal run without white space, case and punctuation kept. Stops once
 * there are more than `MOST_WORDS` different ones.
 */
export function rankedWords(text: string): WordCount[] {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(/\P{White_Space}+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    if (counts.size > MOST_WORDS) break;
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** The most frequent words; the others as one last category, or dropped. */
function limited(words: readonly WordCount[], most: number, other: boolean): readonly WordCount[] {
  if (words.length <= most) return words;
  if (!other) return words.slice(0, most);
  const ranked = words.filter(([word]) => word !== OTHER);
  const kept = ranked.slice(0, most - 1);
  const sum = (list: readonly WordCount[]) => list.reduce((total, [, count]) => total + count, 0);
  return [...kept, [OTHER, sum(words) - sum(kept)]];
}
