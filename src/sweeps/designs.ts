import type { Sweep } from "./sweep.ts";

/** Designs that come with the lab: each error type is on in the first value and off in the second. */
export const designs: readonly Pick<Sweep, "name" | "title" | "source" | "experiment" | "axes">[] =
  [
    {
      name: "two-modes",
      title: "Three errors on two modes",
      source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
      experiment: {
        name: "two-modes",
        dataset: { name: "gaussian-pair", config: { separation: 4, deviation: 1 } },
        family: { name: "gaussian" },
        interventions: [],
        metrics: [
          { name: "variance" },
          { name: "population-risk" },
          { name: "differential-entropy" },
          { name: "outside-share" },
          { name: "tail-share" },
        ],
        lineages: 200,
        generations: 20,
        samples: 200,
        seed: 1,
      },
      axes: [
        {
          setting: "$.family",
          label: "functional expressivity",
          values: [{ name: "gaussian" }, { name: "mixture", config: { components: 2 } }],
        },
        {
          setting: "$.family.config.statistics",
          label: "statistical approximation",
          values: ["sampled", "exact"],
        },
        {
          setting: "$.family.config.shrinkage",
          label: "functional approximation",
          values: [0.03, 0],
        },
      ],
    },
    {
      name: "many-words",
      title: "Two errors on a language of words",
      source: "Marchi et al. 2024; Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
      experiment: {
        name: "many-words",
        dataset: { name: "zipf", config: { categories: 1000 } },
        family: { name: "categorical" },
        interventions: [],
        metrics: [
          { name: "heterozygosity" },
          { name: "entropy" },
          { name: "survivors" },
          { name: "lost-mass" },
          { name: "js" },
        ],
        lineages: 64,
        generations: 20,
        samples: 2000,
        seed: 1,
      },
      axes: [
        {
          setting: "$.family.config.statistics",
          label: "statistical approximation",
          values: ["sampled", "exact"],
        },
        {
          setting: "$.family.config.temperature",
          label: "functional approximation",
          values: [0.95, 1],
        },
      ],
    },
  ];
