import { registry } from "../registry.ts";
import { variance } from "./variance.ts";

export const metrics = registry(variance);
