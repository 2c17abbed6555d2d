/** One of the ways in which the literature says what collapse is. */
export interface Definition {
  /** In kebab-case. */
  readonly name: string;
  readonly title: string;
  /** What it calls collapse, in a sentence. */
  readonly meaning: string;
  /** Metrics that measure it, the most direct one first, and where collapse takes each. */
  readonly measures: readonly Measure[];
}

export interface Measure {
  readonly metric: string;
  readonly towards: "up" | "down";
}

const up = (metric: string): Measure => ({ metric, towards: "up" });
const down = (metric: string): Measure => ({ metric, towards: "down" });

/**
 * The definitions in use, which contradict each other: Schaeffer et al. 2025, arXiv:2503.03150. A run
 * is measured by all of them side by side.
 */
export const definitions: readonly Definition[] = [
  {
    name: "variance",
    title: "Variance to zero",
    meaning: "What the model draws becomes all alike.",
    measures: [
      down("variance"),
      down("heterozygosity"),
      down("encoder-spread"),
      down("log-variance"),
      down("distinct-2"),
      down("distinct-3"),
      down("type-token-ratio"),
    ],
  },
  {
    name: "distance",
    title: "Distance from the real data",
    meaning: "The model moves away from the real distribution, generation after generation.",
    measures: [up("w2"), up("mixture-l2"), up("mmd"), up("frechet-distance"), up("kid")],
  },
  {
    name: "population-risk",
    title: "Population risk",
    meaning: "The model becomes worse at predicting real data than generation 0 was.",
    measures: [
      up("population-risk"),
      up("held-out-loss"),
      up("held-out-perplexity"),
      up("excess-risk"),
      down("accuracy"),
      up("reconstruction-error"),
    ],
  },
  {
    name: "modes",
    title: "Loss of modes",
    meaning: "Whole groups of the real data are not drawn any more.",
    measures: [
      up("modes-lost"),
      down("survivors"),
      down("image-coverage"),
      down("image-recall"),
      down("dialect-share"),
    ],
  },
  {
    name: "tails",
    title: "Loss of tails",
    meaning: "What is rare in the real data becomes rarer still, and is gone.",
    measures: [
      down("tail-share"),
      up("lost-mass"),
      down("rare-word-survival"),
      down("rare-share"),
      up("lost-word-mass"),
    ],
  },
  {
    name: "entropy",
    title: "Entropy",
    meaning: "The model knows ever better what it will say next.",
    measures: [
      down("entropy"),
      down("differential-entropy"),
      down("ngram-entropy"),
      down("vendi-images"),
      down("vendi-texts"),
    ],
  },
  {
    name: "divergence",
    title: "Divergence of densities",
    meaning: "Real and model probabilities of the same things drift apart.",
    measures: [
      up("density-divergence"),
      up("js"),
      up("kl"),
      up("total-variation"),
      up("grammar-kl"),
      up("excess-loss"),
    ],
  },
  {
    name: "hallucination",
    title: "Outside the support",
    meaning: "The model draws what the real distribution all but never gives.",
    measures: [up("outside-share"), down("grammatical-share"), down("image-precision")],
  },
];
