import { expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { cpu } from "../support/backends.ts";

const [L, N, T, GENERATIONS] = [200, 5, 12, 30];
const M = N * T;

const experiment: Experiment = {
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

test("words that know nothing of each other drift: heterozygosity falls by 1 - 1/M each time", async () => {
  const resolved = await resolveExperiment(experiment, () => Promise.reject(new Error("none")));
  const all: Float64Array[] = [];
  for await (const { checkpoint } of generationsOf(resolved, { backend: cpu })) {
    const { pool, tensors } = await checkpoint();
    all.push(heterozygosity(tensors[pool[0].values!].data));
  }
  const factor = (1 - 1 / M) ** (GENERATIONS - 1);
  // What is left beside what is expected of the very lineage: without the spread of the first texts.
  const errors = all.at(-1)!.map((left, l) => left - factor * all[0][l]);
  const mean = errors.reduce((sum, x) => sum + x, 0) / L;
  const standardError = Math.sqrt(errors.reduce((sum, x) => sum + (x - mean) ** 2, 0) / L / L);
  expect(standardError).toBeLessThan(0.01);
  expect(factor).toBeLessThan(0.7);
  expect(Math.abs(mean)).toBeLessThan(4 * standardError);
});
