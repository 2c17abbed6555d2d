import type { Experiment } from "../experiments/experiment.ts";
import type { Check } from "./check.ts";
import { compared } from "./compared.ts";

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

const beside = linear("answers-replaced-in-place", {
  family: { name: "regression", config: { design: "fixed" } },
  lineages: 900,
  seed: 84,
});

const leashed = linear("answers-on-a-leash", {
  dataset: { name: "linear-model", config: { inputs: 7 } },
  family: { name: "regression", config: { ridge: 0.1 } },
  lineages: 900,
  generations: 6,
  samples: 29,
  seed: 87,
});

const JUDGES = { by: "answer", judges: "all", keepsCorrect: 0.9, keepsWrong: 0.3 } as const;

/** Generation 1 learns from new answers, of which so many are wrong before a verifier sorts them. */
const verified = (wrongShare: number, seed: number) =>
  linear("verified-answers", {
    dataset: { name: "linear-model", config: { inputs: 5, noise: 0, wrongShare } },
    interventions: [
      { name: "fresh-data", config: { fraction: 1 } },
      { name: "verifier", config: JUDGES },
    ],
    metrics: [{ name: "accuracy" }],
    generations: 2,
    samples: 400,
    lineages: 400,
    seed,
  });
const [held, broken] = [verified(0.7, 85), verified(0.8, 86)];

const GERSTGRASSER = "Gerstgrasser et al. 2024, arXiv:2404.01413";
const FENG = "Feng et al. 2024, arXiv:2406.07515; the accuracy at a finite size: this project";

export const regressionChecks: readonly Check[] = [
  {
    name: "answers-replaced",
    row: 25,
    title: "Least squares on its own answers, d = 10, T = 61, n = 10: E|ŵ − w|² = n d/(T − d − 1)",
    source: GERSTGRASSER,
    run: (lab) => compared(lab, replaced, "excess-risk"),
  },
  {
    name: "answers-replaced-in-place",
    row: 25,
    title: "The same at the same places each time",
    source: GERSTGRASSER,
    run: (lab) => compared(lab, beside, "excess-risk"),
  },
  {
    name: "answers-accumulated",
    row: 26,
    title: "The same on all answers so far, at the same places: d/(T − d − 1) Σ 1/i²",
    source: GERSTGRASSER,
    run: (lab) => compared(lab, accumulated, "excess-risk"),
  },
  {
    name: "answers-on-a-leash",
    row: null,
    title:
      "Ridge 0.1, d = 7, T = 29, n = 6: E|ŵ − w|² by Marčenko and Pastur's law and its next term",
    source: "this project, after Dohmatob et al. 2024, arXiv:2402.07712",
    run: (lab) => compared(lab, leashed, "excess-risk"),
  },
  {
    name: "shifted-answers-floor",
    row: 27,
    title:
      "A tenth of the answers of a model at distance 1, d = 20, n = 2000: d/(n − d − 1) + p² + p(1 − p)[3/(n + 2) + …]",
    source: "Dohmatob et al. 2024, arXiv:2410.04840; exact for any n: this project",
    run: (lab) => compared(lab, shifted, "excess-risk"),
  },
  {
    name: "verified-answers-hold",
    row: 28,
    title:
      "φ = 0.9, ψ = 0.3: with p = 0.7 of 400 answers wrong, below p*, a linear model is right about most, d = 5",
    source: FENG,
    run: (lab) => compared(lab, held, "accuracy"),
  },
  {
    name: "verified-answers-break-down",
    row: 28,
    title: "The same with p = 0.8 wrong, above p*: it is wrong about most",
    source: FENG,
    run: async (lab) => {
      // The share of wrong ones: of the small number that is left a standard error would be large.
      const { predicted, measured, ...rest } = await compared(lab, broken, "accuracy");
      return { predicted: 1 - predicted, measured: 1 - measured, ...rest };
    },
  },
];
