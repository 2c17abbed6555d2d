import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";

/**
 * Reads features of the model [L, N, F] and of held-out images [1, M, F], and makes `width` numbers of
 * each lineage's in double precision: f32 [L] or [L, width]. `prepare` sees the held-out ones first.
 */
export async function onHost(
  { backend, scope, lineages: L, dry }: Context,
  drawn: Tensor<"f32">,
  heldOut: Tensor<"f32">,
  prepare: (unseen: Float32Array) => (own: Float32Array) => number | readonly number[],
  width = 0,
): Promise<Tensor<"f32">> {
  const shape = width === 0 ? [L] : [L, width];
  const [own, unseen] = await backend.read(drawn, heldOut);
  if (dry) return scope.zeros("measured", "f32", shape);
  const measure = prepare(unseen);
  const size = own.length / L;
  const numbers = Array.from({ length: L }, (_, l) =>
    measure(own.subarray(l * size, (l + 1) * size)),
  );
  return scope.tensor("measured", "f32", shape, Float32Array.from(numbers.flat()));
}
