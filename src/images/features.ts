import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { RealFacts } from "../distribution.ts";
import { RowKind, putRows } from "../kernels/images/put-rows.ts";
import { takeRows } from "../kernels/images/take-rows.ts";
import { reluForward } from "../kernels/layers/relu-forward.ts";
import { unfoldFours, unfoldOf } from "../kernels/layers/unfold-fours.ts";
import { unfold } from "../kernels/layers/unfold.ts";
import { poolQuadrants } from "../kernels/metrics/pool-quadrants.ts";
import { advance } from "../kernels/training/advance.ts";
import { randomNormals } from "../random/normal.ts";
import type { Segment } from "../samples.ts";
import { sha256Of } from "../sha256.ts";
import { multiply, multiplyKernels } from "../training/multiply.ts";

/** Images that metrics, and whoever learns from real ones, look at: enough for a neighbourhood. */
export const MOST_IMAGES = 1000;
/** Images of a lineage at a time. */
const BATCH = 32;
/** Squares of four pixels, half of which the next one shares. */
const WINDOW = { size: 4, stride: 2, padding: 1 } as const;
const TAPS = WINDOW.size ** 2;
const [FIRST, SECOND] = [16, 32];
/** Features of an image. */
export const FEATURES = 4 * SECOND;

/**
 * Two convolutions whose weights are random and the same for ever, then means over the quarters of the
 * image: what a network sees that has not learned anything, which tells images apart well enough.
 * Saxe et al. 2011, "On random weights and unsupervised feature learning".
 */
const WEIGHTS = {
  first: randomWeights(0, TAPS, FIRST),
  second: randomWeights(1, TAPS * FIRST, SECOND),
};

/** Of the weights, as every metric over these features says. */
export const FEATURES_HASH = sha256Of(
  new Uint8Array(Float32Array.of(...WEIGHTS.first, ...WEIGHTS.second).buffer),
).slice(0, 12);

/** For the summary of a metric. */
export const FEATURES_NOTE = `in the features of a fixed random convolution (SHA-256 ${FEATURES_HASH}…)`;

export const imageFeatureKernels = [
  takeRows,
  putRows,
  unfold,
  unfoldFours,
  reluForward,
  poolQuadrants,
  advance,
  ...multiplyKernels,
];

/** Normals times √(2 / inputs), [inputs, outputs]: He et al. 2015, arXiv:1502.01852. */
function randomWeights(layer: number, inputs: number, outputs: number): Float32Array<ArrayBuffer> {
  const at = { seed: 20_260_722, lineage: layer, stream: 0, generation: 0, step: 0, draw: 0 };
  const normals = new Float64Array(4);
  return Float32Array.from({ length: inputs * outputs }, (_, i) => {
    if (i % 4 === 0) randomNormals({ ...at, index: i / 4 }, normals);
    return normals[i % 4] * Math.sqrt(2 / inputs);
  });
}

/** Why there are no features of such images; null where there are. */
export function refusesFeatures(facts: RealFacts): string | null {
  if (facts.kind !== "image" || Math.min(facts.height, facts.width) >= 8) return null;
  return "needs images of at least 8 x 8 pixels";
}

/** Features of the first images of a segment, f32 [L, M, F]: made once and kept with it. */
export function featuresOf(context: Context, segment: Segment): Tensor<"f32"> {
  const { values, rows } = segment;
  const M = Math.min(rows, MOST_IMAGES);
  const { features } = context.derive(segment, "features", null, () => ({
    features: imageFeatures(context, values as Tensor<"f32">, M),
  }));
  return features;
}

/** The same of every image that is there, f32 [L, N, F]; rows that count for nothing have zeros. */
export function allFeaturesOf(context: Context, segment: Segment): Tensor<"f32"> {
  const { values, rows } = segment;
  const [, N] = values.shape;
  if (rows === N && N <= MOST_IMAGES) return featuresOf(context, segment);
  const { features } = context.derive(segment, "all features", null, () => ({
    features: imageFeatures(context, values as Tensor<"f32">, rows, N),
  }));
  return features;
}

/** The same of real images [1, N, D] that no model has seen; `anchor` lives as long as they do. */
export function heldOutFeatures(
  context: Context,
  anchor: Segment,
  images: Tensor<"f32">,
): Tensor<"f32"> {
  const M = Math.min(images.shape[1], MOST_IMAGES);
  const { features } = context.derive(anchor, "features of held-out images", null, () => ({
    features: imageFeatures(context, images, M),
  }));
  return features;
}

/** Features of the first `count` images, f32 [L, N, F]. */
function imageFeatures(
  context: Context,
  rows: Tensor<"f32">,
  count: number,
  N = count,
): Tensor<"f32"> {
  const { backend, space, dry } = context;
  if (space.kind !== "image") throw new RangeError("features are of images");
  const { height, width } = space;
  const [L, , D] = rows.shape;
  const features = context.scope.zeros("features", "f32", [L, N, FEATURES]);
  using scope = backend.scope("features");
  const [H, W] = [height, width].map((side) => Math.floor((side + 2 - 4) / 2) + 1);
  const [Y, X] = [H, W].map((side) => Math.floor((side + 2 - 4) / 2) + 1);
  const B = L * BATCH;
  const clock = scope.zeros("clock", "u32", [1]);
  const batch = scope.tensor("batch", "f32", [L, BATCH, D]);
  const pooled = scope.tensor("pooled", "f32", [B, FEATURES]);

  const convolved = (
    images: Tensor<"f32">,
    [down, across]: readonly [number, number],
    weights: Float32Array<ArrayBuffer>,
    channels: number,
  ): Tensor<"f32"> => {
    const K = weights.length / channels;
    const patches = scope.tensor("patches", "f32", [1, B, down, across, K]);
    const weight = scope.tensor("feature weights", "f32", [1, K, channels], weights);
    const out = scope.tensor("convolved", "f32", [1, B * down * across, channels]);
    const a = scope.view("patches", patches, [1, B * down * across, K]);
    backend.dispatch(unfoldOf(images.shape[4]), { images, patches }, WINDOW);
    multiply(backend, { product: "NN", a, b: weight, out });
    const x = scope.view("convolved", out, [B * down * across * channels]);
    backend.dispatch(reluForward, { x }, {});
    return scope.view("convolved", out, [1, B, down, across, channels]);
  };

  using program = backend.record("features", () => {
    backend.dispatch(takeRows, { clock, rows, batch }, {});
    const images = scope.view("batch", batch, [1, B, height, width, 1]);
    const first = convolved(images, [H, W], WEIGHTS.first, FIRST);
    const second = convolved(first, [Y, X], WEIGHTS.second, SECOND);
    const last = scope.view("convolved", second, [B, Y, X, SECOND]);
    backend.dispatch(poolQuadrants, { images: last, pooled }, {});
    const batchFeatures = scope.view("pooled", pooled, [L, BATCH, FEATURES]);
    // What is only stored needs no random numbers, and so any keys will do.
    const keys = scope.zeros("no keys", "u32", [L, 2]);
    const kinds = scope.tensor("kinds", "u32", [L], new Uint32Array(L).fill(RowKind.VALUE));
    const tensors = { keys, clock, kinds, batch: batchFeatures, rows: features };
    backend.dispatch(putRows, tensors, { stream: 0, generation: 0 });
    backend.dispatch(advance, { clock }, {});
  });
  if (!dry) backend.replay(program, Math.ceil(count / BATCH));
  return features;
}
