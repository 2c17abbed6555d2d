import { registry } from "../registry.ts";
import { drawnDigits } from "./drawn-digits.ts";
import { gaussianPair } from "./gaussian-pair.ts";
import { imageFile } from "./image-file.ts";
import { grammar } from "./grammar.ts";
import { standardNormal } from "./standard-normal.ts";
import { textFile } from "./text-file.ts";
import { textWords } from "./text-words.ts";
import { uniformCategories } from "./uniform-categories.ts";
import { zipf } from "./zipf.ts";

export const datasets = registry(
  standardNormal,
  gaussianPair,
  uniformCategories,
  zipf,
  textWords,
  textFile,
  grammar,
  drawnDigits,
  imageFile,
);
