import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { RowKind, putRows } from "../kernels/images/put-rows.ts";
import { takeRows } from "../kernels/images/take-rows.ts";
import { evidenceOfImages } from "../kernels/losses/evidence.ts";
import { advance } from "../kernels/training/advance.ts";
import type { Segment } from "../samples.ts";
import { reparameterise } from "../training/layers/reparameterise.ts";
import { Tape } from "../training/tape.ts";
import { decode, encode } from "./architecture.ts";
import { BATCH, type Vae, constants, vaeImageKernels } from "./images.ts";
import { paced } from "./passes.ts";

/** The kernels that `imageEvidence` dispatches. */
export const evidenceKernels = [...vaeImageKernels, evidenceOfImages];

/**
 * How likely images are to a VAE, nats, f32 [L, N]: its evidence bound with the code at its mean in
 * place of a draw, so that the same image always has the same. Grey pixels are the odds of black.
 */
export async function imageEvidence(
  context: Context,
  { shape, layout, weights }: Vae,
  { values, rows }: Segment,
): Promise<Tensor<"f32">> {
  const { backend, lineages: L, keys, stream, generation } = context;
  const [, N, D] = values.shape;
  const evidence = context.scope.zeros("evidence", "f32", [L, N]);
  using scope = backend.scope("evidence");
  const clock = scope.zeros("clock", "u32", [1]);
  const tape = new Tape({ ...context, scope, clock, forwardOnly: true });
  using program = backend.record("evidence of images", () => {
    const parameters = constants(tape, layout, weights);
    const targets = scope.tensor("batch", "f32", [L, BATCH, D]);
    backend.dispatch(takeRows, { clock, rows: values as Tensor<"f32">, batch: targets }, {});
    const code = encode(tape, parameters, tape.constant(targets), shape);
    const noNoise = scope.zeros("no noise", "f32", [L, BATCH, shape.latent]);
    const logits = decode(tape, parameters, reparameterise(tape, code, noNoise), shape);
    const found = scope.tensor("evidence of a batch", "f32", [L, BATCH]);
    const given = { targets, logits: logits.value, code: code.value, evidence: found };
    backend.dispatch(evidenceOfImages, given, {});
    const batch = scope.view("batch", found, [L, BATCH, 1]);
    const table = scope.view("evidence", evidence, [L, N, 1]);
    const kinds = scope.tensor("kinds", "u32", [L], new Uint32Array(L).fill(RowKind.VALUE));
    const placed = { keys, clock, kinds, batch, rows: table };
    backend.dispatch(putRows, placed, { stream, generation });
    backend.dispatch(advance, { clock }, {});
  });
  const total = Math.ceil(rows / BATCH);
  const passes = paced(context, { done: 0, total, clock, state: {} }, (times) =>
    backend.replay(program, times),
  );
  while ((await passes.next()).done !== true);
  return evidence;
}
