import type { Cell, ResolvedAxis } from "./sweep.ts";

/** For each of so many places in a row: 0 for the ends, 1 for the middle, 2 for the quarters … */
export function levels(count: number): number[] {
  const found = Array.from({ length: count }, () => 0);
  let gaps: [number, number][] = [[0, count - 1]];
  for (let level = 1; gaps.length > 0; level++) {
    gaps = gaps.flatMap(([from, to]): [number, number][] => {
      if (to - from < 2) return [];
      const middle = (from + to) >> 1;
      found[middle] = level;
      return [
        [from, middle],
        [middle, to],
      ];
    });
  }
  return found;
}

/** Cells from coarse to fine, so that a picture of them fills in evenly. */
export function coarseToFine(
  cells: readonly Cell[],
  axes: readonly Pick<ResolvedAxis, "values">[],
): Cell[] {
  const byAxis = axes.map(({ values }) => levels(values.length));
  const keyed = cells.map((cell) => {
    const own = cell.at.map((place, axis) => byAxis[axis][place]);
    return { cell, level: Math.max(...own), sum: own.reduce((sum, level) => sum + level, 0) };
  });
  keyed.sort((a, b) => a.level - b.level || a.sum - b.sum || a.cell.id - b.cell.id);
  return keyed.map(({ cell }) => cell);
}
