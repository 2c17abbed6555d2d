import type { Experiment } from "./experiment.ts";

/**
 * A small English whose every probability is known, learned by counting and written anew a shade
 * too carefully: rare words, rare constructions and the dialect of a minority go first.
 */
export const forgottenWords: Experiment = {
  name: "forgotten-words",
  title: "A language that forgets its rare words",
  source: "this project",
  dataset: { name: "grammar", config: { dialectShare: 0.1 } },
  family: { name: "ngram", config: { order: 3, temperature: 0.8 } },
  interventions: [],
  metrics: [
    { name: "rare-word-survival" },
    { name: "lost-word-mass" },
    { name: "dialect-share" },
    { name: "grammatical-share" },
    { name: "held-out-perplexity" },
    { name: "type-token-ratio" },
  ],
  lineages: 8,
  generations: 16,
  samples: 200,
  seed: 1,
};

/** Every text so far is learned again, which slows down what the language loses. */
export const wordsPileUp: Experiment = {
  ...forgottenWords,
  name: "words-pile-up",
  title: "A library that throws nothing away",
  source: "Gerstgrasser et al. 2024, language models, arXiv:2404.01413",
  interventions: [{ name: "accumulate" }],
  metrics: [
    { name: "held-out-perplexity" },
    { name: "rare-word-survival" },
    { name: "lost-word-mass" },
    { name: "dialect-share" },
    { name: "grammatical-share" },
  ],
};

/**
 * A small transformer that goes on from every text with the likeliest continuation, by five-way beam
 * search, and learns from what it wrote: the paper's loop, in which phrases begin to repeat.
 */
export const beamStutter: Experiment = {
  name: "beam-stutter",
  title: "Beam search that starts to stutter",
  source: "Shumailov et al. 2024, language models, doi:10.1038/s41586-024-07566-y",
  dataset: { name: "grammar", config: { length: 24 } },
  family: {
    name: "transformer",
    config: {
      width: 48,
      layers: 2,
      heads: 4,
      firstEpochs: 20,
      epochs: 5,
      batch: 16,
      learningRate: 2e-3,
      decoding: "beam",
      beams: 5,
      prompt: "original",
    },
  },
  interventions: [],
  metrics: [
    { name: "held-out-perplexity" },
    { name: "perplexity-under-first" },
    { name: "perplexity-histogram" },
    { name: "repeated-phrases" },
    { name: "distinct-2" },
    { name: "rare-word-survival" },
  ],
  lineages: 2,
  generations: 8,
  samples: 160,
  seed: 1,
};

/** The same, and a tenth of every pool is real. */
export const tenPercentReal: Experiment = {
  ...beamStutter,
  name: "ten-percent-real",
  title: "A tenth of real data that saves it",
  interventions: [{ name: "keep-original", config: { fraction: 0.1 } }],
};

/**
 * A detector for generated texts, given by its two rates: of ten texts one is new and human, and after
 * the detector it is one of two.
 */
export const detectorForTexts: Experiment = {
  ...forgottenWords,
  name: "detector-for-texts",
  title: "A detector beside the library",
  source: "Drayson et al. 2025, resampling by a detector, arXiv:2502.15654",
  interventions: [
    { name: "fresh-data", config: { fraction: 0.1 } },
    { name: "watermark", config: { truePositiveRate: 0.9, falsePositiveRate: 0.05 } },
  ],
  metrics: [
    { name: "rare-word-survival" },
    { name: "held-out-perplexity" },
    { name: "self-bleu" },
    { name: "seq-rep" },
    { name: "dialect-share" },
  ],
  generations: 10,
};

/** A small transformer that draws its texts freely instead of going on from those of the data. */
const FREE = {
  width: 48,
  layers: 2,
  heads: 4,
  firstEpochs: 20,
  epochs: 20,
  batch: 16,
  learningRate: 2e-3,
  decoding: "sample",
  prompt: "none",
  start: "scratch",
} as const;

/** Every generation learns to write from nothing, with the texts of the last one as its only school. */
export const fromScratch: Experiment = {
  ...beamStutter,
  name: "from-scratch",
  title: "A school that only reads its pupils",
  source: "Wang et al. 2024, stories from scratch, arXiv:2412.14872",
  dataset: { name: "grammar", config: { length: 24, dialectShare: 0.1 } },
  family: { name: "transformer", config: FREE },
  metrics: [
    { name: "held-out-perplexity" },
    { name: "grammatical-share" },
    { name: "distinct-2" },
    { name: "self-bleu" },
    { name: "lost-word-mass" },
  ],
};

/** Weights are kept and tuned again: texts become more correct while ever fewer things are said. */
export const tunedAgain: Experiment = {
  ...fromScratch,
  name: "tuned-again",
  title: "More correct, and always the same",
  source: "Guo et al. 2023, recursive fine-tuning, arXiv:2311.09807",
  family: {
    name: "transformer",
    config: { ...FREE, epochs: 5, start: "previous", topP: 0.9 },
  },
  metrics: [
    { name: "self-bleu" },
    { name: "grammatical-share" },
    { name: "distinct-2" },
    { name: "type-token-ratio" },
    { name: "rare-word-survival" },
  ],
};

/** The cycle that keeps every text and adds as many again: it wears too, a few per cent a turn. */
export const expandingCycle: Experiment = {
  ...fromScratch,
  name: "expanding-cycle",
  title: "The cycle that keeps everything",
  source: "Briesch et al. 2023, data cycles, arXiv:2311.16822",
  family: {
    name: "transformer",
    config: { ...FREE, epochs: 12, temperature: 0.9 },
  },
  interventions: [{ name: "accumulate" }],
  metrics: [
    { name: "self-bleu" },
    { name: "grammatical-share" },
    { name: "distinct-2" },
    { name: "vendi-texts" },
    { name: "held-out-perplexity" },
  ],
  generations: 6,
};
