/**
 * What a random number is for. Two draws that may share every other field of their address differ
 * here. Metrics and interventions get a stream for each place in the experiment's list.
 */
export const Stream = {
  DATASET: 1,
  FIT: 2,
  SAMPLE: 3,
  /** The order of the pool within each epoch of a training. */
  SHUFFLE: 4,
  /** The weights that a training begins with. */
  INITIALIZE: 5,
  DROPOUT: 6,
  /** Noise inside a training step, such as a reparameterisation's. */
  NOISE: 7,
  /** Which rows a fit takes of a pool whose rows count differently. */
  RESAMPLE: 8,
  METRIC: 32,
  INTERVENTION: 128,
  /** Choices of interventions among the rows of a pool, beside what they draw anew. */
  CHOICE: 192,
} as const;

/** The most metrics, and the most interventions, that one experiment may name: a stream for each. */
export const PLUGINS_PER_KIND = 64;
