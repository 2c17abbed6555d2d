import { expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { cpu } from "../support/backends.ts";

const experiment: Experiment = {
  name: "image-collapse",
  dataset: { name: "drawn-digits" },
  family: {
    name: "vae",
    config: { latent: 8, hidden: 64, epochs: 20, batch: 32, learningRate: 2e-3 },
  },
  interventions: [],
  metrics: [{ name: "encoder-spread" }, { name: "reconstruction-error" }],
  lineages: 2,
  generations: 4,
  samples: 400,
  seed: 1,
};

test("digits blur into each other: codes draw together as in Shumailov et al. 2024", async () => {
  const resolved = await resolveExperiment(experiment, () => Promise.reject(new Error("none")));
  let before: readonly number[] = [Infinity, Infinity];
  const errors: number[] = [];
  for await (const { record } of generationsOf(resolved, { backend: cpu })) {
    const spread = Array.from(record.metrics["encoder-spread"]);
    // doi:10.1038/s41586-024-07566-y, code of the VAE experiment: 0.674, 0.608, 0.527, 0.468, 0.433.
    for (const [l, value] of spread.entries()) expect(value).toBeLessThan(0.95 * before[l]);
    before = spread;
    errors.push(record.metrics["reconstruction-error"][0]);
  }
  expect(errors.at(-1)).toBeGreaterThan(1.1 * errors[0]);
});
