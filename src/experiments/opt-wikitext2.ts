import type { Experiment } from "./experiment.ts";

const source =
  "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y; code: doi:10.5281/zenodo.10866595";

/** The files as they are published, beside the experiment or picked in the page. */
const wikitext2 = {
  file: "wiki.train.raw",
  heldOut: "wiki.test.raw",
  tokenizer: "byte-pairs",
  tokenizerFile: "tokenizer.json",
  length: 64,
} as const;

const opt125m = { width: 768, layers: 12, heads: 12, innerFactor: 4 } as const;

/** OPT's rows of logits are 200 kB each, so a batch goes in parts of eight texts. */
const training = {
  start: "first",
  epochs: 5,
  batch: 128,
  gradientAccumulation: 16,
  learningRate: 2e-5,
} as const;

/** Every block of 64 tokens is the prompt for the next 64, so that the sets stay equally large. */
const decoding = { decoding: "beam", beams: 5, prompt: "original" } as const;

const metrics = [
  { name: "held-out-perplexity" },
  { name: "perplexity-under-first" },
  { name: "perplexity-histogram" },
  { name: "repeated-phrases" },
  { name: "distinct-2" },
  { name: "rare-word-survival" },
] as const;

/**
 * The article's language experiment without real data: five epochs from the best model of the real
 * data. Weight decay and schedule are not published; these are PyTorch's and constant. The weights of
 * generation 0 begin fresh here, where the article's begin with those of OPT-125m. The article's five
 * seeds are five runs here: side by side, their checkpoint would be more than a store holds.
 */
export const optWikitext2Published: Experiment = {
  name: "opt-wikitext2-published",
  title: "The paper's language model, as published",
  source,
  dataset: { name: "text-file", config: wikitext2 },
  family: { name: "transformer", config: { ...opt125m, ...training, ...decoding } },
  interventions: [],
  metrics,
  lineages: 1,
  generations: 10,
  samples: 37_000,
  seed: 1,
};

/** The article's second setting: ten epochs, and a random tenth of the original data in every pool. */
export const optWikitext2TenPercent: Experiment = {
  ...optWikitext2Published,
  name: "opt-wikitext2-ten-percent",
  title: "The paper's language model with a tenth of real data",
  family: { name: "transformer", config: { ...opt125m, ...training, ...decoding, epochs: 10 } },
  interventions: [{ name: "fresh-data", config: { fraction: 0.1 } }],
};

/** The published code penalises repetition by 3.0, where the article's ablation says 2.0. */
export const optWikitext2Coded: Experiment = {
  ...optWikitext2Published,
  name: "opt-wikitext2-coded",
  title: "The paper's language model, as coded",
  family: {
    name: "transformer",
    config: { ...opt125m, ...training, ...decoding, repetitionPenalty: 3 },
  },
};

/** The same architecture and protocol, small enough to train from scratch while one watches. */
export const optLaptop: Experiment = {
  ...optWikitext2Published,
  name: "opt-laptop",
  title: "The paper's language model at laptop size",
  dataset: { name: "grammar", config: { length: 32 } },
  family: {
    name: "transformer",
    config: {
      width: 64,
      layers: 2,
      heads: 4,
      start: "previous",
      firstEpochs: 20,
      epochs: 5,
      batch: 16,
      learningRate: 2e-3,
      ...decoding,
    },
  },
  lineages: 2,
  generations: 8,
  samples: 256,
};
