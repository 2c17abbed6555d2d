import type { Experiment } from "../experiments/experiment.ts";

type Sizes = Pick<Experiment, "lineages" | "generations" | "samples" | "seed">;
type Choices = Partial<Pick<Experiment, "dataset" | "family" | "interventions" | "metrics">>;

/**
 * A Gaussian experiment of the sheet. Every one has a seed of its own: with common random numbers
 * two of them would be one test.
 */
export function gaussianExperiment(name: string, sizes: Sizes & Choices): Experiment {
  return {
    name,
    dataset: { name: "standard-normal" },
    family: { name: "gaussian" },
    interventions: [],
    metrics: [{ name: "mean" }, { name: "variance" }, { name: "log-variance" }, { name: "w2" }],
    ...sizes,
  };
}

/** A categorical one; by default Zipf's law over 50 categories. */
export function countsExperiment(
  name: string,
  metrics: Experiment["metrics"],
  sizes: Sizes & Choices,
): Experiment {
  return {
    name,
    dataset: { name: "zipf", config: { categories: 50 } },
    family: { name: "categorical" },
    interventions: [],
    metrics,
    ...sizes,
  };
}
