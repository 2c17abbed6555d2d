import { varianceOfLogChiSquare } from "../theory/chi-square.ts";
import type { Check } from "./check.ts";
import { compared } from "./compared.ts";
import { meanOf, medianOf, varianceOf } from "./estimates.ts";
import { gaussianExperiment } from "./experiments.ts";

const M = 50;
const FITS = 40;
const SHUMAILOV = "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y";

export const replaced = gaussianExperiment("maximum-likelihood", {
  lineages: 13_000,
  generations: FITS,
  samples: M,
  seed: 1,
});

const unbiased = gaussianExperiment("unbiased", {
  family: { name: "gaussian", config: { divisor: "N-1" } },
  lineages: 16_000,
  generations: FITS,
  samples: M,
  seed: 2,
});

const varianceShrinks: Check = {
  name: "variance-shrinks",
  row: 1,
  title: "Divisor N, M = 50, n = 40: E[σ²] = (1 − 1/M)ⁿ",
  source: SHUMAILOV,
  run: (lab) => compared(lab, replaced, "variance"),
};

const unbiasedVarianceStays: Check = {
  name: "unbiased-variance-stays",
  row: 2,
  title: "Divisor N − 1, M = 50, n = 40: E[σ²] = 1",
  source: SHUMAILOV,
  run: (lab) => compared(lab, unbiased, "variance"),
};

const logVarianceDrifts: Check = {
  name: "log-variance-drifts",
  row: 3,
  title: "The same: E[ln σ²] = n[ψ(ν/2) + ln(2/ν)], ν = M − 1",
  source: "this project",
  run: (lab) => compared(lab, unbiased, "log-variance"),
};

const logVarianceSpreads: Check = {
  name: "log-variance-spreads",
  row: 3,
  title: "The same: Var[ln σ²] = n ψ′(ν/2)",
  source: "this project",
  run: async (lab) => ({
    predicted: FITS * varianceOfLogChiSquare(M - 1),
    ...varianceOf(await lab.values(unbiased, "log-variance")),
  }),
};

const medianCollapses: Check = {
  name: "median-collapses",
  row: 4,
  title: "The same: median σ² ≈ exp(E[ln σ²] + 1/(3ν))",
  source: "this project",
  run: async (lab) => ({
    predicted: await lab.predicted(unbiased, "variance", FITS - 1, ["median"]),
    ...medianOf(await lab.values(unbiased, "variance")),
  }),
};

const meanWanders: Check = {
  name: "mean-wanders",
  row: 5,
  title: "The same: E[μ²] = n/M",
  source: SHUMAILOV,
  run: async (lab) => ({
    predicted: FITS / M,
    ...meanOf(Float64Array.from(await lab.values(unbiased, "mean"), (mean) => mean * mean)),
  }),
};

const distanceGrows: Check = {
  name: "distance-grows",
  row: 5,
  title: "The same: E[W₂²] = n/M + 2(1 − c₄(M)ⁿ)",
  source: "this project, sharpening Shumailov et al. 2024, theorem 3.1",
  run: (lab) => compared(lab, unbiased, "w2"),
};

export const replacedChecks: readonly Check[] = [
  varianceShrinks,
  unbiasedVarianceStays,
  logVarianceDrifts,
  logVarianceSpreads,
  medianCollapses,
  meanWanders,
  distanceGrows,
];
