import type { Tensor } from "../compute/tensor.ts";
import { elementCount } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { Family } from "../families/family.ts";
import { keepFloats } from "../kernels/pool/keep-floats.ts";
import { keepWords } from "../kernels/pool/keep-words.ts";
import { isWeighted, poolMass } from "../pool/weights.ts";
import type { Parameters, Pool } from "../samples.ts";

interface Learned {
  readonly fitted: Parameters;
  /** What the generation before learned. */
  readonly previous: Parameters | null;
  readonly config: unknown;
}

/**
 * A lineage whose pool was filtered down to nothing has nothing to learn from: it keeps the model of
 * the generation before, and goes on. Changes what was fitted in place.
 *
 * A tensor whose shape changes from one generation to the next is its family's own business.
 */
export function keepWhereEmpty(
  context: Context,
  pool: Pool,
  { byLineage }: Pick<Family, "byLineage">,
  { fitted, previous, config }: Learned,
): void {
  if (previous === null || !isWeighted(pool)) return;
  const { backend, scope, lineages: L } = context;
  const mass = poolMass(context, pool);
  const named = (parameters: Parameters): Readonly<Record<string, Tensor | null>> =>
    byLineage?.(context, parameters, config as never) ?? parameters;
  const before = named(previous);
  for (const [name, current] of Object.entries(named(fitted))) {
    const old = before[name];
    if (current === null || old === null || old === undefined || old === current) continue;
    if (current.shape[0] !== L || old.shape.join() !== current.shape.join()) continue;
    const flat = [L, elementCount(current.shape) / L];
    const tensors = {
      mass,
      previous: scope.view(`previous ${name}`, old, flat),
      current: scope.view(`current ${name}`, current, flat),
    } as never;
    backend.dispatch(current.dtype === "f32" ? keepFloats : (keepWords as never), tensors, {});
  }
}
