import { choice } from "../config.ts";
import type { Context } from "../context.ts";
import type { StepModel } from "../decoding/step-model.ts";
import { ConfigError } from "../errors.ts";
import { onnxTransformerSteps } from "../onnx/transformer-steps.ts";
import type { TransformerShape } from "../transformer/shape.ts";
import { type TransformerWeights, transformerSteps } from "../transformer/step.ts";

export const sampler = choice({
  default: "auto",
  options: ["auto", "onnx", "wgsl"],
  help: "What generates: ONNX Runtime, which auto means in a browser, or kernels of the lab.",
});

/** A transformer that continues texts in the way that was asked for. */
export function stepsBy(
  asked: "auto" | "onnx" | "wgsl",
  { graphs, dry }: Context,
  shape: TransformerShape,
  weights: TransformerWeights,
): StepModel {
  if (asked === "onnx" && graphs === null && !dry) {
    throw new ConfigError("$.family.config.sampler", "there is no ONNX Runtime here; take wgsl");
  }
  const byGraphs = asked === "onnx" || (asked === "auto" && graphs?.preferred === true);
  return byGraphs ? onnxTransformerSteps(shape, weights, graphs) : transformerSteps(shape, weights);
}
