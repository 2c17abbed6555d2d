import { type VaeShape, WINDOW, innerSides, vaeParameters } from "../vae/architecture.ts";
import { GraphWriter, type Value } from "./graph-writer.ts";

/** The parameters of a VAE that its decoder needs. */
export function isOfDecoder({ name }: { readonly name: string }): boolean {
  return /^(decoder1?|pixels)\./.test(name);
}

/**
 * The decoder: latent variables z in, the logits of pixels out, B images of L lineages. Convolutions
 * of lineages are groups of one convolution.
 */
export function vaeDecoderGraph(
  shape: VaeShape,
  { lineages: L, images: B }: { readonly lineages: number; readonly images: number },
): Uint8Array<ArrayBuffer> {
  const { architecture, height, width, latent, hidden, channels: C } = shape;
  const D = height * width;
  const graph = new GraphWriter("vae-decoder");
  for (const { name, shape: own } of vaeParameters(shape).filter(isOfDecoder)) {
    graph.input(name, "f32", [L, ...own]);
  }
  const z = graph.input("z", "f32", [L, B, latent]);
  graph.output("logits", "f32", [L, B, D]);
  const linear = (x: Value, name: string, columns: number, result?: Value) => {
    const product = graph.node("MatMul", [x, `${name}.weight`]);
    const bias = graph.reshape(`${name}.bias`, [L, 1, columns]);
    return graph.node("Add", [product, bias], {}, result);
  };
  if (architecture === "mlp") {
    linear(graph.node("Relu", [linear(z, "decoder", hidden)]), "pixels", D, "logits");
    return graph.finish();
  }
  /** From channels that come last in the lab's weights to the first of a kernel. */
  const doubled = (x: Value, name: string, from: number, to: number) => {
    const taps = graph.reshape(`${name}.weight`, [L * from, SIDE, SIDE, to]);
    const kernels = graph.transpose(taps, [0, 3, 1, 2]);
    const bias = graph.reshape(`${name}.bias`, [L * to]);
    const attributes = {
      group: L,
      kernel_shape: [SIDE, SIDE],
      strides: [2, 2],
      pads: [1, 1, 1, 1],
    };
    return graph.node("ConvTranspose", [x, kernels, bias], attributes);
  };
  const [inner, across] = innerSides(shape);
  const features = graph.node("Relu", [linear(z, "decoder", inner * across * 2 * C)]);
  const byPlace = graph.reshape(features, [L, B, inner, across, 2 * C]);
  const byChannel = graph.transpose(byPlace, [1, 0, 4, 2, 3]);
  const images = graph.reshape(byChannel, [B, L * 2 * C, inner, across]);
  const first = graph.node("Relu", [doubled(images, "decoder1", 2 * C, C)]);
  const pixels = graph.reshape(doubled(first, "pixels", C, 1), [B, L, D]);
  graph.transpose(pixels, [1, 0, 2], "logits");
  return graph.finish();
}

/** Of the window of every convolution. */
const SIDE = WINDOW.size;
