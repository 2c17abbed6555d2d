import type { Tensor } from "../compute/tensor.ts";
import { integer } from "../config.ts";
import type { Context } from "../context.ts";
import type { ClosedForms } from "../distribution.ts";
import type { Segment } from "../samples.ts";

/** The settings of metrics over held-out texts. */
export const heldOutSettings = {
  texts: integer({
    default: 100,
    min: 1,
    max: 100_000,
    unit: "texts",
    help: "The first so many of the texts that no model is trained on.",
  }),
};

interface Seen {
  readonly real: { readonly heldOut: Tensor };
  readonly current: {
    readonly surprise: NonNullable<ClosedForms["surprise"]>;
    readonly samples: Segment;
  };
}

/** [L]: nats per token of held-out texts under the current model, worked out once. */
export function heldOutLoss(context: Context, { real, current }: Seen, most: number) {
  return context.derive(current.samples, `held-out loss ${most}`, null, async () => {
    const { heldOut } = real;
    const [, M, T] = heldOut.shape;
    const asked = context.scope.view("held-out texts asked", heldOut, [1, Math.min(most, M), T]);
    const surprise = await current.surprise(context, asked as Tensor<"u32">);
    const [L, N] = surprise.shape;
    const losses = new Float64Array(L);
    if (context.dry) return losses;
    const [nats] = await context.backend.read(surprise);
    for (let i = 0; i < nats.length; i++) losses[Math.floor(i / (N * T))] += nats[i];
    // The first token of a text costs nothing.
    return losses.map((sum) => sum / (N * (T - 1)));
  });
}

/** f32 [L]. */
export async function ofHeldOut(
  context: Context,
  seen: Seen,
  most: number,
  label: string,
  valueOf: (loss: number) => number,
): Promise<Tensor<"f32">> {
  const losses = await heldOutLoss(context, seen, most);
  return context.scope.tensor(label, "f32", [losses.length], Float32Array.from(losses, valueOf));
}
