/** Mean over lineages and its standard error, in double precision. */
export function estimateOf(values: ArrayLike<number>): { mean: number; standardError: number } {
  const numbers = Array.from(values);
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const squares = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (numbers.length - 1) / numbers.length);
  return { mean, standardError };
}
