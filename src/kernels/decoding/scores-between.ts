import { placeOf } from "./place.ts";

interface Arrays {
  readonly qkv: Float32Array;
  readonly kept: Float32Array;
  readonly ancestors: Uint32Array;
  readonly scores: Float32Array;
}

type Extents = Readonly<Record<"L" | "N" | "R" | "S" | "T" | "U" | "Y" | "H" | "E" | "F", number>>;

/** Attention of every row to some positions of its text: from the first to before the second. */
export function scoresBetween(
  { qkv, kept, ancestors, scores }: Arrays,
  extents: Extents,
  between: (text: number) => readonly [number, number],
): void {
  const { L, N, R, U, Y, H, E, F } = extents;
  const width = F / 2 / H;
  for (let row = 0; row < L * R; row++) {
    const text = Math.floor((row * N) / R);
    const [start, end] = between(text);
    for (let u = start; u < end; u++) {
      const key = (text * Y + placeOf(ancestors, row, u, extents)) * F;
      for (let h = 0; h < H; h++) {
        let score = 0;
        for (let d = h * width; d < (h + 1) * width; d++) score += qkv[row * E + d] * kept[key + d];
        scores[(row * H + h) * U + u] = score / Math.sqrt(width);
      }
    }
  }
}
