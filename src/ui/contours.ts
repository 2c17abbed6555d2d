/** The corners of a square of four neighbouring cells, from the upper left on, clockwise. */
const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

export type Loop = readonly (readonly [x: number, y: number])[];

/**
 * Closed lines around all that is at least `level`, in cells from the upper left corner, between the
 * middles of cells: marching squares. Beyond the cells there is nothing.
 */
export function contours(
  cells: Float64Array,
  columns: number,
  rows: number,
  level: number,
): Loop[] {
  const valueAt = (x: number, y: number) =>
    x < 0 || y < 0 || x >= columns || y >= rows ? 0 : cells[y * columns + x];
  /** Of the side of a square that begins at corner i: both squares beside it find the same. */
  const sideOf = (x: number, y: number, i: number) => {
    const [dx, dy] = i === 1 ? [1, 0] : i === 2 ? [0, 1] : [0, 0];
    return 2 * ((y + dy + 1) * (columns + 2) + x + dx + 1) + (i % 2);
  };
  // Lines go from where a round of the square comes up to the level to where it sinks below again.
  const next = new Map<number, number>();
  const places = new Map<number, readonly [number, number]>();
  for (let y = -1; y < rows; y++) {
    for (let x = -1; x < columns; x++) {
      const high = [
        valueAt(x, y) >= level,
        valueAt(x + 1, y) >= level,
        valueAt(x + 1, y + 1) >= level,
        valueAt(x, y + 1) >= level,
      ];
      // Nearly everywhere there is no line.
      if (high[0] === high[1] && high[1] === high[2] && high[2] === high[3]) continue;
      for (let i = 0; i < 4; i++) {
        if (high[i] || !high[(i + 1) % 4]) continue;
        let end = i + 1;
        while (high[(end + 1) % 4]) end++;
        const [[fromX, fromY], [toX, toY]] = [CORNERS[i], CORNERS[(i + 1) % 4]];
        const low = valueAt(x + fromX, y + fromY);
        const part = (level - low) / (valueAt(x + toX, y + toY) - low);
        const side = sideOf(x, y, i);
        next.set(side, sideOf(x, y, end % 4));
        places.set(side, [
          x + 0.5 + fromX + part * (toX - fromX),
          y + 0.5 + fromY + part * (toY - fromY),
        ]);
      }
    }
  }
  return loopsOf(next, places);
}

function loopsOf(
  next: Map<number, number>,
  places: ReadonlyMap<number, readonly [number, number]>,
): Loop[] {
  const loops: Loop[] = [];
  for (const start of places.keys()) {
    const loop: (readonly [number, number])[] = [];
    for (let side: number | undefined = start; side !== undefined;) {
      const following: number | undefined = next.get(side);
      if (following === undefined) break;
      next.delete(side);
      loop.push(places.get(side)!);
      side = following;
    }
    if (loop.length > 0) loops.push(loop);
  }
  return loops;
}
