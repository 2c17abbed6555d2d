import { type ConfigOf, choice, integer, number } from "../config.ts";
import type { Context } from "../context.ts";
import { ConfigError, ShapeError } from "../errors.ts";
import type { VaeShape } from "./architecture.ts";

export const vaeSettings = {
  architecture: choice({
    default: "mlp",
    options: ["mlp", "convolutional"],
    help: "Whether encoder and decoder are one hidden layer each, or two strided convolutions each.",
  }),
  latent: integer({ default: 20, min: 1, max: 512, help: "Numbers that an image is encoded in." }),
  hidden: integer({
    default: 400,
    min: 1,
    max: 8192,
    help: "Width of the hidden layers of the mlp.",
  }),
  channels: integer({
    default: 64,
    min: 1,
    max: 512,
    help: "Channels of the first convolution; the second has twice as many.",
  }),
  beta: number({
    default: 1,
    min: 0,
    max: 1000,
    help: "Weight of the divergence from the standard normal; above 1 less is encoded.",
  }),
  epochs: integer({ default: 10, min: 1, max: 10_000, help: "Times that every image is seen." }),
  batch: integer({ default: 128, min: 1, max: 65_536, help: "Images per step." }),
  learningRate: number({ default: 1e-3, min: 1e-7, max: 1, help: "Step size of AdamW." }),
  weightDecay: number({
    default: 0,
    min: 0,
    max: 1,
    help: "Share of every weight, times the learning rate, that each step takes away.",
  }),
  decoding: choice({
    default: "mean",
    options: ["mean", "sample"],
    byMember: true,
    help: "Whether a sample is the grey values that the decoder gives, or black and white drawn from them.",
  }),
  start: choice({
    default: "scratch",
    options: ["scratch", "previous", "first"],
    help: "What training starts from: new weights, those of the generation before, or of generation 0.",
  }),
};

export type VaeConfig = ConfigOf<typeof vaeSettings>;

/** The sizes of the model for the images of a run. */
export function shapeOf({ space }: Context, config: VaeConfig): VaeShape {
  if (space.kind !== "image") throw new ShapeError("a VAE learns images");
  const { height, width } = space;
  const { architecture, latent, hidden, channels } = config;
  if (architecture === "convolutional" && (height % 4 !== 0 || width % 4 !== 0)) {
    throw new ConfigError(
      "$.family.config.architecture",
      `"convolutional" halves images twice, and ${height} x ${width} pixels cannot be; use "mlp"`,
    );
  }
  return { architecture, height, width, latent, hidden, channels };
}
