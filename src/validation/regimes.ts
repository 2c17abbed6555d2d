import { c4 } from "../theory/chi-square.ts";
import { diversity } from "../theory/diversity.ts";
import {
  accumulateLimit,
  biasedLimit,
  goldenWeight,
  retentionByChance,
  weightedRisk,
} from "../theory/limits.ts";
import type { Check } from "./check.ts";
import { meanOf } from "./estimates.ts";
import { gaussianExperiment } from "./experiments.ts";
import { conservation } from "./gaussian-mixed.ts";
import type { Lab } from "./lab.ts";

const ALEMOHAMMAD = "Alemohammad et al. 2024, arXiv:2307.01850";
const KAZDAN = "this project, after Kazdan et al. 2024, arXiv:2410.16713";

const byChance = gaussianExperiment("fresh-by-chance", {
  interventions: [{ name: "fresh-data", config: { fraction: 0.1, rows: "independent" } }],
  lineages: 2000,
  generations: 30,
  samples: 30,
  seed: 61,
});

const injected = gaussianExperiment("fresh-from-generation-12", {
  interventions: [
    {
      name: "fresh-data",
      config: { fraction: { from: 0, to: 0.25, over: 12, shape: "step" } },
    },
  ],
  lineages: 4000,
  generations: 15,
  samples: 20,
  seed: 62,
});

const outweighed = gaussianExperiment("fresh-against-bias", {
  family: { name: "gaussian", config: { samplingBias: 0.7 } },
  interventions: [{ name: "fresh-data", config: { fraction: 0.2 } }],
  lineages: 500,
  generations: 25,
  samples: 200,
  seed: 63,
});

const augmented = gaussianExperiment("synthetic-augmentation", {
  family: { name: "gaussian", config: { samplingBias: 0.9 } },
  interventions: [{ name: "synthetic-augmentation", config: { synthetic: 45 } }],
  lineages: 4000,
  generations: 20,
  samples: 15,
  seed: 44,
});

const anchored = gaussianExperiment("fixed-real-set", {
  interventions: [{ name: "fixed-real-set", config: { size: 6 } }],
  lineages: 4000,
  generations: 25,
  samples: 20,
  seed: 45,
});

const shares = gaussianExperiment("three-shares", {
  interventions: [{ name: "earlier-generations", config: { alpha: 0.5, beta: 0.4, gamma: 0.1 } }],
  lineages: 4000,
  generations: 20,
  samples: 20,
  seed: 46,
});

const kept = gaussianExperiment("all-kept", {
  interventions: [{ name: "accumulate" }],
  lineages: 4500,
  generations: 80,
  samples: 4,
  seed: 47,
});

const keptMeans = gaussianExperiment("all-kept-unbiased", {
  family: { name: "gaussian", config: { divisor: "N-1" } },
  interventions: [{ name: "accumulate" }],
  lineages: 8000,
  generations: 30,
  samples: 25,
  seed: 48,
});

const subset = gaussianExperiment("subset-of-all", {
  interventions: [{ name: "accumulate-subsample" }],
  lineages: 2500,
  generations: 10,
  samples: 10,
  seed: 49,
});

const growing = gaussianExperiment("growing-pools", {
  family: { name: "gaussian", config: { divisor: "N-1" } },
  interventions: [{ name: "pool-size", config: { samples: 10, power: 1.5 } }],
  lineages: 8000,
  generations: 8,
  samples: 10,
  seed: 50,
});

const golden = gaussianExperiment("golden-weighting", {
  family: { name: "gaussian", config: { divisor: "N-1" } },
  interventions: [
    { name: "fresh-data", config: { fraction: 0.5 } },
    { name: "sample-weighting", config: { real: goldenWeight() } },
  ],
  lineages: 6500,
  generations: 5,
  samples: 80,
  seed: 51,
});

/** A check of the mean variance of the last generation. */
function variance(
  experiment: typeof byChance,
  check: Omit<Check, "run" | "row"> & { row?: number; detail?: string },
  predicted: (lab: Lab) => number | Promise<number>,
): Check {
  const { row = null, detail, ...rest } = check;
  return {
    row,
    ...rest,
    run: async (lab) => ({
      predicted: await predicted(lab),
      ...meanOf(await lab.values(experiment, "variance")),
      ...(detail === undefined ? {} : { detail }),
    }),
  };
}

const byRecursion = (experiment: typeof byChance) => (lab: Lab) =>
  lab.predicted(experiment, "variance");

/** E[μ²] of the last generation, in units of 1/M. */
async function riskOf(lab: Lab, experiment: typeof byChance, samples: number) {
  const means = await lab.values(experiment, "mean");
  return meanOf(Float64Array.from(means, (mean) => samples * mean * mean));
}

