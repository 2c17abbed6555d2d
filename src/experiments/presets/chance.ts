import { coolSampling, fivePercentFresh, lastOneStanding, longTail } from "../categories.ts";
import {
  gaussianAccumulate,
  gaussianBiased,
  gaussianDrift,
  gaussianFresh,
  gaussianTenPercent,
  gaussianUnbiased,
} from "../gaussian-drift.ts";
import { mixedRetraining, mixtureCoded, mixturePublished, ringModes } from "../mixture.ts";
import { rareWords } from "../rare-words.ts";
import { twoModes } from "../two-modes.ts";
import type { Preset } from "./preset.ts";

/** What chance alone does: bell curves, categories and mixtures that learn from themselves. */
export const chance: readonly Preset[] = [
  {
    story:
      "A bell curve learns from a hundred samples of itself, again and again, until only its middle is left.",
    experiment: gaussianDrift,
  },
  {
    story:
      "A text is written anew from its own word counts, and every time some rare words do not return.",
    experiment: rareWords,
  },
  {
    story:
      "A tenth of every training pool stays real, and the loss stops where it would have gone on.",
    experiment: gaussianTenPercent,
  },
  {
    story: "Nothing is thrown away: the data pile up, and the collapse comes to rest.",
    experiment: gaussianAccumulate,
  },
  {
    story:
      "The average over lineages looks perfectly healthy while almost every single one of them collapses.",
    experiment: gaussianUnbiased,
  },
  {
    story: "Ten equal categories copy themselves by chance until one of them is all there is.",
    experiment: lastOneStanding,
  },
  {
    story:
      "Two thousand kinds from common to rare: the rare ones are gone before anything else changes.",
    experiment: longTail,
  },
  {
    story: "Five new real samples in every hundred keep nine tenths of the diversity, for ever.",
    experiment: fivePercentFresh,
  },
  {
    story:
      "Ten fresh real samples a generation hold a model at a distance that depends on nothing else.",
    experiment: gaussianFresh,
  },
  {
    story:
      "A model that samples a little too carefully narrows far faster than chance alone would make it.",
    experiment: gaussianBiased,
  },
  {
    story: "Sampling a shade below temperature 1 turns a rich distribution into its favourite few.",
    experiment: coolSampling,
  },
  {
    story:
      "A single bell laid over two hills is wrong at once, and after that only drifts like any other.",
    experiment: twoModes,
  },
  {
    story:
      "Two groups of points, learned again and again, are taken for one another and end as a speck.",
    experiment: mixturePublished,
  },
  {
    story:
      "The article's own code, which begins with a single blob: two thousand generations on, two specks.",
    experiment: mixtureCoded,
  },
  {
    story:
      "A model with a bell for each of eight groups merges some of them, and those it has lost never return.",
    experiment: ringModes,
  },
  {
    story:
      "Half of what it learns from is always the same real set: all eight groups stay where they were.",
    experiment: mixedRetraining,
  },
];
