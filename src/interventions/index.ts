import { registry } from "../registry.ts";
import { accumulate } from "./accumulate.ts";
import { freshData } from "./fresh-data.ts";
import { keepOriginal } from "./keep-original.ts";

export const interventions = registry(keepOriginal, freshData, accumulate);
