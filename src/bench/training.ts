import type { Backend, Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import { randomBits } from "../random/philox.ts";
import { Stream } from "../random/streams.ts";
import { batches } from "../training/batches.ts";
import { type Chunks, type Layout, initialWeights, zeroChunks } from "../training/parameters.ts";
import { recordStep } from "../training/step.ts";
import { trainingKernels } from "../training/trainer.ts";
import { TRACE_STEPS } from "../training/training-trace.ts";
import { transformerKernels, transformerLoss } from "../transformer/forward.ts";
import type { TransformerShape } from "../transformer/shape.ts";
import { transformerLayout } from "../transformer/weights.ts";
import type { TrainingCase } from "./training-cases.ts";
import type { Finding, Program } from "./measure.ts";

/** The settings of both sides. */
export const LEARNING_RATE = 1e-3;
export const WEIGHT_DECAY = 0.01;
/** Of the weights at first, as OPT's. */
const DEVIATION = 0.02;

export interface TrainingProgram extends Program {
  /** Of the first lineage, step by step, as long as they are remembered. */
  losses(): Promise<number[]>;
}

/** Steps of a transformer on texts of tokens that are drawn evenly, replayed as a family does it. */
export function training(backend: Backend, benchCase: TrainingCase): TrainingProgram {
  const { shape, lineages: L, batch, steps } = benchCase;
  const tokens = steps * L * batch * shape.context;
  const scope = backend.scope("training");
  let recorded: ReturnType<typeof record> | null = null;
  let done = 0;
  const losses = async () => {
    if (recorded === null) return [];
    const [pairs] = await backend.read(recorded.trace);
    return Array.from({ length: Math.min(done, TRACE_STEPS) }, (_, step) => pairs[2 * step]);
  };
  return {
    case: benchCase,
    work: tokens,
    operations: tokens * operationsPerToken(shape),
    unit: "tokens",
    async run() {
      await backend.prepare([...trainingKernels, ...transformerKernels]);
      const { program } = (recorded ??= record(backend, scope, benchCase));
      backend.replay(program, steps);
      done += steps;
      return firstLoss((await losses())[0], benchCase);
    },
    losses,
  };
}

function record(backend: Backend, scope: Scope, { shape, lineages: L, batch }: TrainingCase) {
  const { keys, generation } = placeOf(scope, L);
  const inner = { backend, scope, keys, generation };
  const { layout, weights } = beginningOf(backend, scope, shape, L);
  const memory = {
    first: zeroChunks(scope, layout, "first moments"),
    second: zeroChunks(scope, layout, "second moments"),
    clock: scope.zeros("clock", "u32", [1]),
    counters: scope.zeros("counters", "u32", [L, 3]),
    trace: scope.zeros("trace", "f32", [L, TRACE_STEPS, 2]),
  };
  const all = (value: number) => new Float64Array(L).fill(value);
  const values = scope.tensor("texts", "u32", [L, batch, shape.context], textsOf(shape, batch, L));
  const filled = batches(inner, [{ values, rows: batch, birth: 0, frame: null }], batch);
  const program = recordStep(inner, {
    layout,
    weights,
    memory,
    rates: {
      learningRate: all(LEARNING_RATE),
      weightDecay: all(WEIGHT_DECAY),
      clip: all(Infinity),
      warmUp: all(0),
      schedule: "constant",
      total: 1e6,
    },
    loss: (tape, parameters, tokens) =>
      transformerLoss(tape, shape, parameters, tokens as Tensor<"u32">),
    ...filled,
  });
  return { program, trace: memory.trace };
}

/** The weights of L lineages before any training. */
export function beginningOf(
  backend: Backend,
  scope: Scope,
  shape: TransformerShape,
  lineages: number,
): { layout: Layout; weights: Chunks } {
  const layout = transformerLayout({ backend, lineages }, shape, "weights");
  return { layout, weights: initialWeights({ backend, ...placeOf(scope, lineages) }, layout) };
}

function placeOf(scope: Scope, lineages: number) {
  const words = Uint32Array.from({ length: 2 * lineages }, (_, i) => (i % 2 === 0 ? 1 : i >> 1));
  return { scope, keys: scope.tensor("keys", "u32", [lineages, 2], words), generation: 0 };
}

/** u32 [L, B, T]: nothing to be learned from but by heart. */
export function textsOf(
  { vocabulary, context }: TransformerShape,
  batch: number,
  lineages: number,
): Uint32Array<ArrayBuffer> {
  const at = { seed: 1, stream: Stream.DATASET, generation: 0, step: 0, draw: 0 };
  const bits = new Uint32Array(4);
  const each = batch * context;
  return Uint32Array.from({ length: lineages * each }, (_, i) => {
    randomBits({ ...at, lineage: Math.floor(i / each), index: i % each }, bits);
    return bits[0] % vocabulary;
  });
}

/**
 * Multiplications and additions of a step that any implementation needs: those of the products, two
 * more of each for the gradients, and attention to what came before. As in Chowdhery et al. 2022,
 * arXiv:2204.02311, appendix B, but for a mask that spares half of attention.
 */
export function operationsPerToken({
  vocabulary,
  context,
  width,
  layers,
  inner,
}: TransformerShape) {
  const products = layers * (4 * width ** 2 + 2 * width * inner) + width * vocabulary;
  const attention = layers * width * (context + 1);
  return 3 * 2 * (products + attention);
}

/**
 * The loss of the first step: a model that knows nothing gives even odds but for the noise of its
 * logits, a variance of D σ² each.
 */
export function firstLoss(
  value: number,
  { shape: { vocabulary, context, width }, batch }: TrainingCase,
): Finding {
  const variance = width * DEVIATION ** 2;
  const standardError = Math.sqrt(variance / (batch * (context - 1)));
  const expected = Math.log(vocabulary) + variance / 2;
  return { name: "loss of the first step", value, expected, standardError };
}
