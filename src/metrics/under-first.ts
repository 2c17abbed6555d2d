import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { ClosedForms } from "../distribution.ts";
import type { Segment } from "../samples.ts";

/** By lineage the perplexity of every text under the model of generation 0, worked out once. */
export function perplexitiesUnderFirst(
  context: Context,
  samples: Segment,
  { surprise }: ClosedForms,
): Promise<readonly Float64Array[]> {
  return context.derive(samples, "perplexities under the first", null, async () => {
    const nats = await surprise!(context, samples.values as Tensor<"u32">);
    const [L, N, T] = nats.shape;
    if (context.dry) return [];
    const [all] = await context.backend.read(nats);
    return Array.from({ length: L }, (_, l) =>
      Float64Array.from({ length: samples.rows }, (_, n) => {
        const text = all.subarray((l * N + n) * T, (l * N + n + 1) * T);
        // The first token of a text costs nothing.
        return Math.exp(text.reduce((sum, x) => sum + x, 0) / (T - 1));
      }),
    );
  });
}
