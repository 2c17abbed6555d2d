import { registry } from "../registry.ts";
import { circles } from "./circles.ts";
import { drawnDigits } from "./drawn-digits.ts";
import { drawnPoints } from "./drawn-points.ts";
import { gaussianPair } from "./gaussian-pair.ts";
import { gaussianRing } from "./gaussian-ring.ts";
import { imageFile } from "./image-file.ts";
import { grammar } from "./grammar.ts";
import { linearModel } from "./linear-model.ts";
import { markovSource } from "./markov-source.ts";
import { moons } from "./moons.ts";
import { standardNormal } from "./standard-normal.ts";
import { swissRoll } from "./swiss-roll.ts";
import { textFile } from "./text-file.ts";
import { textWords } from "./text-words.ts";
import { twoGaussians } from "./two-gaussians.ts";
import { uniformCategories } from "./uniform-categories.ts";
import { zipf } from "./zipf.ts";

export const datasets = registry(
  standardNormal,
  gaussianPair,
  twoGaussians,
  gaussianRing,
  moons,
  circles,
  swissRoll,
  drawnPoints,
  linearModel,
  uniformCategories,
  zipf,
  textWords,
  textFile,
  grammar,
  markovSource,
  drawnDigits,
  imageFile,
);
