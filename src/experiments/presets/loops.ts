import { madAugmentation, madFresh, madFullySynthetic } from "../mad.ts";
import {
  augmentForever,
  goldenWeighting,
  growingPools,
  lateRescue,
  threeSources,
  workflowAccumulate,
  workflowReplace,
  workflowSubsample,
} from "../workflows.ts";
import type { Preset } from "./preset.ts";

/** What becomes of the data of earlier generations, and how much fresh data there is. */
export const loops: readonly Preset[] = [
  {
    story:
      "A biased model on its own: the distance to the truth grows until there is nothing left to lose.",
    experiment: madFullySynthetic,
  },
  {
    story:
      "The same hundred real samples beside nine hundred of the model only put off where it goes.",
    experiment: madAugmentation,
  },
  {
    story:
      "A hundred new real samples in every thousand hold the same model at a distance, for good.",
    experiment: madFresh,
  },
  {
    story:
      "With ten samples a generation, replacing the data ends in a point within a hundred turns.",
    experiment: workflowReplace,
  },
  {
    story: "Keeping all of it instead, most of the variance stays, for ever.",
    experiment: workflowAccumulate,
  },
  {
    story:
      "All data is kept, but only ten of it are learned from at a time: in between, and at rest.",
    experiment: workflowSubsample,
  },
  {
    story:
      "Beside all earlier data the error of the mean grows to π²/6 of the first one, and no further.",
    experiment: augmentForever,
  },
  {
    story:
      "Of as many fresh samples as copies, the fresh ones count 1/φ = 0.618, and nothing errs less.",
    experiment: goldenWeighting,
  },
  {
    story: "The samples grow faster than the generations do, and the error stays where it is.",
    experiment: growingPools,
  },
  {
    story:
      "For twelve generations a model is alone; then a fifth of its data is real, and it comes back.",
    experiment: lateRescue,
  },
  {
    story:
      "Half of every pool is the newest model's, a tenth is real, the rest is what the one before learned from.",
    experiment: threeSources,
  },
];
