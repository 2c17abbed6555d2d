import type { Workgroups } from "./kernel.ts";

/** Workgroups along x, y and z. */
export type Grid = readonly [x: number, y: number, z: number];

/** A dispatch, or a part of one. */
export interface Piece {
  /** The workgroup that it begins with, by the running number of shaders/grid.wgsl. */
  readonly first: number;
  readonly grid: Grid;
  /** Of all workgroups. */
  readonly share: number;
}

/** A count along x alone may exceed what one dimension of a grid holds; the rest goes to y. */
export function fold([x, y, z]: Workgroups, most: number): Grid {
  if (y !== undefined || x <= most) return [x, y ?? 1, z ?? 1];
  const rows = Math.ceil(x / most);
  return [Math.ceil(x / rows), rows, 1];
}

/** `count` parts of a folded grid, or a few more where a dimension holds no more than `most`. */
export function piecesOf(grid: Grid, count: number, most: number): Piece[] {
  const total = grid[0] * grid[1];
  if (count < 2) return [{ first: 0, grid, share: 1 }];
  // Along x alone: an overhang into the next piece would do some of its work twice.
  const size = Math.min(most, Math.ceil(total / count));
  return Array.from({ length: Math.ceil(total / size) }, (_, i): Piece => {
    const workgroups = Math.min(size, total - i * size);
    return { first: i * size, grid: [workgroups, 1, 1], share: workgroups / total };
  });
}
