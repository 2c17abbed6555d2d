import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { backends } from "../support/backends.ts";
import { sharedFile } from "../support/shared-data.ts";

const wikiText = sharedFile("wikitext-2/valid.txt");

const EXPERIMENT: Experiment = {
  name: "word-survival",
  dataset: { name: "text-words" },
  family: { name: "categorical" },
  interventions: [],
  metrics: [{ name: "survivors" }, { name: "lost-mass" }, { name: "heterozygosity" }],
  lineages: 32,
  generations: 8,
  samples: 5000,
  seed: 4,
};

/**
 * How many words live after `fits` generations of `samples` words each. A word starts with a Poisson
 * number of copies, each of them the root of a branching process with one child on average; s is the
 * chance that such a process has died out by then.
 */
function expectedSurvivors(p: readonly number[], samples: number, fits: number): number {
  let s = 0;
  for (let n = 1; n < fits; n++) s = Math.exp(s - 1);
  return p.reduce((sum, x) => sum + 1 - Math.exp(-samples * x * (1 - s)), 0);
}

async function expectSurvival(backend: Backend, experiment: Experiment, text: Uint8Array | null) {
  const resolved = await resolveExperiment(experiment, () => Promise.resolve(text!));
  if (resolved.facts.kind !== "category") throw new Error("words are categories");
  const { counts, total } = resolved.facts;
  const p = Array.from(counts, (count) => count / total);
  const M = experiment.samples;
  const diversity = 1 - p.reduce((sum, x) => sum + x * x, 0);

  for await (const { record } of generationsOf(resolved, { backend })) {
    const n = record.generation + 1;
    const survivors = estimate(record.metrics["survivors"]);
    const expected = expectedSurvivors(p, M, n);
    expect(survivors.standardError, `generation ${record.generation}`).toBeLessThan(
      0.02 * expected,
    );
    expect(Math.abs(survivors.mean - expected), `generation ${record.generation}`).toBeLessThan(
      4 * survivors.standardError,
    );
    const heterozygosity = estimate(record.metrics["heterozygosity"]);
    expect(Math.abs(heterozygosity.mean - diversity * (1 - 1 / M) ** n)).toBeLessThan(
      4 * heterozygosity.standardError,
    );
  }
}

function estimate(values: ArrayLike<number>) {
  const list = Array.from(values);
  const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
  const squares = list.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (list.length - 1) / list.length) };
}

describe.each(backends)(
  "words die out as a branching process does, on $adapter.backend",
  (backend) => {
    test("in the built-in text", async () => {
      await expectSurvival(backend, { ...EXPERIMENT, samples: 1001 }, null);
    });

    test.skipIf(wikiText === null)(
      `in WikiText-2${wikiText === null ? ": not found, skipped" : ""}`,
      async () => {
        const dataset = { name: "text-words", config: { file: "valid.txt" } } as const;
        await expectSurvival(backend, { ...EXPERIMENT, dataset, lineages: 24 }, wikiText);
      },
    );
  },
);
