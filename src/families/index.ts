import { registry } from "../registry.ts";
import { categorical } from "./categorical.ts";
import { gaussian } from "./gaussian.ts";
import { vae } from "./vae.ts";

export const families = registry(gaussian, categorical, vae);
