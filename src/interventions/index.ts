import { registry } from "../registry.ts";
import { accumulateSubsample } from "./accumulate-subsample.ts";
import { accumulate } from "./accumulate.ts";
import { earlierGenerations } from "./earlier-generations.ts";
import { exchange } from "./exchange.ts";
import { fixedRealSet } from "./fixed-real-set.ts";
import { freshData } from "./fresh-data.ts";
import { keepOriginal } from "./keep-original.ts";
import { poolSize } from "./pool-size.ts";
import { sampleWeighting } from "./sample-weighting.ts";
import { syntheticAugmentation } from "./synthetic-augmentation.ts";

export const interventions = registry(
  keepOriginal,
  freshData,
  fixedRealSet,
  syntheticAugmentation,
  earlierGenerations,
  accumulate,
  accumulateSubsample,
  poolSize,
  sampleWeighting,
  exchange,
);
