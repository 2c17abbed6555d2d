import { expect, test } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectOverlays } from "./expect-overlays.ts";

type Setting = Partial<Experiment>;

const VECTOR_METRICS = ["mean", "variance", "log-variance", "w2"] as const;
const CATEGORY_METRICS = ["heterozygosity", "survivors", "lost-mass", "entropy", "kl"] as const;

function vectors(setting: Setting): Experiment {
  return {
    name: "overlay",
    dataset: { name: "standard-normal" },
    family: { name: "gaussian" },
    interventions: [],
    metrics: VECTOR_METRICS.map((name) => ({ name })),
    lineages: 1500,
    generations: 8,
    samples: 20,
    seed: 3,
    ...setting,
  };
}

function categories(setting: Setting): Experiment {
  return {
    name: "overlay",
    dataset: { name: "uniform-categories", config: { categories: 7 } },
    family: { name: "categorical" },
    interventions: [],
    metrics: CATEGORY_METRICS.map((name) => ({ name })),
    lineages: 1000,
    generations: 8,
    samples: 20,
    seed: 4,
    ...setting,
  };
}

const gaussian = (config: object) => ({ family: { name: "gaussian" as const, config } });
const normal = (dimensions: number) => ({
  dataset: { name: "standard-normal" as const, config: { dimensions } },
});
const mixed = (name: "fresh-data" | "keep-original", fraction: number) => ({
  interventions: [{ name, config: { fraction } }],
});
const accumulate = { interventions: [{ name: "accumulate" as const }] };

