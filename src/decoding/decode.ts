import type { Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { ShapeError, StoreError } from "../errors.ts";
import type { Progress, Unfinished } from "../families/family.ts";
import { finish } from "../kernels/decoding/finish.ts";
import { takeLineages } from "../kernels/decoding/take-lineages.ts";
import { takePrompts } from "../kernels/decoding/take-prompts.ts";
import { trace } from "../kernels/decoding/trace.ts";
import { advance } from "../kernels/training/advance.ts";
import { type Choice, choose, chooseKernels } from "./choose.ts";
import { type Part, contextOf, placesOf } from "./part.ts";
import type { Batch, StepModel, Steps } from "./step-model.ts";
import { type Strategy, requireStrategy } from "./strategy.ts";

/** The kernels of every decoding, besides those of its model. */
export const decodingKernels = [
  ...chooseKernels,
  finish,
  takeLineages,
  takePrompts,
  trace,
  advance,
] as const;

/** Milliseconds between two looks at the clock. */
const ROUND_MS = 100;
/** Where nothing is said: texts of one batch take at most this, or a quarter of what there is. */
const BATCH_BYTES = 2 ** 29;
/** Multiplications of one batch: about ten seconds, which is what a kill loses. */
const BATCH_WORK = { software: 2.5e10, hardware: 5e12 };

export interface DecodeOptions extends PartsOptions {
  readonly model: StepModel;
  readonly strategy: Strategy;
}

/** What all lineages have in common, however their tokens are chosen. */
export interface PartsOptions {
  /** N, of every lineage. */
  readonly texts: number;
  /** T, of every text. */
  readonly newTokens: number;
  /** u32 [L, M, S]: text n continues prompt n mod M. A number starts every text with that token. */
  readonly prompts: Tensor<"u32"> | number;
  /** A token that is never chosen, such as the end of a text; null for none. */
  readonly forbidden?: number | null;
  /** Bytes that the texts of one batch may take. */
  readonly memoryBytes?: number;
  /** Where this decoding was left, to go on from; its tensors are changed in place. */
  readonly unfinished: Unfinished | null;
}

/**
 * Generates texts, batch after batch; between tokens it may be paused, and a batch that is done stays
 * done. Returns u32 [L, N, T], the new tokens alone.
 *
 * What a text becomes depends on its lineage, its number and its prompt only, not on its batch.
 */
export function decode(
  context: Context,
  { model, strategy, ...options }: DecodeOptions,
): AsyncGenerator<Progress, Tensor<"u32">, void> {
  const lineages = Array.from({ length: context.lineages }, (_, l) => l);
  return decodeParts(context, [{ lineages, model, strategy }], options);
}

/** The same where lineages differ in how their tokens are chosen: part after part. */
export async function* decodeParts(
  context: Context,
  parts: readonly Part[],
  options: PartsOptions,
): AsyncGenerator<Progress, Tensor<"u32">, void> {
  const { scope, lineages: L } = context;
  const { texts: N, newTokens: T, unfinished } = options;
  for (const part of parts) requireSense(part, options);
  const texts = unfinished === null ? scope.zeros("texts", "u32", [L, N, T]) : textsOf(unfinished);
  const finished = unfinished === null ? new Uint32Array(L) : await finishedIn(context, unfinished);
  let state = { texts, finished: finishedTensor(scope, finished) };
  const progress = (tokens: number): Progress => {
    const done = finished.reduce((sum, count) => sum + count * T, tokens);
    return { done, total: L * N * T, unit: "tokens", state };
  };
  for (const part of parts) {
    const { lineages } = part;
    using own = context.backend.scope("lineages decoded alike");
    const decoding = { ...options, ...part, places: placesOf(own, lineages), texts };
    const alike = contextOf(context, own, decoding);
    const most = batchSize(alike, part, options);
    for (let first = finished[lineages[0]]; first < N;) {
      const count = Math.min(most, N - first);
      for await (const tokens of decodeBatch(alike, decoding, first, count)) {
        if (tokens < T) yield progress(lineages.length * count * tokens);
      }
      first += count;
      // All batches but the last are alike: the first and the last are all that a dry run needs.
      if (context.dry) first = Math.max(first, N - (N % most || most));
      for (const l of lineages) finished[l] = first;
      state = { texts, finished: finishedTensor(scope, finished) };
      yield progress(0);
    }
  }
  return texts;
}

function requireSense({ model, strategy }: Part, options: PartsOptions): void {
  requireStrategy(strategy, model.vocabulary);
  const prompt = promptLength(options);
  if (prompt + options.newTokens <= model.context) return;
  throw new ShapeError(
    `a text of ${prompt} + ${options.newTokens} tokens does not fit into a context of ${model.context}`,
  );
}

/** What the batches of a part have in common. */
interface Decoding extends Part, Omit<PartsOptions, "texts"> {
  /** u32 [L]: places of the part's lineages among all. */
  readonly places: Tensor<"u32">;
  /** u32 [G, N, T], of all lineages. */
  readonly texts: Tensor<"u32">;
}

/** Says after every few tokens how many there are. */
async function* decodeBatch(
  context: Context,
  decoding: Decoding,
  first: number,
  N: number,
): AsyncGenerator<number, void, void> {
  const { backend, lineages: L } = context;
  const { model, newTokens: T, strategy, forbidden = null, places, texts } = decoding;
  using scope = backend.scope("decoding");
  const K = strategy.beams;
  const R = N * K;
  const batch: Batch = {
    prompts: promptsOf(context, scope, decoding, first, N),
    beams: K,
    newTokens: T,
    clock: scope.zeros("clock", "u32", [1]),
    log: scope.tensor("log", "u32", [L, T, R, 2]),
    history: scope.tensor("history", "u32", [L, R, T]),
    ancestors: scope.tensor("ancestors", "u32", [L, R, T]),
  };
  const sums = scope.zeros("sums", "f32", [L, R]);
  const steps = model.begin(context, scope, batch);
  const choice = { strategy, forbidden, first, sums };
  const { clock, log } = batch;
  choose(context, scope, batch, await steps.prefill(), choice);
  backend.dispatch(advance, { clock }, {});
  yield* restOfTokens(context, scope, batch, steps, choice);
  const lengths = strategy.lengthPenalty.map((penalty) => T ** penalty);
  const divisor = scope.tensor("length divisors", "f32", [L], Float32Array.from(lengths));
  const sumsByText = scope.view("sums", sums, [L, N, K]);
  const chosen = { sums: sumsByText, divisor, lineages: places, log, texts };
  backend.dispatch(finish, chosen, { first });
}

async function* restOfTokens(
  context: Context,
  scope: Scope,
  batch: Batch,
  steps: Steps,
  choice: Choice,
): AsyncGenerator<number, void, void> {
  const { backend, signal, dry } = context;
  const { clock, log, history, ancestors, newTokens: T } = batch;
  const before = () => backend.dispatch(trace, { clock, log, history, ancestors }, {});
  const after = (logits: Tensor<"f32">) => {
    choose(context, scope, batch, logits, choice);
    backend.dispatch(advance, { clock }, {});
  };
  if (steps.kind === "awaited") {
    // Tokens are all alike, except for how many came before: a dry run looks at the last.
    for (let done = dry ? Math.max(1, T - 1) : 1; done < T; done++) {
      signal.throwIfAborted();
      yield done;
      using inner = backend.scope("decoding a token");
      before();
      choose(context, inner, batch, await steps.step(), choice);
      backend.dispatch(advance, { clock }, {});
    }
    return;
  }
  using program = backend.record("token", () => {
    before();
    after(steps.step());
  });
  for (let done = 1, count = 1; done < T;) {
    signal.throwIfAborted();
    yield done;
    const tokens = Math.min(dry ? T : count, T - done);
    const started = context.now();
    if (!dry) backend.replay(program, tokens);
    await backend.read(clock);
    const elapsed = Math.max(1e-3, context.now() - started);
    count = Math.ceil(Math.min(2 * tokens, (tokens * ROUND_MS) / elapsed));
    done += tokens;
  }
}

function promptsOf(
  { backend, lineages: L }: Context,
  scope: Scope,
  { prompts, places }: Decoding,
  first: number,
  N: number,
): Tensor<"u32"> {
  if (typeof prompts === "number") {
    return scope.tensor("start", "u32", [L, N, 1], new Uint32Array(L * N).fill(prompts));
  }
  const taken = scope.tensor("prompts", "u32", [L, N, prompts.shape[2]]);
  backend.dispatch(takePrompts, { prompts, lineages: places, taken }, { first });
  return taken;
}

function promptLength({ prompts }: PartsOptions): number {
  return typeof prompts === "number" ? 1 : prompts.shape[2];
}

/**
 * Texts of one batch: as many as memory holds, and as are done in a time that may be lost, in batches
 * that are about equal. The same for the same adapter and options, since it goes on after a resume.
 */
function batchSize(
  { backend, lineages: L }: Context,
  { model, strategy }: Part,
  options: PartsOptions,
): number {
  const { adapter } = backend;
  const { texts, newTokens } = options;
  const { memoryBytes = Math.min(BATCH_BYTES, adapter.memoryBytes / 4) } = options;
  const size = { prompt: promptLength(options), newTokens, beams: strategy.beams };
  const work = adapter.software ? BATCH_WORK.software : BATCH_WORK.hardware;
  const bytes = model.bytesOf(size);
  const most = Math.min(
    memoryBytes / bytes.total,
    adapter.maxTensorBytes / bytes.largest,
    work / model.workOf(size),
  );
  const batches = Math.ceil(texts / Math.max(1, Math.floor(most / L)));
  return Math.ceil(texts / batches);
}

function finishedTensor(scope: Scope, texts: Uint32Array<ArrayBuffer>): Tensor<"u32"> {
  return scope.tensor("finished texts", "u32", [texts.length, 1], texts.slice());
}

function textsOf({ state }: Unfinished): Tensor<"u32"> {
  const { texts } = state;
  if (texts?.dtype !== "u32") throw new StoreError("checkpoint: there are no texts to go on with");
  return texts as Tensor<"u32">;
}

async function finishedIn(
  { backend }: Context,
  { state }: Unfinished,
): Promise<Uint32Array<ArrayBuffer>> {
  const { finished } = state;
  if (finished?.dtype !== "u32")
    throw new StoreError("checkpoint: how many texts are done is lost");
  return (await backend.read(finished as Tensor<"u32">))[0].slice();
}
