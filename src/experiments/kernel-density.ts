import type { Experiment } from "./experiment.ts";

/**
 * A kernel density knows every point by heart and blurs it: replaced by its own samples it diffuses.
 * The figure is what new real points surprise it by.
 */
export const moonsBlur: Experiment = {
  name: "moons-blur",
  title: "Two moons in the fog",
  source: "Kazdan et al. 2024, kernel density estimation, arXiv:2410.16713",
  dataset: { name: "moons" },
  family: { name: "kernel-density" },
  interventions: [],
  metrics: [
    { name: "population-risk", config: { draws: 200 } },
    { name: "variance" },
    { name: "mmd", config: { draws: 100 } },
  ],
  lineages: 64,
  generations: 20,
  samples: 100,
  seed: 1,
};

/** All points are kept, and the moons stay. */
export const moonsStay: Experiment = {
  ...moonsBlur,
  name: "moons-stay",
  title: "Two moons, all photographs kept",
  interventions: [{ name: "accumulate" }],
  generations: 20,
};
