import type { Experiment } from "../experiments/experiment.ts";
import type { Check } from "./check.ts";
import { compared } from "./compared.ts";
import { meanOf } from "./estimates.ts";
import { gaussianExperiment } from "./experiments.ts";
import { replaced } from "./gaussian-replaced.ts";

const fresh = gaussianExperiment("fresh-data", {
  interventions: [{ name: "fresh-data", config: { fraction: 0.1 } }],
  lineages: 1000,
  generations: 80,
  samples: 100,
  seed: 9,
});

const accumulated = gaussianExperiment("accumulated", {
  interventions: [{ name: "accumulate" }],
  lineages: 4000,
  generations: 50,
  samples: 10,
  seed: 12,
});

const archived = gaussianExperiment("archive", {
  interventions: [{ name: "keep-original", config: { fraction: 0.1 } }],
  lineages: 4000,
  generations: 60,
  samples: 50,
  seed: 10,
});

const freshDataHold: Check = {
  name: "fresh-data-hold",
  row: 9,
  title: "A share γ = 0.1 of M = 100 is fresh: E[σ²] → 1 − 1/(Mγ(2 − γ) + 1 − γ)",
  source: "this project",
  run: (lab) => compared(lab, fresh, "variance"),
};

const accumulationHolds: Check = {
  name: "accumulation-holds",
  row: 12,
  title: "All data kept, M = 10, t = 50: E[σ²] = ∏(1 − 1/(M k²))",
  source: "this project, after Kazdan et al. 2024, arXiv:2410.16713",
  run: (lab) => compared(lab, accumulated, "variance"),
};

const archiveHolds: Check = {
  name: "archive-holds",
  row: null,
  title: "A tenth of M = 50 is the same real data each time, n = 60: E[σ²] by its recursion",
  source: "this project",
  run: (lab) => compared(lab, archived, "variance"),
};

/** What is lost within a lineage is found between lineages. */
export function conservation(name: string, how: string, experiment: Experiment): Check {
  return {
    name,
    row: 6,
    title: `Divisor N, ${how}: E[σ²] + E[(μ − μ₀)²] = σ₀²`,
    source: "this project",
    run: async (lab) => {
      const means = await lab.values(experiment, "mean");
      const variances = await lab.values(experiment, "variance");
      return {
        predicted: 1,
        ...meanOf(Float64Array.from(variances, (variance, l) => variance + means[l] ** 2)),
      };
    },
  };
}

export const mixedChecks: readonly Check[] = [
  conservation("conservation-replaced", "all replaced", replaced),
  conservation("conservation-fresh", "a tenth fresh", fresh),
  conservation("conservation-accumulated", "all kept", accumulated),
  conservation("conservation-archived", "a tenth always the same", archived),
  freshDataHold,
  accumulationHolds,
  archiveHolds,
];
