import {
  convolution,
  convolutionKernels,
  transposedConvolution,
} from "../training/layers/convolution.ts";
import { linear, linearKernels } from "../training/layers/linear.ts";
import { relu, reluKernels } from "../training/layers/relu.ts";
import { reshape } from "../training/layers/reshape.ts";
import type { ParameterSpec } from "../training/parameters.ts";
import type { Tape, Variable } from "../training/tape.ts";

/** The sizes of a variational autoencoder of images. */
export interface VaeShape {
  readonly architecture: "mlp" | "convolutional";
  readonly height: number;
  readonly width: number;
  /** Z. */
  readonly latent: number;
  /** Width of the layer between pixels and latent variables; `mlp` alone. */
  readonly hidden: number;
  /** Channels of the first convolution, half of those of the second; `convolutional` alone. */
  readonly channels: number;
}

export type VaeParameters = Readonly<Record<string, Variable>>;

export const architectureKernels = [...linearKernels, ...reluKernels, ...convolutionKernels];

/** Halves an image with even sides; transposed, doubles it. */
export const WINDOW = { size: 4, stride: 2, padding: 1 } as const;
const TAPS = WINDOW.size ** 2;

/** The sides of an image after both convolutions. */
export function innerSides({ height, width }: VaeShape): readonly [number, number] {
  return [height / 4, width / 4];
}

/**
 * Every parameter in the order in which they are stored, as PyTorch initialises them: evenly over
 * ±1 / √(what PyTorch takes for the fan-in). The code is the means and then the logarithms of variances.
 */
export function vaeParameters(shape: VaeShape): ParameterSpec[] {
  const { architecture, height, width, latent, hidden, channels: C } = shape;
  const layer = (name: string, from: number, to: number, outputs = to, fanIn = from) => {
    const initial = { kind: "uniform", bound: 1 / Math.sqrt(fanIn) } as const;
    return [
      { name: `${name}.weight`, shape: [from, to], initial, decays: true },
      { name: `${name}.bias`, shape: [outputs], initial, decays: true },
    ];
  };
  if (architecture === "mlp") {
    return [
      ...layer("encoder", height * width, hidden),
      ...layer("code", hidden, 2 * latent),
      ...layer("decoder", latent, hidden),
      ...layer("pixels", hidden, height * width),
    ];
  }
  const [inner, across] = innerSides(shape);
  const features = inner * across * 2 * C;
  return [
    ...layer("encoder1", TAPS, C),
    ...layer("encoder2", TAPS * C, 2 * C),
    ...layer("code", features, 2 * latent),
    ...layer("decoder", latent, features),
    // PyTorch takes the channels that come out of a transposed convolution for those that go in.
    ...layer("decoder1", 2 * C, TAPS * C, C, TAPS * C),
    ...layer("pixels", C, TAPS, 1, TAPS),
  ];
}

/** The code [L, B, 2 Z] of images [L, B, D]. */
export function encode(
  tape: Tape,
  parameters: VaeParameters,
  images: Variable,
  shape: VaeShape,
): Variable {
  const weights = byLayer(parameters);
  const { architecture, height, width, channels } = shape;
  if (architecture === "mlp") {
    const hidden = relu(tape, linear(tape, images, weights("encoder")));
    return linear(tape, hidden, weights("code"));
  }
  const [L, B] = images.value.shape;
  const pixels = reshape(tape, images, [L, B, height, width, 1]);
  const first = relu(tape, convolution(tape, pixels, weights("encoder1"), WINDOW));
  const second = relu(tape, convolution(tape, first, weights("encoder2"), WINDOW));
  const [inner, across] = innerSides(shape);
  const features = reshape(tape, second, [L, B, inner * across * 2 * channels]);
  return linear(tape, features, weights("code"));
}

/** The logits [L, B, D] of latent variables [L, B, Z]. */
export function decode(
  tape: Tape,
  parameters: VaeParameters,
  z: Variable,
  shape: VaeShape,
): Variable {
  const weights = byLayer(parameters);
  const { architecture, height, width, channels } = shape;
  const hidden = relu(tape, linear(tape, z, weights("decoder")));
  if (architecture === "mlp") return linear(tape, hidden, weights("pixels"));
  const [L, B] = z.value.shape;
  const [inner, across] = innerSides(shape);
  const features = reshape(tape, hidden, [L, B, inner, across, 2 * channels]);
  const first = relu(tape, transposedConvolution(tape, features, weights("decoder1"), WINDOW));
  const logits = transposedConvolution(tape, first, weights("pixels"), WINDOW);
  return reshape(tape, logits, [L, B, height * width]);
}

function byLayer(parameters: VaeParameters) {
  return (name: string) => ({
    weight: parameters[`${name}.weight`],
    bias: parameters[`${name}.bias`],
  });
}
