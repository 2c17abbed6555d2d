import type { Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { Encoding } from "../distribution.ts";
import type { Progress, Unfinished } from "../families/family.ts";
import { RowKind, putRows } from "../kernels/images/put-rows.ts";
import { takeRows } from "../kernels/images/take-rows.ts";
import { advance } from "../kernels/training/advance.ts";
import {
  reparameterise,
  reparameteriseKernels,
  stepNoise,
} from "../training/layers/reparameterise.ts";
import { type Chunks, type Layout, views } from "../training/parameters.ts";
import { Tape, type Variable } from "../training/tape.ts";
import {
  type VaeParameters,
  type VaeShape,
  architectureKernels,
  decode,
  encode,
} from "./architecture.ts";
import { paced } from "./passes.ts";

export const vaeImageKernels = [
  ...architectureKernels,
  ...reparameteriseKernels,
  takeRows,
  putRows,
  advance,
];

/** Images of a lineage that go through the model at a time. What is drawn depends on it. */
export const BATCH = 128;

/** What a VAE has learned, and where its parameters lie. */
export interface Vae {
  readonly shape: VaeShape;
  readonly layout: Layout;
  readonly weights: Chunks;
}

/** Fills `logits` [L, B, D] of latent variables z [L, B, Z]. */
export type Decoder = (z: Tensor<"f32">, logits: Tensor<"f32">) => Promise<void>;

export interface Drawing {
  readonly count: number;
  /** Of each lineage. */
  readonly decoding: readonly ("mean" | "sample")[];
  readonly unfinished: Unfinished | null;
  /** Decodes B images of every lineage in place of the kernels. */
  readonly decoder: ((scope: Scope, images: number) => Promise<Decoder>) | null;
}

/** Draws `count` images of every lineage, f32 [L, count, D]. */
export async function* drawImages(
  context: Context,
  { shape, layout, weights }: Vae,
  { count, decoding, unfinished, decoder }: Drawing,
): AsyncGenerator<Progress, Tensor<"f32">, void> {
  const { backend, lineages: L, keys, stream, generation } = context;
  const D = shape.height * shape.width;
  const values =
    (unfinished?.state["values"] as Tensor<"f32"> | undefined) ??
    context.scope.zeros("samples", "f32", [L, count, D]);
  const done = unfinished?.done ?? 0;
  using scope = backend.scope("drawing");
  const clock = scope.tensor("clock", "u32", [1], Uint32Array.of(done));
  const draw = (into: Scope) =>
    stepNoise({ ...context, scope: into, clock }, [L, BATCH, shape.latent], stream);
  const kindOf = (one: "mean" | "sample") => (one === "mean" ? RowKind.CHANCE : RowKind.DRAW);
  const kinds = scope.tensor("kinds", "u32", [L], Uint32Array.from(decoding, kindOf));
  const put = (batch: Tensor<"f32">) => {
    const scalars = { stream, generation };
    backend.dispatch(putRows, { keys, clock, kinds, batch, rows: values }, scalars);
    backend.dispatch(advance, { clock }, {});
  };
  const passes = { done, total: Math.ceil(count / BATCH), clock, state: { values } };
  if (decoder !== null) {
    const logits = scope.tensor("logits", "f32", [L, BATCH, D]);
    const decodeInto = await decoder(scope, BATCH);
    yield* paced(context, passes, async (times) => {
      for (let i = 0; i < times; i++) {
        using inner = backend.scope("drawing a batch");
        await decodeInto(draw(inner), logits);
        put(logits);
      }
    });
    return values;
  }
  const tape = new Tape({ ...context, scope, clock, forwardOnly: true });
  using program = backend.record("draw images", () => {
    const z = tape.constant(draw(scope));
    put(decode(tape, constants(tape, layout, weights), z, shape).value);
  });
  yield* paced(context, passes, (times) => backend.replay(program, times));
  return values;
}

/** What a VAE makes of images [L, M, D], or [1, M, D] that all lineages see. */
export async function encodeImages(
  context: Context,
  { shape, layout, weights }: Vae,
  images: Tensor<"f32">,
): Promise<Encoding> {
  const { backend, lineages: L, keys, stream, generation } = context;
  const [, M, D] = images.shape;
  const codes = context.scope.tensor("codes", "f32", [L, M, shape.latent]);
  const reconstructions = context.scope.tensor("reconstructions", "f32", [L, M, D]);
  using scope = backend.scope("encoding");
  const clock = scope.zeros("clock", "u32", [1]);
  const tape = new Tape({ ...context, scope, clock, forwardOnly: true });
  using program = backend.record("encode images", () => {
    const parameters = constants(tape, layout, weights);
    const batch = scope.tensor("batch", "f32", [L, BATCH, D]);
    backend.dispatch(takeRows, { clock, rows: images, batch }, {});
    const code = encode(tape, parameters, tape.constant(batch), shape);
    const noNoise = scope.zeros("no noise", "f32", [L, BATCH, shape.latent]);
    const z = reparameterise(tape, code, noNoise);
    const put = (of: Variable, rows: Tensor<"f32">, kind: number) => {
      const kinds = scope.tensor("kinds", "u32", [L], new Uint32Array(L).fill(kind));
      const tensors = { keys, clock, kinds, batch: of.value, rows };
      backend.dispatch(putRows, tensors, { stream, generation });
    };
    put(z, codes, RowKind.VALUE);
    put(decode(tape, parameters, z, shape), reconstructions, RowKind.CHANCE);
    backend.dispatch(advance, { clock }, {});
  });
  const total = Math.ceil(M / BATCH);
  const passing = { done: 0, total, clock, state: {} };
  const passes = paced(context, passing, (times) => backend.replay(program, times));
  while ((await passes.next()).done !== true);
  return { codes, images: reconstructions };
}

/** What a VAE has learned, by the names of its parameters. */
export function constants(tape: Tape, layout: Layout, weights: Chunks): VaeParameters {
  const named = Object.entries(views(tape.scope, layout, weights));
  return Object.fromEntries(named.map(([name, value]) => [name, tape.constant(value)]));
}