/** None of these settings is one of the sheet's. */
const settings: readonly [string, Experiment, readonly string[]][] = [
  ["7 samples", vectors({ samples: 7 }), ["mean", "variance", "log-variance", "w2"]],
  [
    "33 samples, unbiased",
    vectors({ samples: 33, ...gaussian({ divisor: "N-1" }) }),
    VECTOR_METRICS,
  ],
  [
    "1000 samples",
    vectors({ samples: 1000, lineages: 300, generations: 5 }),
    ["mean", "variance", "log-variance", "w2"],
  ],
  ["wider sampling", vectors(gaussian({ samplingBias: 1.1 })), VECTOR_METRICS],
  ["narrower, unbiased", vectors(gaussian({ samplingBias: 0.5, divisor: "N-1" })), VECTOR_METRICS],
  ["truncated at 1", vectors(gaussian({ truncation: 1 })), VECTOR_METRICS],
  [
    "truncated at 0.3, unbiased, wide",
    vectors(gaussian({ truncation: 0.3, divisor: "N-1", samplingBias: 4 })),
    VECTOR_METRICS,
  ],
  ["three dimensions", vectors(normal(3)), ["variance", "log-variance", "w2"]],
  [
    "three correlated dimensions",
    vectors({ ...normal(3), ...gaussian({ covariance: "full" }) }),
    ["variance", "log-variance"],
  ],
  [
    "five correlated dimensions, truncated, unbiased",
    vectors({ ...normal(5), ...gaussian({ covariance: "full", truncation: 1.5, divisor: "N-1" }) }),
    ["variance"],
  ],
  ["two modes", vectors({ dataset: { name: "gaussian-pair" } }), ["mean", "variance"]],
  [
    "two modes, archive",
    vectors({ dataset: { name: "gaussian-pair" }, ...mixed("keep-original", 0.25) }),
    ["mean", "variance"],
  ],
  ["a quarter fresh", vectors(mixed("fresh-data", 0.25)), VECTOR_METRICS],
  [
    "a third fresh of 7, biased and unbiased",
    vectors({
      samples: 7,
      ...mixed("fresh-data", 0.33),
      ...gaussian({ samplingBias: 0.8, divisor: "N-1" }),
    }),
    ["mean", "variance"],
  ],
  ["a quarter kept", vectors(mixed("keep-original", 0.25)), ["mean", "variance", "w2"]],
  [
    "half kept, three correlated dimensions",
    vectors({ ...normal(3), ...mixed("keep-original", 0.5), ...gaussian({ covariance: "full" }) }),
    ["variance"],
  ],
  ["all fresh", vectors(mixed("fresh-data", 1)), VECTOR_METRICS],
  ["accumulated", vectors({ samples: 7, ...accumulate }), ["mean", "variance"]],
  [
    "accumulated, correlated, unbiased",
    vectors({ ...normal(2), ...accumulate, ...gaussian({ covariance: "full", divisor: "N-1" }) }),
    ["variance"],
  ],
  [
    "accumulated, truncated at 1",
    vectors({ ...accumulate, ...gaussian({ truncation: 1 }) }),
    VECTOR_METRICS,
  ],
  [
    "real rows by chance, unbiased",
    vectors({
      samples: 7,
      interventions: [{ name: "fresh-data", config: { fraction: 0.37, rows: "independent" } }],
      ...gaussian({ divisor: "N-1" }),
    }),
    ["mean", "variance"],
  ],
  [
    "real rows by chance, accumulated, correlated",
    vectors({
      ...normal(2),
      samples: 9,
      generations: 5,
      interventions: [
        { name: "fresh-data", config: { fraction: 0.37, rows: "independent" } },
        { name: "accumulate" },
      ],
      ...gaussian({ covariance: "full" }),
    }),
    ["variance"],
  ],
  [
    "real data from generation 3 on",
    vectors({
      interventions: [
        {
          name: "fresh-data",
          config: { fraction: { from: 0, to: 0.45, over: 3, shape: "step" } },
        },
      ],
    }),
    VECTOR_METRICS,
  ],
  [
    "a detector that gets worse, behind more and more real data",
    vectors({
      interventions: [
        { name: "fresh-data", config: { fraction: { values: [0.1, 0.45] } } },
        { name: "watermark", config: { truePositiveRate: { values: [0.3, 0.1, 0] } } },
      ],
    }),
    VECTOR_METRICS,
  ],
  [
    "a fixed real set beside all data so far",
    vectors({
      samples: 9,
      interventions: [{ name: "fixed-real-set", config: { size: 4 } }, { name: "accumulate" }],
      ...gaussian({ samplingBias: { values: [1, 0.5, 0.9] } }),
    }),
    ["mean", "variance", "w2"],
  ],
  [
    "two modes, synthetic augmentation",
    vectors({
      dataset: { name: "gaussian-pair" },
      samples: 13,
      interventions: [{ name: "synthetic-augmentation", config: { synthetic: 29 } }],
    }),
    ["mean", "variance"],
  ],
  [
    "three shares, some of them kept as they were",
    vectors({
      samples: 19,
      interventions: [
        { name: "earlier-generations", config: { alpha: 0.5, beta: 0.3, gamma: 0.25 } },
        { name: "keep-original", config: { fraction: 0.2 } },
      ],
    }),
    ["mean", "variance"],
  ],
  [
    "pools that grow",
    vectors({
      samples: 7,
      interventions: [{ name: "pool-size", config: { samples: 7, power: 1.3 } }],
    }),
    ["mean", "variance", "log-variance", "w2"],
  ],
  [
    "pools by a list, unbiased, biased by a schedule",
    vectors({
      samples: 7,
      interventions: [{ name: "pool-size", config: { samples: { values: [31, 5, 12] } } }],
      ...gaussian({ divisor: "N-1", samplingBias: { from: 1, to: 0.5, over: 4 } }),
    }),
    ["mean", "variance", "log-variance", "w2"],
  ],
  [
    "a subset of all data so far",
    vectors({ samples: 7, interventions: [{ name: "accumulate-subsample" }] }),
    ["mean", "variance"],
  ],
  [
    "real data that count for more, unbiased",
    vectors({
      samples: 13,
      interventions: [
        { name: "fresh-data", config: { fraction: 0.3 } },
        { name: "sample-weighting", config: { real: { values: [0.9, 0.5, 0.618] } } },
      ],
      ...gaussian({ divisor: "N-1" }),
    }),
    ["mean", "variance", "w2"],
  ],
  [
    "no statistical error, biased and mixed by a schedule",
    vectors({
      ...normal(2),
      lineages: 3,
      interventions: [
        { name: "fresh-data", config: { fraction: { values: [0.25, 0.6] } } },
        { name: "accumulate" },
      ],
      ...gaussian({ statistics: "exact", samplingBias: 0.7, shrinkage: 0.1 }),
    }),
    ["variance", "log-variance", "w2"],
  ],
  [
    "fits that stop short, and samples that are too wide",
    vectors({ samples: 9, ...gaussian({ shrinkage: { values: [0.2, 0] }, samplingBias: 1.2 }) }),
    VECTOR_METRICS,
  ],
  [
    "fits that stop short of a subset of all so far, unbiased",
    vectors({
      samples: 9,
      generations: 5,
      interventions: [{ name: "accumulate-subsample" }],
      ...gaussian({ shrinkage: 0.2, divisor: "N-1" }),
    }),
    ["mean", "variance"],
  ],
  [
    "categories without statistical error, some of them real, cooled by a schedule",
    categories({
      dataset: { name: "zipf", config: { categories: 7 } },
      lineages: 3,
      samples: 13,
      interventions: [
        { name: "earlier-generations", config: { alpha: 0.6, beta: 0.3, gamma: 0.1 } },
        { name: "keep-original", config: { fraction: 0.2 } },
      ],
      family: {
        name: "categorical",
        config: { statistics: "exact", temperature: { values: [0.7, 1.3] } },
      },
    }),
    ["heterozygosity", "entropy", "kl"],
  ],
  ["seven categories", categories({}), CATEGORY_METRICS],
  [
    "categories by a list, real ones by chance",
    categories({
      interventions: [
        { name: "fresh-data", config: { fraction: { values: [0.1, 0.4] }, rows: "independent" } },
        { name: "pool-size", config: { samples: { values: [31, 13, 22] } } },
      ],
    }),
    CATEGORY_METRICS,
  ],
  [
    "categories, real ones by chance and a subset of all so far",
    categories({
      samples: 13,
      interventions: [
        { name: "fresh-data", config: { fraction: 0.3, rows: "independent" } },
        { name: "accumulate-subsample" },
      ],
    }),
    CATEGORY_METRICS,
  ],
  [
    "weighted categories of three shares",
    categories({
      samples: 17,
      interventions: [
        { name: "earlier-generations", config: { alpha: 1, beta: 0.4, gamma: 0.3 } },
        { name: "sample-weighting", config: { real: 0.7 } },
      ],
    }),
    CATEGORY_METRICS,
  ],
  [
    "a long tail",
    categories({
      dataset: { name: "zipf", config: { categories: 333, exponent: 1.3 } },
      samples: 100,
      lineages: 500,
    }),
    CATEGORY_METRICS,
  ],
  [
    "a long tail, many samples",
    categories({
      dataset: { name: "zipf", config: { categories: 3000, exponent: 1 } },
      samples: 9000,
      lineages: 30,
      generations: 4,
    }),
    ["heterozygosity", "survivors", "lost-mass", "entropy", "kl"],
  ],
  ["a quarter of the categories fresh", categories(mixed("fresh-data", 0.25)), CATEGORY_METRICS],
  ["a quarter of the categories kept", categories(mixed("keep-original", 0.25)), CATEGORY_METRICS],
  ["accumulated categories", categories(accumulate), CATEGORY_METRICS],
  [
    "tempered categories",
    categories({ family: { name: "categorical", config: { temperature: 0.6 } } }),
    CATEGORY_METRICS,
  ],
];

test.each(settings)("%s", async (_name, experiment, known) => {
  const resolved = await resolveExperiment(experiment, () => Promise.reject(new Error("no file")));
  const means = theoryFor(resolved).filter(({ statistic }) => statistic === "mean");
  expect(means.map(({ metric }) => metric).toSorted()).toEqual(known.toSorted());
  await expectOverlays(resolved, webgpu ?? cpu);
});
