import { digitsAccumulate, digitsBlur, digitsCurated, digitsTenPercent } from "../digits.ts";
import {
  beamStutter,
  detectorForTexts,
  expandingCycle,
  forgottenWords,
  fromScratch,
  tenPercentReal,
  tunedAgain,
  wordsPileUp,
} from "../language.ts";
import {
  optLaptop,
  optWikitext2Coded,
  optWikitext2Published,
  optWikitext2TenPercent,
} from "../opt-wikitext2.ts";
import { vaeLaptop, vaeMnistCoded, vaeMnistPublished } from "../vae-mnist.ts";
import type { Preset } from "./preset.ts";

/** Networks on digits and on a small English, and the published experiments at full size. */
export const networks: readonly Preset[] = [
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
      "Of every four drawings people keep the one most like a seven, and in the end there are only sevens.",
    experiment: digitsCurated,
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
      "One text in ten is a human's; a detector throws out nine copies in ten, and rare words stay.",
    experiment: detectorForTexts,
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
    story:
      "Tuned on its own texts, a model writes better English than at first, and less and less of it.",
    experiment: tunedAgain,
  },
  {
    story:
      "Every model learns to write from nothing but the last one's texts, and English is lost.",
    experiment: fromScratch,
  },
  {
    story: "Every text stays and as many are added: the cycle that keeps all of it wears slowly.",
    experiment: expandingCycle,
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
