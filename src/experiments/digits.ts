import type { Experiment } from "./experiment.ts";

/** What tells how images change: codes under the first encoder, quality, variety, one rare digit. */
const metrics = [
  { name: "encoder-spread" },
  { name: "reconstruction-error" },
  { name: "vendi-images" },
  { name: "image-recall" },
  { name: "image-precision" },
  { name: "rare-share" },
] as const;

/**
 * The paper's VAE at the size of a laptop, on digits that are drawn on the spot: every generation
 * learns what the one before decoded, and the encoder of generation 0 sees them draw together.
 */
export const digitsBlur: Experiment = {
  name: "digits-blur",
  title: "Digits that blur into each other",
  source: "Shumailov et al. 2024, variational autoencoder, doi:10.1038/s41586-024-07566-y",
  dataset: { name: "drawn-digits", config: { rare: "7", rareShare: 0.03 } },
  family: {
    name: "vae",
    config: {
      architecture: "mlp",
      hidden: 200,
      latent: 10,
      // So many steps that generation 0 draws digits, and the fall is slow enough to be watched.
      epochs: 20,
      batch: 32,
      learningRate: 3e-3,
    },
  },
  interventions: [],
  metrics,
  lineages: 2,
  generations: 10,
  samples: 1000,
  seed: 1,
};

/** The same with a tenth of every pool drawn by hand again. */
export const digitsTenPercent: Experiment = {
  ...digitsBlur,
  name: "digits-ten-percent",
  title: "Digits with a tenth of fresh ones",
  source: "Alemohammad et al. 2024, fresh data loop, arXiv:2307.01850",
  interventions: [{ name: "fresh-data", config: { fraction: 0.1 } }],
};

/** Nothing is thrown away: the digits still get worse, but more slowly, as the faces of the paper. */
export const digitsAccumulate: Experiment = {
  ...digitsBlur,
  name: "digits-accumulate",
  title: "Digits that pile up",
  source: "Gerstgrasser et al. 2024, variational autoencoders, arXiv:2404.01413",
  interventions: [{ name: "accumulate" }],
};

/**
 * Of every four drawings people keep one, each in proportion to e^(5 q) where q is the chance that it
 * shows a seven. Left alone these models end with ones; here the sevens grow until they are all there is.
 */
export const digitsCurated: Experiment = {
  ...digitsBlur,
  name: "digits-curated",
  title: "Everyone likes sevens",
  source: "Ferbach et al. 2024, self-consuming models with curated data, arXiv:2407.09499",
  dataset: { name: "drawn-digits" },
  interventions: [
    {
      name: "curation",
      config: { candidates: 4, preference: "class", class: 7, temperature: 0.2 },
    },
  ],
  metrics: [
    { name: "class-histogram" },
    { name: "vendi-images" },
    { name: "image-recall" },
    { name: "image-precision" },
    { name: "reconstruction-error" },
  ],
};
