/** The middle of one of 2²³ equal intervals of (0, 1). Twin: shaders/random/uniform.wgsl. */
export function uniformOf(bits: number): number {
  return ((bits >>> 9) + 0.5) * 2 ** -23;
}
