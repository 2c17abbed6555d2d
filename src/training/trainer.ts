import type { Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { ConfigError, StoreError } from "../errors.ts";
import type { Progress, Unfinished } from "../families/family.ts";
import { copy } from "../kernels/training/copy.ts";
import { initialize } from "../kernels/training/initialize.ts";
import { PATIENCE } from "../kernels/training/plan-step.ts";
import { chosenRows } from "../pool/resample.ts";
import { isWeighted } from "../pool/weights.ts";
import type { Parameters, Pool } from "../samples.ts";
import type { Memory, Rates } from "./adamw.ts";
import { batchKernels, batches, stepCount } from "./batches.ts";
import { type Chunks, type Layout, zeroChunks } from "./parameters.ts";
import type { Precision } from "./product-kernels.ts";
import { type Gathered, type Loss, gathered, recordParts, stepKernels } from "./step.ts";
import { MOST_STEPS_PER_ROUND, TRACE_STEPS, tracePoints } from "./training-trace.ts";

/** The kernels of every training, besides those of its layers. */
export const trainingKernels = [...batchKernels, ...stepKernels, initialize, copy] as const;

/** Milliseconds between two looks at the losses: often enough to watch, seldom enough to be fast. */
const ROUND_MS = 150;

const LACKS_HALF = "there is no half precision here: training is in single precision";

export interface TrainOptions extends Omit<Rates, "total" | "warmUp"> {
  readonly layout: Layout;
  /** The weights to begin with, to be changed in place; not asked for where training goes on. */
  readonly begin: () => Chunks;
  readonly pool: Pool;
  /** Samples per step and lineage. */
  readonly batch: number;
  /** The batch is done in so many equal parts, one after the other; 1 by default. */
  readonly parts?: number;
  /** Times that every sample is seen; a fraction for a part of the pool. */
  readonly epochs: number;
  /** By lineage: the share of all steps over which the learning rate rises. */
  readonly warmUp: Float64Array;
  readonly loss: Loss;
  /** Of the operands of matrix products: single by default, and where the adapter has no other. */
  readonly precision?: Precision;
  /** Where this training was left, to go on from; its tensors are changed in place. */
  readonly unfinished: Unfinished | null;
}

/**
 * Trains all lineages side by side: one step is recorded and replayed, a few dozen at a time, and
 * between those it may be paused, saved and left; a step in parts may be between any two of them, and
 * then parts are what is counted. Returns the weights.
 */
export async function* train(
  context: Context,
  options: TrainOptions,
): AsyncGenerator<Progress, Chunks, void> {
  const { backend, keys, generation, signal } = context;
  const { layout, pool, batch: size, loss, precision = "single", parts = 1, unfinished } = options;
  const steps = stepCount(pool, size, options.epochs);
  const total = steps * parts;
  using scope = backend.scope("training");
  const state = unfinished?.state ?? beginning(context, scope, options);
  const { weights, memory, sums } = piecesOf(state, layout, parts);

  const inner = { backend, scope, keys, generation };
  const warmUp = options.warmUp.map((share) => Math.ceil(share * steps));
  const { learningRate, weightDecay, clip, schedule } = options;
  const rates = { learningRate, weightDecay, clip, warmUp, schedule, total: steps };
  const chosen = isWeighted(pool) ? chosenRows(context, pool) : null;
  const filled = batches(inner, pool, size / parts, chosen);
  const step = { layout, weights, memory, rates, loss, precision, parts };
  using recorded = recordParts(inner, { ...step, ...filled, ...(sums && { gathered: sums }) });
  const { programs } = recorded;

  let done = unfinished?.done ?? 0;
  const lacksHalf = precision === "half" && backend.adapter.half !== true;
  let notice = lacksHalf && generation === 0 && done === 0 ? LACKS_HALF : null;
  let leftOut = leftOutOf((await backend.read(memory.counters))[0]);
  for (let count = 1; done < total;) {
    signal.throwIfAborted();
    const next = Math.min(context.dry ? total : count, total - done);
    const started = context.now();
    if (!context.dry && parts === 1) backend.replay(programs[0], next);
    else if (!context.dry) {
      for (let i = 0; i < next; i++) backend.replay(programs[(done + i) % parts]);
    }
    const [trace, counters] = await backend.read(memory.trace, memory.counters);
    const elapsed = Math.max(1e-3, context.now() - started);
    count = Math.ceil(Math.min(2 * next, (next * ROUND_MS) / elapsed, MOST_STEPS_PER_ROUND));
    const since = Math.floor(done / parts);
    done += next;
    requireFinite(counters, learningRate);
    const until = Math.floor(done / parts);
    const traces = context.dry ? {} : tracePoints(trace, { since, until, total: steps });
    const before = leftOut;
    leftOut = leftOutOf(counters);
    if (leftOut > before) notice = leftOutNotice(leftOut - before);
    const unit = parts === 1 ? "steps" : "parts";
    yield { done, total, unit, state, traces, ...(notice === null ? {} : { notice }) };
    notice = null;
  }
  return weights;
}

/** The same weights in tensors of their own, for a training that goes on from them. */
export function copied({ backend, scope }: Context, layout: Layout, weights: Chunks): Chunks {
  const duplicates = zeroChunks(scope, layout, "weights");
  for (const [i, duplicate] of duplicates.entries()) {
    backend.dispatch(copy, { original: weights[i], duplicate }, {});
  }
  return duplicates;
}

/** Chunks as what a family has learned, and back. */
export function weightsAsParameters(weights: Chunks): Parameters {
  return named("weights", weights);
}

export function weightsOf(parameters: Parameters, layout: Layout): Chunks {
  return chunksOf(parameters, "weights", layout);
}

function beginning(
  { lineages: L }: Context,
  scope: Scope,
  { layout, begin, parts = 1 }: TrainOptions,
): Parameters {
  const sums = parts === 1 ? null : gathered(scope, layout);
  return {
    ...(sums === null ? {} : { ...named("gradients", sums.gradients), loss: sums.loss }),
    ...named("weights", begin()),
    ...named("first", zeroChunks(scope, layout, "first moments")),
    ...named("second", zeroChunks(scope, layout, "second moments")),
    clock: scope.zeros("clock", "u32", [1]),
    counters: scope.zeros("counters", "u32", [L, 3]),
    trace: scope.zeros("trace", "f32", [L, TRACE_STEPS, 2]),
  };
}

interface Pieces {
  readonly weights: Chunks;
  readonly memory: Memory;
  /** Null where a step has one part: then nothing is left between two. */
  readonly sums: Gathered | null;
}

function piecesOf(state: Parameters, layout: Layout, parts: number): Pieces {
  const loss = state["loss"] as Tensor<"f32">;
  return {
    sums: parts === 1 ? null : { gradients: chunksOf(state, "gradients", layout), loss },
    weights: weightsOf(state, layout),
    memory: {
      first: chunksOf(state, "first", layout),
      second: chunksOf(state, "second", layout),
      clock: state["clock"] as Tensor<"u32">,
      counters: state["counters"] as Tensor<"u32">,
      trace: state["trace"] as Tensor<"f32">,
    },
  };
}

function named(name: string, chunks: Chunks): Parameters {
  return Object.fromEntries(chunks.map((chunk, i) => [`${name}${i}`, chunk]));
}

function chunksOf(state: Parameters, name: string, { lineages: L, chunks }: Layout): Chunks {
  return chunks.map((P, i) => {
    const chunk = state[`${name}${i}`];
    if (chunk?.dtype !== "f32" || chunk.shape[0] !== L || chunk.shape[1] !== P) {
      throw new StoreError(`checkpoint: "${name}${i}" belongs to a model of another size`);
    }
    return chunk as Tensor<"f32">;
  });
}

function leftOutOf(counters: Uint32Array): number {
  return counters.reduce((sum, count, i) => (i % 3 === 0 ? sum + count : sum), 0);
}

function leftOutNotice(steps: number): string {
  return `${steps} ${steps === 1 ? "step was" : "steps were"} left out: loss or gradient was not finite`;
}

function requireFinite(counters: Uint32Array, learningRate: Float64Array): void {
  for (const [l, rate] of learningRate.entries()) {
    const since = counters[3 * l + 2];
    if (since === 0) continue;
    const message =
      `the loss of lineage ${l} is not finite for ${PATIENCE} steps from step ${since} on; ` +
      `take a smaller learning rate than ${rate}`;
    throw new ConfigError("$.family.config.learningRate", message);
  }
}
