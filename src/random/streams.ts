/**
 * What a random number is for. Two draws that may share every other field of their address differ
 * here. Metrics and interventions get a stream for each place in the experiment's list.
 */
export const Stream = {
  DATASET: 1,
  FIT: 2,
  SAMPLE: 3,
  METRIC: 32,
  INTERVENTION: 128,
} as const;

/** The most metrics, and the most interventions, that one experiment may name: a stream for each. */
export const PLUGINS_PER_KIND = 64;
