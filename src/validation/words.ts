import type { Experiment } from "../experiments/experiment.ts";
import type { Check } from "./check.ts";
import { meanOf } from "./estimates.ts";
import type { Lab } from "./lab.ts";

/** Lineages, texts, tokens of a text, and generations. */
const [L, N, T, GENERATIONS] = [400, 5, 12, 25];
const M = N * T;

const words: Experiment = {
  name: "words-drift",
  dataset: { name: "grammar", config: { length: T, heldOut: 1 } },
  family: { name: "ngram", config: { order: 1, smoothing: "add-k", k: 0 } },
  interventions: [],
  metrics: [{ name: "distinct-1" }],
  lineages: L,
  generations: GENERATIONS,
  samples: N,
  seed: 8,
};

/** By lineage: the chance that two tokens, drawn with replacement, are different. */
function heterozygosity(tokens: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: L }, (_, l) => {
    const counts = new Map<number, number>();
    for (let i = l * M; i < (l + 1) * M; i++) {
      counts.set(tokens[i], (counts.get(tokens[i]) ?? 0) + 1);
    }
    return 1 - [...counts.values()].reduce((sum, count) => sum + (count / M) ** 2, 0);
  });
}

/** Of what the first generation wrote, and of what the last one did. */
async function bothEnds(lab: Lab): Promise<readonly [Float64Array, Float64Array]> {
  const all: Float64Array[] = [];
  for await (const { record, checkpoint } of lab.generations(words)) {
    if (record.generation !== 0 && record.generation !== GENERATIONS - 1) continue;
    const { pool, tensors } = await checkpoint();
    all.push(heterozygosity(tensors[pool[0].values!].data));
  }
  return [all[0], all[1]];
}

const wordsDrift: Check = {
  name: "words-drift",
  row: null,
  title: `Order-1 n-grams, ${M} tokens, ${GENERATIONS - 1} fits: 1 − Σp² falls to (1 − 1/M)ⁿ of itself`,
  source: "Wright 1931, doi:10.1093/genetics/16.2.97",
  run: async (lab) => {
    const [before, after] = await bothEnds(lab);
    const factor = (1 - 1 / M) ** (GENERATIONS - 1);
    const initial = meanOf(before).measured;
    // Against what is expected of the very lineage: without the spread of the first texts.
    const left = after.map((value, l) => factor + (value - factor * before[l]) / initial);
    return { predicted: factor, ...meanOf(left) };
  },
};

export const wordChecks: readonly Check[] = [wordsDrift];
