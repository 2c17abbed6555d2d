import type { Backend, Scope } from "../compute/backend.ts";
import { BYTES_PER_ELEMENT, type Tensor } from "../compute/tensor.ts";
import type { Batch, StepModel, Steps, TextSize } from "../decoding/step-model.ts";
import { attentionMixFours } from "../kernels/decoding/attention-mix-fours.ts";
import { attentionMix } from "../kernels/decoding/attention-mix.ts";
import { attentionScoresJoint } from "../kernels/decoding/attention-scores-joint.ts";
import { attentionScoresOwn } from "../kernels/decoding/attention-scores-own.ts";
import { attentionScores } from "../kernels/decoding/attention-scores.ts";
import { attentionWeights } from "../kernels/decoding/attention-weights.ts";
import { jointTokens } from "../kernels/decoding/joint.ts";
import { embedNewest } from "../kernels/decoding/embed.ts";
import { rememberPrompts } from "../kernels/decoding/remember-prompts.ts";
import { remember } from "../kernels/decoding/remember.ts";
import { takeLast } from "../kernels/decoding/take-last.ts";
import { attentionFor, attentionForwardKernels } from "../training/layers/attention-kernels.ts";
import { embeddingFor, embeddingForwardKernels } from "../training/layers/embedding.ts";
import { layerNormFor, layerNormForwardKernels } from "../training/layers/layer-norm.ts";
import {
  type Product,
  multiply,
  multiplyKernels,
  multiplyRectified,
} from "../training/multiply.ts";
import { NORM_EPSILON, POSITION_OFFSET, type TransformerShape } from "./shape.ts";

/** By the names of shape.ts, each f32 [L, …]. */
export type TransformerWeights = Readonly<Record<string, Tensor<"f32">>>;

/** The kernels of `transformerSteps`. */
export const transformerStepKernels = [
  ...multiplyKernels,
  ...attentionForwardKernels,
  ...embeddingForwardKernels,
  ...layerNormForwardKernels,
  attentionMix,
  attentionMixFours,
  attentionScores,
  attentionScoresJoint,
  attentionScoresOwn,
  attentionWeights,
  jointTokens,
  embedNewest,
  remember,
  rememberPrompts,
  takeLast,
] as const;

/** A transformer that continues texts in WGSL, with keys and values of all tokens so far kept. */
export function transformerSteps(shape: TransformerShape, weights: TransformerWeights): StepModel {
  return {
    vocabulary: shape.vocabulary,
    context: shape.context,
    bytesOf: (size) => bytesOf(shape, size),
    workOf: (size) => transformerWork(shape, size),
    begin: ({ backend }, scope, batch) => begin({ backend, scope, shape, weights }, batch),
  };
}

interface Model {
  readonly backend: Backend;
  readonly scope: Scope;
  readonly shape: TransformerShape;
  readonly weights: TransformerWeights;
}

function begin(model: Model, batch: Batch): Steps {
  const { scope, shape } = model;
  const [L, N, S] = batch.prompts.shape;
  const { beams: K, newTokens: T } = batch;
  const D = shape.width;
  // Keys and values of each layer: those of the prompt, then places of every beam for new tokens.
  const kept = Array.from({ length: shape.layers }, (_, i) =>
    scope.tensor(`layer${i}.kept`, "f32", [L, N, S + K * T, 2 * D]),
  );
  return {
    kind: "recorded",
    prefill: () => prefill(model, batch, kept),
    step: () => step(model, batch, kept),
  };
}

/** f32 [L, N, Y, 2 D] by layer. */
type Kept = readonly Tensor<"f32">[];

function prefill(model: Model, { prompts }: Batch, kept: Kept): Tensor<"f32"> {
  const { backend, shape, weights } = model;
  const { width: D, heads: H } = shape;
  const [L, N, S] = prompts.shape;
  using scope = backend.scope("prefill");
  const x = scope.tensor("x", "f32", [L, N * S, D]);
  const { embedding: table, positions } = weights;
  const tokens = scope.view("tokens", prompts, [L, N * S]);
  const places = { T: S, offset: POSITION_OFFSET };
  backend.dispatch(embeddingFor(backend, D), { tokens, table, positions, out: x }, places);
  const logSums = scope.tensor("log sums", "f32", [L, N, H, S]);
  const { forward } = attentionFor(backend, D / H, S);
  const qkv = scope.tensor("qkv", "f32", [L, N * S, 3 * D]);
  const byText = scope.view("qkv", qkv, [L, N, S, 3 * D]);
  blocks({ ...model, scope }, x, qkv, (i, mixed) => {
    const out = scope.view("mixed", mixed, [L, N, S, D]);
    backend.dispatch(rememberPrompts, { qkv: byText, kept: kept[i] }, {});
    backend.dispatch(forward, { qkv: byText, out, logSums }, {});
  });
  const last = scope.tensor("last", "f32", [L, N, D]);
  backend.dispatch(takeLast, { x: scope.view("x", x, [L, N, S, D]), last }, {});
  const logits = model.scope.tensor("logits", "f32", [L, N, shape.vocabulary]);
  head({ ...model, scope }, last, logits);
  return logits;
}

