import { registry } from "../registry.ts";
import { encoderSpread } from "./encoder-spread.ts";
import { entropy } from "./entropy.ts";
import { heterozygosity } from "./heterozygosity.ts";
import { js } from "./js.ts";
import { kl } from "./kl.ts";
import { logVariance } from "./log-variance.ts";
import { lostMass } from "./lost-mass.ts";
import { mean } from "./mean.ts";
import { reconstructionError } from "./reconstruction-error.ts";
import { survivors } from "./survivors.ts";
import { totalVariation } from "./total-variation.ts";
import { variance } from "./variance.ts";
import { w2 } from "./w2.ts";

export const metrics = registry(
  mean,
  variance,
  logVariance,
  w2,
  entropy,
  heterozygosity,
  survivors,
  lostMass,
  kl,
  js,
  totalVariation,
  encoderSpread,
  reconstructionError,
);
