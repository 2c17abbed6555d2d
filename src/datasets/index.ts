import { registry } from "../registry.ts";
import { gaussianPair } from "./gaussian-pair.ts";
import { standardNormal } from "./standard-normal.ts";

export const datasets = registry(standardNormal, gaussianPair);
