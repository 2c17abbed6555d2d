type Numbers = Float32Array | Uint32Array;

interface Arrays {
  readonly values: Numbers;
  readonly start: Uint32Array;
  readonly taken: Numbers;
}

/** The member that is `offset` further on in an ecosystem of K neighbours, around its end. */
export function donorOf(l: number, offset: number, K: number): number {
  return l - (l % K) + (((l % K) + offset) % K);
}

/** What `takeFloats` and `takeWords` do. */
export function takenRows(
  { values, start, taken }: Arrays,
  { rows, offset }: Readonly<Record<"rows" | "offset", number>>,
  { L, N, C, W, K }: Readonly<Record<"L" | "N" | "C" | "W" | "K", number>>,
): void {
  for (let l = 0; l < L; l++) {
    for (let c = 0; c < C; c++) {
      const row = donorOf(l, offset, K) * N + ((start[l % K] + c) % rows);
      taken.set(values.subarray(row * W, (row + 1) * W), (l * C + c) * W);
    }
  }
}
