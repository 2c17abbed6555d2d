import { closedPaths, coolingChain } from "../chains.ts";
import {
  beamAmongSamplers,
  firstMover,
  islands,
  marketShares,
  mixedMarket,
} from "../ecosystems.ts";
import { moonsBlur, moonsStay } from "../kernel-density.ts";
import {
  answersAccumulated,
  answersReplaced,
  ridgeAnswers,
  strongCollapse,
} from "../regression.ts";
import type { Preset } from "./preset.ts";

/** Models that learn from one another, straight lines, points known by heart, and chains. */
export const manyModels: readonly Preset[] = [
  {
    story:
      "Eight models copy themselves, one sample in fifty from another: alone each is poor, together they are rich.",
    experiment: islands,
  },
  {
    story:
      "Five models learn from what is on the market, of which one of them wrote the half, and all become one.",
    experiment: marketShares,
  },
  {
    story:
      "One model keeps the human data that it began with, the next one learns from what both publish: who was first stays ahead.",
    experiment: firstMover,
  },
  {
    story:
      "A bell, two bells and a model that knows points by heart hear each other, and the blur of one is all of theirs.",
    experiment: mixedMarket,
  },
  {
    story:
      "One language model writes what is likeliest, its neighbour draws: each spoils or saves the other.",
    experiment: beamAmongSamplers,
  },
  {
    story:
      "A straight line is learned from the answers of the line before, and errs by as much more each time.",
    experiment: answersReplaced,
  },
  {
    story: "All answers are kept, and the error ends at 1.64 times that of the first line.",
    experiment: answersAccumulated,
  },
  {
    story: "A penalty holds the answers back: of what errors would add up to, a third is left.",
    experiment: ridgeAnswers,
  },
  {
    story:
      "Twice as much data each time, of which a tenth is wrong: from a few hundred on nothing helps any more.",
    experiment: strongCollapse,
  },
  {
    story:
      "A model that knows every point by heart, and blurs it a little: the moons become a fog.",
    experiment: moonsBlur,
  },
  {
    story: "The same with every point kept: old points hold the new ones in place.",
    experiment: moonsStay,
  },
  {
    story:
      "Every token knows only the one before it; a pair that no text has once is never written again.",
    experiment: closedPaths,
  },
  {
    story:
      "A model a tenth more certain than the last one: the choice between words runs out, as its formula says.",
    experiment: coolingChain,
  },
];
