import type { Experiment } from "../experiments/experiment.ts";
import type { Check } from "./check.ts";
import { meanOf } from "./estimates.ts";

const INPUTS = 10;
const SAMPLES = 61;
const FITS = 10;

function linear(
  name: string,
  more: Pick<Experiment, "lineages" | "seed"> & Partial<Experiment>,
): Experiment {
  return {
    name,
    dataset: { name: "linear-model", config: { inputs: INPUTS } },
    family: { name: "regression" },
    interventions: [],
    metrics: [{ name: "excess-risk" }],
    generations: FITS,
    samples: SAMPLES,
    ...more,
  };
}

const replaced = linear("answers-replaced", { lineages: 900, seed: 81 });
const accumulated = linear("answers-accumulated", {
  family: { name: "regression", config: { design: "fixed" } },
  interventions: [{ name: "accumulate" }],
  lineages: 900,
  seed: 82,
});

const SHARE = 0.1;
const strong = { inputs: 20, samples: 2000 };
const shifted = linear("shifted-answers", {
  dataset: {
    name: "linear-model",
    config: { inputs: strong.inputs, shiftedShare: SHARE, shift: 1 },
  },
  lineages: 300,
  generations: 1,
  samples: strong.samples,
  seed: 83,
});

/** E|ŵ - w|² of one fit to so many normal inputs, for noise of variance 1. */
const each = (inputs: number, samples: number) => inputs / (samples - inputs - 1);

export const regressionChecks: readonly Check[] = [
  {
    name: "answers-replaced",
    row: 25,
    title: "Least squares on its own answers, d = 10, T = 61, n = 10: E|ŵ − w|² = n d/(T − d − 1)",
    source: "Gerstgrasser et al. 2024, arXiv:2404.01413",
    run: async (lab) => ({
      predicted: FITS * each(INPUTS, SAMPLES),
      ...meanOf(await lab.values(replaced, "excess-risk")),
    }),
  },
  {
    name: "answers-accumulated",
    row: 26,
    title: "The same on all answers so far, at the same places: d/(T − d − 1) Σ 1/i²",
    source: "Gerstgrasser et al. 2024, arXiv:2404.01413",
    run: async (lab) => {
      const squares = Array.from({ length: FITS }, (_, i) => (i + 1) ** -2);
      const sum = squares.reduce((total, one) => total + one, 0);
      const predicted = each(INPUTS, SAMPLES) * sum;
      return { predicted, ...meanOf(await lab.values(accumulated, "excess-risk")) };
    },
  },
  {
    name: "shifted-answers-floor",
    row: 27,
    title:
      "A tenth of the answers of a model at distance 1, d = 20, n = 2000: d/(n − d − 1) + p² + p(1 − p)(d + 1)/n",
    source: "Dohmatob et al. 2024, arXiv:2410.04840; second order: this project",
    run: async (lab) => {
      const { inputs: d, samples: n } = strong;
      const predicted = each(d, n) + SHARE ** 2 + (SHARE * (1 - SHARE) * (d + 1)) / n;
      return { predicted, ...meanOf(await lab.values(shifted, "excess-risk")) };
    },
  },
];
