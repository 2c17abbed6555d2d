import { registry } from "../registry.ts";
import { accuracy } from "./accuracy.ts";
import { advantage } from "./advantage.ts";
import { classHistogram } from "./class-histogram.ts";
import { compressionRatio } from "./compression-ratio.ts";
import { densityDivergence } from "./density-divergence.ts";
import { dialectShare } from "./dialect-share.ts";
import { differentialEntropy } from "./differential-entropy.ts";
import { distinct1, distinct2, distinct3, distinct4 } from "./distinct.ts";
import { encoderSpread } from "./encoder-spread.ts";
import { entropy } from "./entropy.ts";
import { entropyRate } from "./entropy-rate.ts";
import { excessLoss } from "./excess-loss.ts";
import { excessRisk } from "./excess-risk.ts";
import { frechetDistance } from "./frechet-distance.ts";
import { goodTuring } from "./good-turing.ts";
import { grammarKl } from "./grammar-kl.ts";
import { grammaticalShare } from "./grammatical-share.ts";
import { heldOutLoss } from "./held-out-loss.ts";
import { heldOutPerplexity } from "./held-out-perplexity.ts";
import { heterozygosity } from "./heterozygosity.ts";
import { imageCoverage } from "./image-coverage.ts";
import { imageDensity } from "./image-density.ts";
import { imagePrecision } from "./image-precision.ts";
import { imageRecall } from "./image-recall.ts";
import { js } from "./js.ts";
import { kid } from "./kid.ts";
import { kl } from "./kl.ts";
import { logVariance } from "./log-variance.ts";
import { lostMass } from "./lost-mass.ts";
import { lostWordMass } from "./lost-word-mass.ts";
import { mean } from "./mean.ts";
import { mixtureL2 } from "./mixture-l2.ts";
import { mmd } from "./mmd.ts";
import { modesLost } from "./modes-lost.ts";
import { ngramEntropy } from "./ngram-entropy.ts";
import { outsideShare } from "./outside-share.ts";
import { perplexityHistogram } from "./perplexity-histogram.ts";
import { perplexityUnderFirst } from "./perplexity-under-first.ts";
import { pooledHeterozygosity } from "./pooled-heterozygosity.ts";
import { pooledVariance } from "./pooled-variance.ts";
import { populationRisk } from "./population-risk.ts";
import { rareShare } from "./rare-share.ts";
import { rareWordSurvival } from "./rare-word-survival.ts";
import { reconstructionError } from "./reconstruction-error.ts";
import { repeatedPhrases } from "./repeated-phrases.ts";
import { selfBleu } from "./self-bleu.ts";
import { seqRep } from "./seq-rep.ts";
import { survivors } from "./survivors.ts";
import { tailShare } from "./tail-share.ts";
import { totalVariation } from "./total-variation.ts";
import { transitionsLost } from "./transitions-lost.ts";
import { typeTokenRatio } from "./type-token-ratio.ts";
import { variance } from "./variance.ts";
import { vendiImages } from "./vendi-images.ts";
import { vendiTexts } from "./vendi-texts.ts";
import { w2 } from "./w2.ts";

export const metrics = registry(
  mean,
  variance,
  logVariance,
  w2,
  mixtureL2,
  mmd,
  entropy,
  heterozygosity,
  survivors,
  lostMass,
  kl,
  js,
  totalVariation,
  populationRisk,
  densityDivergence,
  differentialEntropy,
  modesLost,
  tailShare,
  outsideShare,
  pooledVariance,
  pooledHeterozygosity,
  advantage,
  excessRisk,
  accuracy,
  encoderSpread,
  reconstructionError,
  frechetDistance,
  kid,
  imagePrecision,
  imageRecall,
  imageDensity,
  imageCoverage,
  vendiImages,
  classHistogram,
  rareShare,
  heldOutLoss,
  heldOutPerplexity,
  excessLoss,
  perplexityUnderFirst,
  perplexityHistogram,
  distinct1,
  distinct2,
  distinct3,
  distinct4,
  typeTokenRatio,
  ngramEntropy,
  seqRep,
  repeatedPhrases,
  compressionRatio,
  selfBleu,
  vendiTexts,
  goodTuring,
  rareWordSurvival,
  lostWordMass,
  dialectShare,
  grammaticalShare,
  grammarKl,
  transitionsLost,
  entropyRate,
);
