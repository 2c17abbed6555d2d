import { registry } from "../registry.ts";
import { gaussian } from "./gaussian.ts";

export const families = registry(gaussian);
