import type { AnyKernel } from "../../src/compute/kernel.ts";
import { scatteredNormal } from "./agree.ts";

/** Small enough for the third derivative, large enough for the rounding of doubles. */
const STEP = 1e-4;

export type Arrays = Readonly<Record<string, Float64Array | Uint32Array>>;

/** Runs the reference of a kernel in double precision throughout. */
export function runReference(
  kernel: AnyKernel,
  arrays: Arrays,
  scalars: Readonly<Record<string, number>>,
  axes: Readonly<Record<string, number>>,
): void {
  kernel.reference(arrays as never, scalars, axes as never);
}

/** Normals, others for every `seed`. */
export function normals(count: number, seed = 0): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => scatteredNormal(i + 10_000 * seed));
}

/** The derivatives of `loss` by the elements of x, by central differences. */
export function slopesOf(loss: () => number, x: Float64Array): Float64Array {
  return x.map((value, i) => {
    x[i] = value + STEP;
    const above = loss();
    x[i] = value - STEP;
    const below = loss();
    x[i] = value;
    return (above - below) / (2 * STEP);
  });
}

export function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