export const regimeChecks: readonly Check[] = [
  conservation("conservation-by-chance", "a tenth fresh by chance", byChance),
  conservation("conservation-anchored", "6 real ones beside", anchored),
  conservation("conservation-of-three", "α = 0.5, β = 0.4, γ = 0.1", shares),
  conservation("conservation-of-a-subset", "a part of all kept", subset),
  variance(
    byChance,
    {
      name: "fresh-by-chance",
      row: 20,
      title:
        "Each of M = 30 is fresh by a chance of γ = 0.1: E[σ²] → R* = (1 − 1/M)γ(2 − γ) / [1 − (1 − 1/M)(1 − γ)²]",
      source: "this project",
      detail: "about 2k/(1 + 2k), k = Mγ",
    },
    () => retentionByChance(30, 0.1),
  ),
  variance(
    injected,
    {
      name: "fresh-from-generation-12",
      title: "Real data from generation 12 on, a quarter of M = 20: E[σ²] by its recursion",
      source: "this project",
    },
    byRecursion(injected),
  ),
  variance(
    outweighed,
    {
      name: "fresh-against-bias",
      title: "A fifth of M = 200 is fresh, sampling bias λ = 0.7: E[σ²] by its recursion",
      source: ALEMOHAMMAD,
      detail: `for infinitely many samples γ/(1 − (1 − γ)λ) = ${biasedLimit(0.2, 0.7).toFixed(4)}`,
    },
    byRecursion(outweighed),
  ),
  variance(
    augmented,
    {
      name: "augmentation-holds",
      title: "15 real samples in every pool beside 45 of the model, λ = 0.9, n = 20: E[σ²]",
      source: ALEMOHAMMAD,
    },
    byRecursion(augmented),
  ),
  variance(
    anchored,
    {
      name: "fixed-set-holds",
      title: "The same 6 further real samples beside M = 20, n = 25: E[σ²]",
      source: ALEMOHAMMAD,
    },
    byRecursion(anchored),
  ),
  variance(
    shares,
    {
      name: "three-shares-hold",
      title: "α = 0.5, β = 0.4, γ = 0.1 of M = 20, n = 20: E[σ²]",
      source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
    },
    byRecursion(shares),
  ),
  variance(
    kept,
    {
      name: "accumulation-converges",
      row: 12,
      title: "All data kept, M = 4: E[σ²] → sin(π/√M)/(π/√M) = 2/π",
      source: KAZDAN,
    },
    () => accumulateLimit(4),
  ),
  {
    name: "accumulated-means-converge",
    row: null,
    title: "All data kept, divisor N − 1, M = 25, n = 30: M E[μ²] by its recursion, → π²/6",
    source: "Dey & Donoho 2024, arXiv:2410.22812",
    run: async (lab) => {
      const settings = { samples: 25, fits: 30, unbiased: true };
      const { drift } = diversity({ ...settings, workflow: { kind: "accumulate" } });
      const sum = Array.from({ length: 30 }, (_, i) => (i + 1) ** -2).reduce((a, b) => a + b);
      return {
        predicted: 25 * drift[29],
        ...(await riskOf(lab, keptMeans, 25)),
        detail: `for many samples Σ 1/k² = ${sum.toFixed(4)}, and π²/6 in the end`,
      };
    },
  },
  variance(
    subset,
    {
      name: "subset-of-all-holds",
      title: "M = 10 of all data so far, chosen anew for each fit, n = 10: E[σ²]",
      source: KAZDAN,
    },
    byRecursion(subset),
  ),
  {
    name: "growing-pools-hold",
    row: null,
    title: "Mᵢ = 10 i^1.5, divisor N − 1, n = 8: E[W₂²] = Σ 1/Mᵢ + 2(1 − ∏ c₄(Mᵢ))",
    source: "this project, sharpening Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
    run: async (lab) => {
      const sizes = Array.from({ length: 8 }, (_, i) => Math.round(10 * (i + 1) ** 1.5));
      const wandering = sizes.reduce((sum, M) => sum + 1 / M, 0);
      const deviation = sizes.reduce((product, M) => product * c4(M), 1);
      return {
        predicted: wandering + 2 * (1 - deviation),
        ...meanOf(await lab.values(growing, "w2")),
      };
    },
  },
  {
    name: "golden-weighting",
    row: 29,
    title:
      "40 fresh beside 40 synthetic samples, weight w = 1/φ: n E[μ²] = (w² + (1 − w)²)/(w(2 − w))",
    source: "He, Xu & Cheng 2025, arXiv:2502.18049",
    run: async (lab) => ({
      predicted: weightedRisk(goldenWeight()),
      ...(await riskOf(lab, golden, 40)),
    }),
  },
];
