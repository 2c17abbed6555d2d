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
