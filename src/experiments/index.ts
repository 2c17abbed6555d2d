import { coolSampling, fivePercentFresh, lastOneStanding, longTail } from "./categories.ts";
import type { Experiment } from "./experiment.ts";
import {
  gaussianAccumulate,
  gaussianBiased,
  gaussianDrift,
  gaussianFresh,
  gaussianTenPercent,
  gaussianUnbiased,
} from "./gaussian-drift.ts";
import { digitsBlur, digitsTenPercent } from "./digits.ts";
import { mixtureCoded, mixturePublished } from "./mixture.ts";
import { beamStutter, forgottenWords, tenPercentReal } from "./language.ts";
import {
  optLaptop,
  optWikitext2Coded,
  optWikitext2Published,
  optWikitext2TenPercent,
} from "./opt-wikitext2.ts";
import { rareWords } from "./rare-words.ts";
import { twoModes } from "./two-modes.ts";
import { vaeLaptop, vaeMnistCoded, vaeMnistPublished } from "./vae-mnist.ts";

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
      "A network draws digits, the next one learns from its drawings, and soon a seven is no seven any more.",
    experiment: digitsBlur,
  },
  {
    story: "A tenth of newly drawn digits in every pool keeps the others legible.",
    experiment: digitsTenPercent,
  },
  {
    story:
      "A small English is written anew from memory, and rare words, rare phrases and a dialect fall silent.",
    experiment: forgottenWords,
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
