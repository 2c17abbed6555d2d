import { registry } from "../registry.ts";
import { assorted } from "./assorted.ts";
import { categorical } from "./categorical.ts";
import { gaussian } from "./gaussian.ts";
import { kernelDensity } from "./kernel-density.ts";
import { markovChain } from "./markov-chain.ts";
import { mixture } from "./mixture.ts";
import { regression } from "./regression.ts";
import { transformer } from "./transformer.ts";
import { ngram } from "./ngram.ts";
import { vae } from "./vae.ts";

export const families = registry(
  gaussian,
  mixture,
  kernelDensity,
  regression,
  assorted,
  categorical,
  ngram,
  markovChain,
  vae,
  transformer,
);
