import {
  curatedTaste,
  verificationThreshold,
  verifierTaste,
  watermarkDetected,
  watermarkRemoved,
} from "../filters.ts";
import {
  fiveInAThousand,
  forgettingTimes,
  heatDeath,
  heatDeathHeldOff,
  taleOfTails,
} from "../tails.ts";
import type { Preset } from "./preset.ts";

/** Rare things, temperatures, and who lets which samples through. */
export const tailsAndFilters: readonly Preset[] = [
  {
    story:
      "What a model of a language misses is a quarter more the second time, and more each time after.",
    experiment: taleOfTails,
  },
  {
    story: "Words that were said five times: half of them are forgotten after fourteen copies.",
    experiment: forgettingTimes,
  },
  {
    story: "Five real samples in a thousand keep as much of the diversity as five in a hundred do.",
    experiment: fiveInAThousand,
  },
  {
    story: "A little above temperature 1, everything ends up as likely as everything else.",
    experiment: heatDeath,
  },
  {
    story: "Three real samples in ten keep a model alive that cools with every copy.",
    experiment: heatDeathHeldOff,
  },
  {
    story:
      "Two samples in a hundred are real. A detector throws out nine copies in ten, and then they are one in six.",
    experiment: watermarkDetected,
  },
  {
    story: "Half of the copies have lost their mark, and the detector is of little use any more.",
    experiment: watermarkRemoved,
  },
  {
    story:
      "A referee lets the right answer pass three times as often as wrong ones: in the end it is the only one.",
    experiment: verifierTaste,
  },
  {
    story:
      "Three answers in four are wrong. What a good referee lets through makes good models all the same; what a poorer one does makes models that are wrong about nearly everything.",
    experiment: verificationThreshold,
  },
  {
    story:
      "Of every two samples people take the one they like better, and tastes become one taste.",
    experiment: curatedTaste,
  },
];
