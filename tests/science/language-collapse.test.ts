import { beforeAll, describe, expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { cpu } from "../support/backends.ts";

const METRICS = ["held-out-loss", "rare-word-survival"] as const;
const [L, GENERATIONS] = [2, 4];

/** The paper's loop, small: every text is gone on from, and what was written is learned from. */
function loop(decoding: "beam" | "sample", interventions: Experiment["interventions"]): Experiment {
  return {
    name: "language-collapse",
    dataset: { name: "grammar", config: { length: 16, heldOut: 100 } },
    family: {
      name: "transformer",
      config: {
        width: 32,
        heads: 2,
        layers: 1,
        firstEpochs: 24,
        epochs: 5,
        learningRate: 0.01,
        decoding,
        beams: 5,
        prompt: "original",
      },
    },
    interventions,
    metrics: METRICS.map((name) => ({ name })),
    lineages: L,
    generations: GENERATIONS,
    samples: 160,
    seed: 1,
  };
}

/** By metric, generation and lineage. */
type Course = Readonly<Record<(typeof METRICS)[number], readonly (readonly number[])[]>>;

async function courseOf(experiment: Experiment): Promise<Course> {
  const resolved = await resolveExperiment(experiment, () => Promise.reject(new Error("none")));
  const course = { "held-out-loss": [] as number[][], "rare-word-survival": [] as number[][] };
  for await (const { record } of generationsOf(resolved, { backend: cpu })) {
    for (const name of METRICS) course[name].push(Array.from(record.metrics[name]));
  }
  return course;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const rise = ({ "held-out-loss": losses }: Course) =>
  losses[GENERATIONS - 1].map((loss, l) => loss - losses[0][l]);

describe("Shumailov et al. 2024, language models, doi:10.1038/s41586-024-07566-y", () => {
  let [beam, drawn, tenth]: Course[] = [];

  beforeAll(async () => {
    beam = await courseOf(loop("beam", []));
    drawn = await courseOf(loop("sample", []));
    tenth = await courseOf(loop("beam", [{ name: "keep-original", config: { fraction: 0.1 } }]));
  }, 120_000);

  test("the real language is forgotten generation by generation, in every lineage", () => {
    for (let g = 1; g < GENERATIONS; g++) {
      for (let l = 0; l < L; l++) {
        expect(beam["held-out-loss"][g][l]).toBeGreaterThan(beam["held-out-loss"][g - 1][l] + 0.5);
      }
    }
  });

  test("beam search loses rare words faster than drawing from the very same model", () => {
    expect(beam["held-out-loss"][0]).toEqual(drawn["held-out-loss"][0]);
    const [most, left] = [beam, drawn].map((course) => course["rare-word-survival"]);
    for (let g = 0; g < GENERATIONS; g++) {
      for (let l = 0; l < L; l++) expect(most[g][l]).toBeLessThan(0.5 * left[g][l]);
    }
    expect(sum(most[GENERATIONS - 1])).toBeLessThan(0.5 * sum(most[0]));
    for (let l = 0; l < L; l++) expect(rise(beam)[l]).toBeGreaterThan(2 * rise(drawn)[l]);
  });

  test("a tenth of original text keeps more: most of the loss does not come, rare words stay", () => {
    expect(tenth["held-out-loss"][0]).toEqual(beam["held-out-loss"][0]);
    for (let l = 0; l < L; l++) expect(rise(tenth)[l]).toBeLessThan(0.5 * rise(beam)[l]);
    const [kept, lost] = [tenth, beam].map((course) =>
      sum(course["rare-word-survival"].slice(2).map(sum)),
    );
    expect(kept).toBeGreaterThan(1.5 * lost);
  });
});
