import type { GraphSupport, Graphs } from "../compute/graph.ts";
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
  return isByGraphs(asked, graphs) ? graphs : null;
}

/** Who generates, where that is not the kernels of the lab: others round otherwise. */
export function runtimeOf(
  config: Readonly<Record<string, unknown>>,
  graphs: GraphSupport | null,
): string | null {
  const asked = sampler.options.find((option) => option === config["sampler"]);
  if (asked === undefined || graphs === null || !isByGraphs(asked, graphs)) return null;
  return `ONNX Runtime, ${graphs.provider}`;
}

function isByGraphs(asked: Sampler, graphs: GraphSupport | null): boolean {
  return asked === "onnx" || (asked === "auto" && graphs?.preferred === true);
}

/** Makes transformers that continue texts in the way that was asked for. */
export function stepsBy(
  asked: Sampler,
  context: Context,
  shape: TransformerShape,
): (weights: TransformerWeights) => StepModel {
  const graphs = graphsFor(asked, context);
  if (graphs === null && asked !== "onnx") return (weights) => transformerSteps(shape, weights);
  return (weights) => onnxTransformerSteps(shape, weights, graphs);
}
