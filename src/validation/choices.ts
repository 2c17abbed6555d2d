import type { Experiment } from "../experiments/experiment.ts";
import { verifiedFixedShare } from "../theory/limits.ts";
import type { Check } from "./check.ts";
import { compared } from "./compared.ts";
import { meanOf } from "./estimates.ts";
import { countsExperiment, gaussianExperiment } from "./experiments.ts";

const FENG = "Feng et al. 2024, arXiv:2406.07515";
const FERBACH = "Ferbach et al. 2024, arXiv:2407.09499";

/** So many samples that what they are away from the limit is less than what lineages differ by. */
const MANY = { lineages: 20, samples: 2000, generations: 4 };

const verified = countsExperiment("verified", [{ name: "entropy" }], {
  ...MANY,
  dataset: { name: "zipf", config: { categories: 13 } },
  interventions: [
    { name: "verifier", config: { keepsCorrect: 0.9, keepsWrong: 0.35, threshold: -2.5 } },
  ],
  seed: 71,
});

const few = countsExperiment("verified-few", [{ name: "heterozygosity" }], {
  dataset: { name: "zipf", config: { categories: 11 } },
  interventions: [
    { name: "fresh-data", config: { fraction: 0.1 } },
    { name: "verifier", config: { keepsCorrect: 0.8, keepsWrong: 0.4, threshold: -2.2 } },
  ],
  lineages: 2500,
  samples: 75,
  generations: 6,
  seed: 88,
});

const SETTLED = { fresh: 0.3, keepsCorrect: 0.9, keepsWrong: 0.5 };
/** Of 13 categories by Zipf's law three have a probability of e⁻²·³ or more. */
const RIGHT = 3;

const settled = countsExperiment("verified-beside-real", [{ name: "heterozygosity" }], {
  ...MANY,
  dataset: { name: "zipf", config: { categories: 13 } },
  interventions: [
    { name: "fresh-data", config: { fraction: SETTLED.fresh } },
    {
      name: "verifier",
      config: {
        keepsCorrect: SETTLED.keepsCorrect,
        keepsWrong: SETTLED.keepsWrong,
        threshold: -2.3,
      },
    },
  ],
  generations: 16,
  samples: 1000,
  seed: 72,
});

const preferred = countsExperiment("preferred-categories", [{ name: "heterozygosity" }], {
  ...MANY,
  dataset: { name: "zipf", config: { categories: 21, exponent: 0.4 } },
  interventions: [
    { name: "fresh-data", config: { fraction: 0.3 } },
    { name: "curation", config: { candidates: 2 } },
  ],
  seed: 73,
});

const detected = countsExperiment("detected-and-tempered", [{ name: "entropy" }], {
  ...MANY,
  dataset: { name: "zipf", config: { categories: 17 } },
  family: { name: "categorical", config: { temperature: 0.7 } },
  interventions: [
    { name: "accumulate" },
    { name: "watermark", config: { truePositiveRate: 0.6, falsePositiveRate: 0.2 } },
  ],
  seed: 74,
});

const near = gaussianExperiment("liked-where-it-is", {
  ...MANY,
  interventions: [
    {
      name: "curation",
      config: { candidates: 3, preference: "nearness", place: 0.8, temperature: 0.9 },
    },
    { name: "keep-original", config: { fraction: 0.2 } },
  ],
  samples: 1000,
  seed: 75,
});

const believed = gaussianExperiment("verified-points", {
  ...MANY,
  dataset: { name: "standard-normal", config: { dimensions: 3 } },
  interventions: [{ name: "verifier", config: { threshold: -4.6, keepsWrong: 0.2 } }],
  samples: 1500,
  seed: 76,
});

const likely = gaussianExperiment("likely-share", {
  interventions: [{ name: "quality", config: { share: 0.7 } }],
  lineages: 1500,
  samples: 33,
  generations: 4,
  seed: 77,
});

const unique = countsExperiment("each-once", [{ name: "survivors" }], {
  dataset: { name: "zipf", config: { categories: 37 } },
  interventions: [{ name: "fresh-data", config: { fraction: 0.15 } }, { name: "deduplicate" }],
  lineages: 1200,
  samples: 41,
  generations: 6,
  seed: 78,
});

