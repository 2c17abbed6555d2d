/** Extents that tell where things lie. */
interface Extents {
  readonly N: number;
  readonly R: number;
  readonly S: number;
  readonly T: number;
}

/** Where the key of a position lies among those kept of a text. See shaders/decoding/place.wgsl. */
export function placeOf(
  ancestors: Uint32Array,
  row: number,
  u: number,
  { N, R, S, T }: Extents,
): number {
  const K = R / N;
  const firstRow = Math.floor((row % R) / K) * K;
  return u < S ? u : S + (ancestors[row * T + u - S] - firstRow) * T + u - S;
}
