/** What the kernels hold for the logarithm of zero; anything below counts as that too. */
export const LOG_ZERO = -1e30;

/** Twin of shaders/math/logarithm.wgsl. */
export function logarithm(x: number): number {
  return x > 0 ? Math.log(x) : LOG_ZERO;
}
