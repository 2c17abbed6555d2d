import { type VaeShape, vaeParameters } from "../vae/architecture.ts";
import { GraphWriter, type Value } from "./graph-writer.ts";

/** The parameters of a VAE that its decoder needs. */
export function isOfDecoder({ name }: { readonly name: string }): boolean {
  return /^(decoder|pixels)\./.test(name);
}

/** The decoder of the `mlp`: latent variables z in, the logits of pixels out, B images of L lineages. */
export function vaeDecoderGraph(
  shape: VaeShape,
  { lineages: L, images: B }: { readonly lineages: number; readonly images: number },
): Uint8Array<ArrayBuffer> {
  const { height, width, latent, hidden } = shape;
  const D = height * width;
  const graph = new GraphWriter("vae-decoder");
  for (const { name, shape: own } of vaeParameters(shape).filter(isOfDecoder)) {
    graph.input(name, "f32", [L, ...own]);
  }
  const z = graph.input("z", "f32", [L, B, latent]);
  const linear = (x: Value, name: string, columns: number, result?: Value) => {
    const product = graph.node("MatMul", [x, `${name}.weight`]);
    const bias = graph.reshape(`${name}.bias`, [L, 1, columns]);
    return graph.node("Add", [product, bias], {}, result);
  };
  linear(graph.node("Relu", [linear(z, "decoder", hidden)]), "pixels", D, "logits");
  graph.output("logits", "f32", [L, B, D]);
  return graph.finish();
}
