import { expect } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { generationsOf } from "../../src/engine/run.ts";
import type { ResolvedExperiment } from "../../src/experiments/experiment.ts";
import { theoryFor } from "../../src/theory/index.ts";

/**
 * Runs an experiment and holds every curve that theory draws for it against the lineages, in every
 * generation. Five standard errors, since a run makes some hundred comparisons; and what a float
 * rounds.
 */
export async function expectOverlays(
  experiment: ResolvedExperiment,
  backend: Backend,
): Promise<void> {
  // Limits are for more samples than there are.
  const curves = theoryFor(experiment).filter(({ statistic }) => statistic !== "limit");
  // Then all lineages are the same, and only floats round.
  const isCertain = experiment.family.config["statistics"] === "exact";
  for await (const { record } of generationsOf(experiment, { backend })) {
    for (const { metric, statistic, values } of curves) {
      const predicted = values[record.generation];
      if (predicted === null) continue;
      const measured = record.metrics[metric];
      // Of the lineages half are below their median.
      const isMean = statistic === "mean";
      const { mean, standardError } = estimateOf(
        isMean ? measured : Array.from(measured, (value) => (value < predicted ? 1 : 0)),
      );
      const expected = isMean ? predicted : 0.5;
      // Where no lineage has seen an event that is rare, a few of them may be missing.
      const unseen = standardError === 0 && !isCertain ? 5 / experiment.lineages : 0;
      const rounding = isCertain ? 1e-6 + 1e-5 * Math.abs(expected) : 2e-6 * Math.abs(expected);
      const off = Math.abs(mean - expected);
      const where = `${statistic} ${metric} of generation ${record.generation}`;
      expect(off, `${where}: ${mean}, not ${expected}, ${off / standardError} SE`).toBeLessThan(
        5 * standardError + unseen + rounding,
      );
    }
  }
}

/** Mean over lineages and its standard error, in double precision. */
function estimateOf(values: ArrayLike<number>): { mean: number; standardError: number } {
  const numbers = Array.from(values);
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const squares = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (numbers.length - 1) / numbers.length);
  return { mean, standardError };
}
