import type { Scope } from "../compute/backend.ts";
import type { Graphs } from "../compute/graph.ts";
import type { Tensor } from "../compute/tensor.ts";
import { type VaeShape, vaeParameters } from "../vae/architecture.ts";
import type { Decoder } from "../vae/images.ts";
import { isOfDecoder, vaeDecoderGraph } from "./vae-graph.ts";

/** Decodes so many images of every lineage at a time by a graph. What it keeps ends with `scope`. */
export async function onnxDecoder(
  graphs: Graphs,
  scope: Scope,
  shape: VaeShape,
  weights: Readonly<Record<string, Tensor<"f32">>>,
  images: number,
): Promise<Decoder> {
  const names = vaeParameters(shape).filter(isOfDecoder);
  const needed = Object.fromEntries(names.map(({ name }) => [name, weights[name]]));
  const own = await graphs.own(scope, needed);
  const [lineages] = weights[names[0].name].shape;
  const graph = await graphs.open(vaeDecoderGraph(shape, { lineages, images }));
  return (z, logits) => graph.run({ ...own, z }, { logits });
}
