import { registry } from "../registry.ts";
import { accumulateSubsample } from "./accumulate-subsample.ts";
import { accumulate } from "./accumulate.ts";
import { curation } from "./curation.ts";
import { deduplicate } from "./deduplicate.ts";
import { earlierGenerations } from "./earlier-generations.ts";
import { exchange } from "./exchange.ts";
import { fixedRealSet } from "./fixed-real-set.ts";
import { freshData } from "./fresh-data.ts";
import { keepOriginal } from "./keep-original.ts";
import { poolSize } from "./pool-size.ts";
import { quality } from "./quality.ts";
import { sampleWeighting } from "./sample-weighting.ts";
import { syntheticAugmentation } from "./synthetic-augmentation.ts";
import { verifier } from "./verifier.ts";
import { watermark } from "./watermark.ts";

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
  watermark,
  verifier,
  curation,
  deduplicate,
  quality,
  exchange,
);
