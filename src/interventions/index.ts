import { registry } from "../registry.ts";
import { keepOriginal } from "./keep-original.ts";

export const interventions = registry(keepOriginal);
