import type { Graphs } from "../compute/graph.ts";
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

type Sampler = "auto" | "onnx" | "wgsl";

/** Where graphs are to generate, and not in a dry run. */
export function graphsFor(asked: Sampler, { graphs, dry }: Context): Graphs | null {
  if (asked === "onnx" && graphs === null && !dry) {
    throw new ConfigError("$.family.config.sampler", "there is no ONNX Runtime here; take wgsl");
  }
  return asked === "onnx" || (asked === "auto" && graphs?.preferred === true) ? graphs : null;
}

/** A transformer that continues texts in the way that was asked for. */
export function stepsBy(
  asked: Sampler,
  context: Context,
  shape: TransformerShape,
  weights: TransformerWeights,
): StepModel {
  const graphs = graphsFor(asked, context);
  if (graphs === null && asked !== "onnx") return transformerSteps(shape, weights);
  return onnxTransformerSteps(shape, weights, graphs);
}
