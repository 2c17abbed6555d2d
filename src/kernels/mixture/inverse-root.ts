import { LOG_ZERO, logarithm } from "../logarithm.ts";

/** The arrays of many components, of which one is meant. */
interface Components {
  readonly root: Float32Array | Float64Array;
  readonly inverse: Float32Array | Float64Array;
  readonly logScale: Float32Array | Float64Array;
}

/** See shaders/mixture/inverse-root.wgsl. */
export function invertRoot(
  { root, inverse, logScale }: Components,
  component: number,
  D: number,
  weight: number,
): void {
  const start = component * D * D;
  let scale = logarithm(weight);
  for (let i = 0; i < D; i++) {
    const pivot = root[start + i * D + i];
    scale -= logarithm(pivot) + 0.5 * Math.log(2 * Math.PI);
    for (let j = 0; j < D; j++) {
      let entry = Number(i === j);
      for (let k = j; k < i; k++) entry -= root[start + i * D + k] * inverse[start + k * D + j];
      inverse[start + i * D + j] = j <= i && pivot > 0 ? entry / pivot : 0;
    }
  }
  logScale[component] = weight <= 0 || scale > 1e29 ? LOG_ZERO : scale;
}
