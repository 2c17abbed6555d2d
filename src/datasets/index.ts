import { registry } from "../registry.ts";
import { gaussianPair } from "./gaussian-pair.ts";
import { standardNormal } from "./standard-normal.ts";
import { textWords } from "./text-words.ts";
import { uniformCategories } from "./uniform-categories.ts";
import { zipf } from "./zipf.ts";

export const datasets = registry(standardNormal, gaussianPair, uniformCategories, zipf, textWords);
