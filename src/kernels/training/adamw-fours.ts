import { defineKernel } from "../../compute/kernel.ts";
import { adamw } from "./adamw.ts";

/** `adamw` over rows of whole fours. See shaders/training/adamw-fours.wgsl. */
export const adamwFours = defineKernel({ ...adamw, shader: "training/adamw-fours.wgsl" });
