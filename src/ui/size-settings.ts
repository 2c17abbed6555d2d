import { integer, text } from "../config.ts";

/** The numbers of an experiment that belong to no plug-in. */
export const SIZES = {
  lineages: integer({
    default: 1024,
    min: 1,
    max: 2 ** 20,
    help: "Independent chains, run side by side; the bands show their spread.",
  }),
  generations: integer({
    default: 100,
    min: 1,
    max: 2 ** 24 - 1,
    help: "How often a model learns from the one before it.",
  }),
  samples: integer({
    default: 100,
    min: 1,
    max: 2 ** 24,
    help: "What each model learns from, and leaves to the next.",
  }),
  seed: integer({
    default: 1,
    min: 0,
    max: 2 ** 32 - 1,
    help: "The same seed gives the same run.",
  }),
} as const;

export const TITLE = text({
  default: "",
  maxLength: 120,
  help: "What the run is called in the list.",
});
