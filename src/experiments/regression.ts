import type { Experiment } from "./experiment.ts";

const source = "Gerstgrasser et al. 2024, linear regression, arXiv:2404.01413";

/** Each generation answers for the next: the error of every fit is added, σ² d / (T − d − 1) a turn. */
export const answersReplaced: Experiment = {
  name: "answers-replaced",
  title: "Answers learned from answers",
  source,
  dataset: { name: "linear-model", config: { inputs: 5 } },
  family: { name: "regression" },
  interventions: [],
  metrics: [{ name: "excess-risk" }],
  lineages: 512,
  generations: 40,
  samples: 50,
  seed: 1,
};

/** With few data for many unknowns, a penalty keeps two thirds of what errors would add up to away. */
export const ridgeAnswers: Experiment = {
  ...answersReplaced,
  name: "ridge-answers",
  title: "Answers held on a short leash",
  source: "Dohmatob et al. 2024, Model collapse demystified, arXiv:2402.07712",
  dataset: { name: "linear-model", config: { inputs: 20 } },
  family: { name: "regression", config: { ridge: 0.05 } },
  lineages: 256,
  generations: 20,
  samples: 60,
};

/** With all answers kept the factors are 1/i², so that the sum ends at π²/6. */
export const answersAccumulated: Experiment = {
  ...answersReplaced,
  name: "answers-accumulated",
  title: "Answers that pile up",
  family: { name: "regression", config: { design: "fixed" } },
  interventions: [{ name: "accumulate" }],
};

/**
 * No recursion: every model learns from new data, each time twice as many, of which a tenth follow
 * another model. The risk falls to p² c² = 0.01 and stays there, however many there are.
 */
export const strongCollapse: Experiment = {
  ...answersReplaced,
  name: "strong-collapse",
  title: "A tenth is enough",
  source: "Dohmatob et al. 2024, strong model collapse, arXiv:2410.04840",
  dataset: { name: "linear-model", config: { inputs: 5, shiftedShare: 0.1, shift: 1 } },
  interventions: [
    {
      name: "pool-size",
      config: { samples: { values: [50, 100, 200, 400, 800, 1600, 3200, 6400] } },
    },
    { name: "fresh-data", config: { fraction: 1 } },
  ],
  lineages: 64,
  generations: 9,
  samples: 25,
};
