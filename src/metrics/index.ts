import { registry } from "../registry.ts";
import { logVariance } from "./log-variance.ts";
import { mean } from "./mean.ts";
import { variance } from "./variance.ts";
import { w2 } from "./w2.ts";

export const metrics = registry(mean, variance, logVariance, w2);
