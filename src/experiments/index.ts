import { coolSampling, fivePercentFresh, lastOneStanding, longTail } from "./categories.ts";
import { closedPaths } from "./chains.ts";
import type { Experiment } from "./experiment.ts";
import { curatedTaste, verifierTaste, watermarkDetected, watermarkRemoved } from "./filters.ts";
import {
  gaussianAccumulate,
  gaussianBiased,
  gaussianDrift,
  gaussianFresh,
  gaussianTenPercent,
  gaussianUnbiased,
} from "./gaussian-drift.ts";
import { firstMover, islands, marketShares, mixedMarket } from "./ecosystems.ts";
import { digitsAccumulate, digitsBlur, digitsTenPercent } from "./digits.ts";
import { moonsBlur, moonsStay } from "./kernel-density.ts";
import { madAugmentation, madFresh, madFullySynthetic } from "./mad.ts";
import { mixtureCoded, mixturePublished, ringModes } from "./mixture.ts";
import { beamStutter, forgottenWords, tenPercentReal, wordsPileUp } from "./language.ts";
import {
  optLaptop,
  optWikitext2Coded,
  optWikitext2Published,
  optWikitext2TenPercent,
} from "./opt-wikitext2.ts";
import { rareWords } from "./rare-words.ts";
import { answersAccumulated, answersReplaced, strongCollapse } from "./regression.ts";
import {
  fiveInAThousand,
  forgettingTimes,
  heatDeath,
  heatDeathHeldOff,
  taleOfTails,
} from "./tails.ts";
import { twoModes } from "./two-modes.ts";
import { vaeLaptop, vaeMnistCoded, vaeMnistPublished } from "./vae-mnist.ts";
import {
  augmentForever,
  goldenWeighting,
  growingPools,
  lateRescue,
  threeSources,
  workflowAccumulate,
  workflowReplace,
  workflowSubsample,
} from "./workflows.ts";

export interface Preset {
  /** One sentence: what one will see. */
  readonly story: string;
  readonly experiment: Experiment;
}

/** In the order in which the page shows them; the first one is the default. */
export const presets: readonly Preset[] = [
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
      "A biased model on its own: the distance to the truth grows until there is nothing left to lose.",
    experiment: madFullySynthetic,
  },
  {
    story:
      "The same hundred real samples beside nine hundred of the model only put off where it goes.",
    experiment: madAugmentation,
  },
  {
    story:
      "A hundred new real samples in every thousand hold the same model at a distance, for good.",
    experiment: madFresh,
  },
  {
    story:
      "With ten samples a generation, replacing the data ends in a point within a hundred turns.",
    experiment: workflowReplace,
  },
  {
    story: "Keeping all of it instead, most of the variance stays, for ever.",
    experiment: workflowAccumulate,
  },
  {
    story:
      "All data is kept, but only ten of it are learned from at a time: in between, and at rest.",
    experiment: workflowSubsample,
  },
  {
    story:
      "Beside all earlier data the error of the mean grows to π²/6 of the first one, and no further.",
    experiment: augmentForever,
  },
  {
    story:
      "Of as many fresh samples as copies, the fresh ones count 1/φ = 0.618, and nothing errs less.",
    experiment: goldenWeighting,
  },
  {
    story: "The samples grow faster than the generations do, and the error stays where it is.",
    experiment: growingPools,
  },
  {
    story:
      "For twelve generations a model is alone; then a fifth of its data is real, and it comes back.",
    experiment: lateRescue,
  },
  {
    story:
      "Half of every pool is the newest model's, a tenth is real, the rest is what the one before learned from.",
    experiment: threeSources,
  },
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
      "Of every two samples people take the one they like better, and tastes become one taste.",
    experiment: curatedTaste,
  },
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
      "A straight line is learned from the answers of the line before, and errs by as much more each time.",
    experiment: answersReplaced,
  },
  {
    story: "All answers are kept, and the error ends at 1.64 times that of the first line.",
    experiment: answersAccumulated,
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
      "A network draws digits, the next one learns from its drawings, and soon a seven is no seven any more.",
    experiment: digitsBlur,
  },
  {
    story: "A tenth of newly drawn digits in every pool keeps the others legible.",
    experiment: digitsTenPercent,
  },
  {
    story: "All drawings are kept and learned again, and the digits fade more slowly.",
    experiment: digitsAccumulate,
  },
  {
    story:
      "A small English is written anew from memory, and rare words, rare phrases and a dialect fall silent.",
    experiment: forgottenWords,
  },
  {
    story: "The same English with every text kept: it still wears, but many times more slowly.",
    experiment: wordsPileUp,
  },
  {
    story:
      "A language model goes on with its own likeliest sentences until it says the same thing twice.",
    experiment: beamStutter,
  },
  {
    story: "The same language model, with one text in ten still from a human: it keeps its words.",
    experiment: tenPercentReal,
  },
  {
    story: "The VAE of the paper a quarter as wide, on digits drawn here: no files are needed.",
    experiment: vaeLaptop,
  },
  {
    story:
      "The paper's language experiment on a small English, with everything in it but the size.",
    experiment: optLaptop,
  },
  {
    story:
      "The authors' own notebook at full size. Pick the four MNIST files in the form; hours on a laptop.",
    experiment: vaeMnistCoded,
  },
  {
    story:
      "The same for twenty generations, as in the article. Pick the four MNIST files in the form.",
    experiment: vaeMnistPublished,
  },
  {
    story:
      "125 million parameters on WikiText-2, one of the five seeds. Pick text and tokenizer in the form; days on one card.",
    experiment: optWikitext2Published,
  },
  {
    story: "The same with ten epochs and a random tenth of the original texts in every generation.",
    experiment: optWikitext2TenPercent,
  },
  {
    story: "The same as the published code has it, with a penalty of 3 on every repetition.",
    experiment: optWikitext2Coded,
  },
];
