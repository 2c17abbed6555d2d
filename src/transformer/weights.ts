import type { Backend, Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Parameters } from "../samples.ts";
import { type Layout, parameterLayout, views } from "../training/parameters.ts";
import { weightsOf } from "../training/trainer.ts";
import { type TransformerShape, transformerParameters } from "./shape.ts";

/** Of all weights before any training: `init_std` of OPT. */
const INITIAL_DEVIATION = 0.02;

interface Place {
  readonly backend: Backend;
  /** Where views are made. */
  readonly scope: Scope;
  readonly lineages: number;
}

/** Where the parameters of a transformer lie, what they begin with, and which of them decay. */
export function transformerLayout(
  { backend, lineages }: Omit<Place, "scope">,
  shape: TransformerShape,
  decaying: "weights" | "all",
): Layout {
  const specs = transformerParameters(shape).map(({ name, shape: extents, role }) => ({
    name,
    shape: extents,
    initial:
      role === "weight"
        ? ({ kind: "normal", deviation: INITIAL_DEVIATION } as const)
        : ({ kind: "constant", value: role === "scale" ? 1 : 0 } as const),
    decays: role === "weight" || decaying === "all",
  }));
  return parameterLayout(specs, lineages, backend.adapter);
}

/** What a transformer has learned by the names of its parameters, [L, ...] each. */
export function transformerWeights(
  place: Place,
  shape: TransformerShape,
  parameters: Parameters,
): Readonly<Record<string, Tensor<"f32">>> {
  const layout = transformerLayout(place, shape, "all");
  return views(place.scope, layout, weightsOf(parameters, layout));
}