const mixed = gaussianExperiment("mixed-distance", {
  family: { name: "gaussian", config: { samplingBias: 0.5 } },
  interventions: [{ name: "fresh-data", config: { fraction: 0.2 } }],
  lineages: 3500,
  samples: 55,
  generations: 9,
  seed: 79,
});

const surprised = gaussianExperiment("surprised", {
  dataset: { name: "standard-normal", config: { dimensions: 2 } },
  family: { name: "gaussian", config: { samplingBias: 0.8 } },
  metrics: [{ name: "population-risk", config: { draws: 60 } }],
  lineages: 800,
  samples: 45,
  generations: 5,
  seed: 80,
});

/** A check of the last generation against the line in the chart. */
function line(
  experiment: Experiment,
  metric: string,
  check: Pick<Check, "name" | "title" | "source">,
): Check {
  return { row: null, ...check, run: (lab) => compared(lab, experiment, metric) };
}

export const choiceChecks: readonly Check[] = [
  line(verified, "entropy", {
    name: "verification-has-its-limit",
    title: "φ = 0.9, ψ = 0.35, M = 2000, n = 4: −Σ p ln p with p ∝ p₀ (φ | ψ)ⁿ⁻¹",
    source: FENG,
  }),
  line(few, "heterozygosity", {
    name: "verified-diversity-holds",
    title: "A tenth real, φ = 0.8, ψ = 0.4, M = 75, n = 6: E[1 − Σp²] to first order in 1/M",
    source: FENG,
  }),
  {
    name: "verification-settles",
    row: null,
    title:
      "30 % real, φ = 0.9, ψ = 0.5, n = 16: of what passes c is right, the fixed point of ((1 − γ)φc + γc₀)/((1 − γ)(φc + ψ(1 − c)) + γ)",
    source: FENG,
    run: async (lab) => {
      const harmonic = (count: number) =>
        Array.from({ length: count }, (_, k) => 1 / (k + 1)).reduce((a, b) => a + b, 0);
      const last = (await lab.records(settled)).at(-1)!;
      return {
        predicted: verifiedFixedShare({ ...SETTLED, correct: harmonic(RIGHT) / harmonic(13) }),
        ...meanOf(last.reports!["verifier.correct-after"]),
      };
    },
  },
  line(preferred, "heterozygosity", {
    name: "preference-has-its-limit",
    title:
      "The likelier of two is kept beside 30 % real data, M = 2000, n = 4: 1 − Σp², p ← F² − F₋²",
    source: FERBACH,
  }),
  line(detected, "entropy", {
    name: "detection-has-its-limit",
    title:
      "All kept but for 60 % of what is synthetic, temperature 0.7, M = 2000, n = 4: −Σ p ln p",
    source: "this project",
  }),
  line(near, "variance", {
    name: "wavering-choice-has-its-limit",
    title:
      "One of three near 0.8 is taken ∝ e^(−(x − 0.8)²/0.9) beside 20 % real data, M = 1000, n = 4: σ²",
    source: FERBACH,
  }),
  line(believed, "variance", {
    name: "verified-points-have-their-limit",
    title: "Points that are likely in three dimensions pass, others by 0.2, M = 1500, n = 4: σ²",
    source: FENG,
  }),
  line(likely, "variance", {
    name: "likely-share-narrows",
    title: "The likelier 70 % of M = 33 are kept, n = 4: E[σ²] by the order statistics of z²",
    source: "order statistics of normals; the loop: this project",
  }),
  line(unique, "survivors", {
    name: "each-category-once",
    title:
      "15 % real data, M = 41, of equal ones one is kept, n = 6: E[S], categories that are left",
    source: "this project",
  }),
  line(mixed, "w2", {
    name: "mixed-distance-holds",
    title:
      "A fifth of M = 55 is fresh, λ = 0.5, n = 9: E[W₂²] with E[σ] of a χ² as uncertain as σ²",
    source: "this project",
  }),
  line(mixed, "log-variance", {
    name: "mixed-log-variance-holds",
    title: "The same run: E[ln σ²] of such a χ²",
    source: "this project",
  }),
  line(surprised, "population-risk", {
    name: "surprise-grows",
    title: "λ = 0.8, M = 45, two dimensions, n = 5: −E ln p = ln 2π + E[ln σ²] + E[(1 + μ²)/σ²]",
    source: "this project, from E[1/χ²_ν] = 1/(ν − 2)",
  }),
];
