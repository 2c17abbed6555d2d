import { expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import { strongCollapse } from "../../src/experiments/regression.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { cpu } from "../support/backends.ts";

/** The risk of models that learned from new data alone, T of them. */
async function riskOf(shiftedShare: number, T: number): Promise<number> {
  const [, fresh] = strongCollapse.interventions;
  const experiment = await resolveExperiment(
    {
      ...strongCollapse,
      dataset: { name: "linear-model", config: { inputs: 5, shiftedShare, shift: 1 } },
      interventions: [{ name: "pool-size", config: { samples: T } }, fresh],
      lineages: 16,
      generations: 2,
    },
    () => Promise.reject(new Error("no files")),
  );
  let risk = NaN;
  for await (const { record } of generationsOf(experiment, { backend: cpu })) {
    const all = Array.from(record.metrics["excess-risk"]);
    risk = all.reduce((sum, one) => sum + one, 0) / all.length;
  }
  return risk;
}

test("with a tenth of wrong answers the risk does not fall below p² c²", async () => {
  const T = 500;
  // Beside the floor (σ² d + p (1 − p) c² (d + 2)) / T; a standard error is some 9 %.
  const wrong = (await riskOf(0.1, T)) / (0.01 + (5 + 0.09 * 7) / T);
  expect(Math.abs(wrong - 1)).toBeLessThan(0.36);
});
