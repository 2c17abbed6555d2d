import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { addMasses } from "../kernels/pool/add-masses.ts";
import { fixedPoint } from "../kernels/pool/fixed-point.ts";
import { sumWeights } from "../kernels/pool/mass.ts";
import { fixedPointScale } from "../kernels/pool/scale.ts";
import { type Pool, type Segment, poolRows } from "../samples.ts";

/** The kernels of all that is here. */
export const weightKernels = [sumWeights, addMasses, fixedPointScale, fixedPoint];

/** Whether rows of a pool count differently. */
export function isWeighted(pool: Pool): boolean {
  return pool.some(({ weight }) => weight !== undefined);
}

/** f32 [L, N], or [1, N] of ones where every row counts once. */
export function weightOf(context: Context, segment: Segment): Tensor<"f32"> {
  return segment.weight ?? onesFor(context, segment);
}

/** f32 [1, N] of ones. */
export function onesFor(context: Context, segment: Segment): Tensor<"f32"> {
  const [, N] = segment.values.shape;
  return context.derive(segment, "ones", null, () => ({
    ones: context.scope.tensor("ones", "f32", [1, N], new Float32Array(N).fill(1)),
  })).ones;
}

/**
 * f32 [L, 3]: the sum of the weights, the sum of their squares, and 1 where all of them are whole
 * numbers. See shaders/pool/mass.wgsl.
 */
export function massOf(context: Context, segment: Segment): Tensor<"f32"> {
  const { backend, scope, lineages: L } = context;
  const { weight, rows } = segment;
  return context.derive(segment, "mass", null, () => {
    if (weight === undefined) {
      const numbers = Float32Array.from({ length: 3 * L }, (_, i) => (i % 3 === 2 ? 1 : rows));
      return { mass: scope.tensor("mass", "f32", [L, 3], numbers) };
    }
    const mass = scope.tensor("mass", "f32", [L, 3]);
    backend.dispatch(sumWeights, { weight, mass }, { rows });
    return { mass };
  }).mass;
}

/** The same of several segments together, each element [i] of all up to segment i. */
export function massesUpTo(context: Context, pool: Pool): Tensor<"f32">[] {
  const { backend, scope, lineages: L } = context;
  const masses: Tensor<"f32">[] = [];
  for (const segment of pool) {
    const own = massOf(context, segment);
    const first = masses.at(-1);
    if (first === undefined) {
      masses.push(own);
      continue;
    }
    const { both } = context.derive(segment, "mass so far", first, () => {
      const sum = scope.tensor("mass so far", "f32", [L, 3]);
      backend.dispatch(addMasses, { first, second: own, both: sum }, {});
      return { both: sum };
    });
    masses.push(both);
  }
  return masses;
}

/** The same of a whole pool. */
export function poolMass(context: Context, pool: Pool): Tensor<"f32"> {
  return massesUpTo(context, pool).at(-1)!;
}

/** f32 [L]: what takes the weights of a pool to integers. See shaders/pool/scale.wgsl. */
export function poolScale(context: Context, pool: Pool): Tensor<"f32"> {
  const { backend, scope, lineages: L } = context;
  const scale = scope.tensor("scale", "f32", [L]);
  backend.dispatch(fixedPointScale, { mass: poolMass(context, pool), scale }, {});
  return scale;
}

/** u32 [L, P]: the weights of all rows of a pool as integers, by a scale of `poolScale`. */
export function poolUnits(context: Context, pool: Pool, scale: Tensor<"f32">): Tensor<"u32"> {
  const { backend, scope, lineages: L } = context;
  const units = scope.tensor("units", "u32", [L, poolRows(pool)]);
  let first = 0;
  for (const segment of pool) {
    const { rows } = segment;
    backend.dispatch(
      fixedPoint,
      { weight: weightOf(context, segment), scale, units },
      { first, rows },
    );
    first += rows;
  }
  return units;
}

/** The same segment, every row with as much weight as `weight` f32 [L, N] says. */
export function weighted(segment: Segment, weight: Tensor<"f32">): Segment {
  return { ...segment, weight };
}
