import { type ConfigOf, choice, integer, number } from "../config.ts";
import type { Context } from "../context.ts";
import type { Before } from "../families/family.ts";
import { type Chunks, type Layout, initialWeights } from "./parameters.ts";
import { type TrainOptions, copied, weightsOf } from "./trainer.ts";

/**
 * Single by default: what a model learns then agrees with PyTorch's single precision to 10⁻⁴, which
 * operands of 11 bits do not allow.
 */
export const precision = choice({
  default: "single",
  options: ["single", "half"],
  help: "Whether matrix products of training may round to half precision, where the adapter has it and is faster so.",
});

/** What every family that is trained by gradients may be told. */
export const trainingSettings = {
  start: choice({
    default: "previous",
    options: ["previous", "first", "scratch"],
    help: "What a generation begins with: the weights of the one before, of generation 0, or fresh ones.",
  }),
  epochs: integer({
    default: 5,
    min: 1,
    max: 10_000,
    help: "How often a generation sees every sample of its pool.",
  }),
  firstEpochs: integer({
    default: 0,
    min: 0,
    max: 100_000,
    help: "The same for generation 0, which learns from real data; 0 for as often as the others.",
  }),
  batch: integer({
    default: 16,
    min: 1,
    max: 65_536,
    unit: "samples",
    help: "How many samples a step learns from.",
  }),
  gradientAccumulation: integer({
    default: 1,
    min: 1,
    max: 65_536,
    unit: "parts",
    help: "A batch is done in so many parts, one after the other: the same steps with less memory.",
  }),
  learningRate: number({
    default: 1e-3,
    min: 0,
    max: 10,
    help: "How far AdamW moves a weight in a step, at most about.",
  }),
  weightDecay: number({
    default: 0.01,
    min: 0,
    max: 1,
    help: "How strongly weights are pulled towards 0, as a share of the learning rate.",
  }),
  decaying: choice({
    default: "weights",
    options: ["weights", "all"],
    help: "Whether weight decay spares biases and the scales of normalisations.",
  }),
  warmUp: number({
    default: 0,
    min: 0,
    max: 1,
    unit: "of the steps",
    help: "Over which the learning rate rises from 0.",
  }),
  schedule: choice({
    default: "constant",
    options: ["constant", "linear", "cosine"],
    help: "How the learning rate goes on: as it is, or falling to 0 on a line or half a cosine.",
  }),
  clip: number({
    default: 1,
    off: Infinity,
    min: 1e-4,
    max: 1e6,
    help: "A longer gradient is made as short as this; off for any length.",
  }),
  precision,
} as const;

export type TrainingConfig = ConfigOf<typeof trainingSettings>;

/** Why a batch cannot be done in so many parts; null where it can. */
export function refusedParts({
  batch,
  gradientAccumulation,
}: Record<"batch" | "gradientAccumulation", number>) {
  if (batch % gradientAccumulation === 0) return null;
  const reason = `a batch of ${batch} cannot be done in ${gradientAccumulation} equal parts`;
  return { setting: "gradientAccumulation", reason } as const;
}

/** What `train` needs of a configuration. */
export function trainingOf(
  { generation }: Context,
  config: TrainingConfig,
): Omit<TrainOptions, "layout" | "begin" | "pool" | "loss" | "unfinished"> {
  const { gradientAccumulation: parts } = config;
  const { batch, learningRate, weightDecay, warmUp, schedule, clip, precision } = config;
  const epochs = generation === 0 && config.firstEpochs > 0 ? config.firstEpochs : config.epochs;
  return { batch, parts, epochs, learningRate, weightDecay, warmUp, schedule, clip, precision };
}

/** Makes the weights that a generation begins with. */
export function beginningOf(
  context: Context,
  layout: Layout,
  start: TrainingConfig["start"],
  { previous, first }: Pick<Before, "previous" | "first">,
): () => Chunks {
  const source = start === "scratch" ? null : start === "first" ? first : previous;
  return () =>
    source === null
      ? initialWeights(context, layout)
      : copied(context, layout, weightsOf(source, layout));
}