function step(model: Model, batch: Batch, kept: Kept): Tensor<"f32"> {
  const { backend, scope, shape, weights } = model;
  const { width: D, heads: H } = shape;
  const { clock, history, ancestors, newTokens: T } = batch;
  const [L, N, S] = batch.prompts.shape;
  const R = N * batch.beams;
  const x = scope.tensor("x", "f32", [L, R, D]);
  const { embedding, positions } = weights;
  // The newest token has number S + clock - 1 in its text.
  const offset = POSITION_OFFSET + S - 1;
  backend.dispatch(embedNewest, { clock, history, embedding, positions, x }, { offset });
  const qkv = scope.tensor("qkv", "f32", [L, R, 3 * D]);
  const scores = scope.tensor("scores", "f32", [L, R, H, S + T]);
  const totals = scope.tensor("totals", "f32", [L, R, H]);
  const joint = scope.tensor("joint tokens", "u32", [L, N]);
  backend.dispatch(jointTokens, { clock, ancestors, joint }, {});
  const isFours = (D / H) % 4 === 0;
  blocks(model, x, qkv, (i, mixed) => {
    const keys = { kept: kept[i], ancestors, qkv, scores };
    backend.dispatch(remember, { clock, qkv, kept: kept[i] }, { S });
    if (isFours) {
      backend.dispatch(attentionScoresJoint, { ...keys, joint }, { S });
      backend.dispatch(attentionScoresOwn, { ...keys, joint, clock }, { S });
    } else {
      backend.dispatch(attentionScores, { ...keys, clock }, { S });
    }
    backend.dispatch(attentionWeights, { clock, scores, totals }, { S });
    const values = { clock, weights: scores, totals, kept: kept[i], ancestors, mixed };
    if (isFours) backend.dispatch(attentionMixFours, { ...values, joint }, { S });
    else backend.dispatch(attentionMix, values, { S });
  });
  const logits = scope.tensor("logits", "f32", [L, R, shape.vocabulary]);
  head(model, x, logits);
  return logits;
}

/**
 * Takes x f32 [L, M, D] through all blocks, in place. `attend` turns what is in `qkv` f32 [L, M, 3 D]
 * of layer i into what is mixed, f32 [L, M, D].
 */
function blocks(
  model: Model,
  x: Tensor<"f32">,
  qkv: Tensor<"f32">,
  attend: (i: number, mixed: Tensor<"f32">) => void,
): void {
  const { backend, scope, shape, weights } = model;
  const [L, M, D] = x.shape;
  const normed = scope.tensor("normed", "f32", [L, M, D]);
  const mixed = scope.tensor("mixed", "f32", [L, M, D]);
  const middle = scope.tensor("middle", "f32", [L, M, D]);
  const inner = scope.tensor("inner", "f32", [L, M, shape.inner]);
  const product = (
    name: string,
    a: Tensor<"f32">,
    out: Tensor<"f32">,
    residual: Tensor<"f32"> | null = null,
  ): Product => {
    const [b, bias] = [weights[`${name}.weight`], weights[`${name}.bias`]];
    return { product: "NN", a, b, bias, out, residual };
  };
  for (let i = 0; i < shape.layers; i++) {
    norm(model, `layer${i}.norm1`, x, normed);
    multiply(backend, product(`layer${i}.qkv`, normed, qkv));
    attend(i, mixed);
    multiply(backend, product(`layer${i}.out`, mixed, middle, x));
    norm(model, `layer${i}.norm2`, middle, normed);
    multiplyRectified({ backend, scope }, product(`layer${i}.up`, normed, inner));
    multiply(backend, product(`layer${i}.down`, inner, x, middle));
  }
}

function head(model: Model, x: Tensor<"f32">, logits: Tensor<"f32">): void {
  const normed = model.scope.tensor("normed", "f32", x.shape);
  norm(model, "norm", x, normed);
  const b = model.weights["embedding"];
  multiply(model.backend, { product: "NT", a: normed, b, out: logits });
}

function norm(
  { backend, scope, weights }: Model,
  name: string,
  x: Tensor<"f32">,
  out: Tensor<"f32">,
): void {
  const [L, M, D] = x.shape;
  const statistics = scope.tensor("statistics", "f32", [L, M, 2]);
  const [scale, bias] = [weights[`${name}.scale`], weights[`${name}.bias`]];
  const tensors = { x, scale, bias, out, statistics };
  backend.dispatch(layerNormFor(backend, D), tensors, { epsilon: NORM_EPSILON });
}

/** Of one text: what stays while it is generated, or what its prompt takes for a moment, if larger. */
function bytesOf(shape: TransformerShape, { prompt: S, newTokens: T, beams: K }: TextSize) {
  const { vocabulary: V, width: D, heads: H, inner, layers } = shape;
  const kept = layers * (S + K * T) * 2 * D;
  const stepping = K * (8 * D + inner + H * (S + T) + V + 5 * T);
  const reading = S * (7 * D + inner + H) + V;
  const largest = Math.max(S * 3 * D, (S + K * T) * 2 * D, S * inner, K * V, K * H * (S + T));
  const total = kept + stepping + reading;
  return { total: BYTES_PER_ELEMENT * total, largest: BYTES_PER_ELEMENT * largest };
}

/** Multiplications that a text and its continuation take, whoever multiplies. */
export function transformerWork(
  shape: TransformerShape,
  { prompt: S, newTokens: T, beams: K }: TextSize,
): number {
  const { vocabulary: V, width: D, inner, layers } = shape;
  const tokens = S + K * T;
  const attended = S * S + K * T * (2 * S + T);
  return tokens * layers * (4 * D * D + 2 * D * inner) + K * T * V * D + attended * layers * D;
}
