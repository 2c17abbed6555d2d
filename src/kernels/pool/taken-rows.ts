type Numbers = Float32Array | Uint32Array;

interface Arrays {
  readonly values: Numbers;
  readonly donor: Uint32Array;
  readonly start: Uint32Array;
  readonly taken: Numbers;
}

/** What `takeFloats` and `takeWords` do. */
export function takenRows(
  { values, donor, start, taken }: Arrays,
  { rows }: { readonly rows: number },
  { L, N, C, W }: Readonly<Record<"L" | "N" | "C" | "W", number>>,
): void {
  for (let l = 0; l < L; l++) {
    for (let c = 0; c < C; c++) {
      const row = donor[l] * N + ((start[l] + c) % rows);
      taken.set(values.subarray(row * W, (row + 1) * W), (l * C + c) * W);
    }
  }
}
