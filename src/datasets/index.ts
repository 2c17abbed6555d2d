import { registry } from "../registry.ts";
import { standardNormal } from "./standard-normal.ts";

export const datasets = registry(standardNormal);
