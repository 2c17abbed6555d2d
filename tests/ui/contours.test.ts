import { expect, test } from "vitest";
import { type Loop, contours } from "../../src/ui/contours.ts";
import { densities, ring } from "../../src/ui/plane.ts";

const WINDOW = { left: -4, right: 4, bottom: -3, top: 3 };
const [COLUMNS, ROWS] = [120, 90];

const blob = (x: number, y: number, root: readonly [number, number, number]) => ({
  weight: 1,
  mean: [x, y] as const,
  root,
});

function inDataUnits(loop: Loop): [number, number][] {
  const { left, right, bottom, top } = WINDOW;
  return loop.map(([x, y]) => [
    left + ((right - left) * x) / COLUMNS,
    top - ((top - bottom) * y) / ROWS,
  ]);
}

test("the contour of a Gaussian is the ring at its deviations", () => {
  const one = blob(0.3, -0.2, [0.9, 0.4, 0.6]);
  const cells = densities([one], WINDOW, COLUMNS, ROWS);
  for (const deviations of [0.5, 1, 2]) {
    const loops = contours(cells, COLUMNS, ROWS, Math.exp(-0.5 * deviations ** 2));
    expect(loops).toHaveLength(1);
    const line = inDataUnits(loops[0]);
    for (const [x, y] of line) {
      const u = (x - 0.3) / 0.9;
      expect(Math.hypot(u, (y + 0.2 - 0.4 * u) / 0.6)).toBeCloseTo(deviations, 1);
    }
    // All the way round, one neighbour after the other.
    for (const [x, y] of ring(one, deviations)) {
      const gaps = line.map(([toX, toY]) => Math.hypot(toX - x, toY - y));
      expect(Math.min(...gaps)).toBeLessThan(0.08);
    }
    for (const [i, [x, y]] of line.entries()) {
      const [toX, toY] = line[(i + 1) % line.length];
      expect(Math.hypot(toX - x, toY - y)).toBeLessThan(0.1);
    }
  }
});

test("two modes have a line each, and one around both", () => {
  const modes = [blob(-1.2, 0, [0.6, 0, 0.6]), blob(1.2, 0, [0.6, 0, 0.6])];
  const cells = densities(modes, WINDOW, COLUMNS, ROWS);
  expect(contours(cells, COLUMNS, ROWS, 0.6)).toHaveLength(2);
  expect(contours(cells, COLUMNS, ROWS, 0.1)).toHaveLength(1);
  expect(contours(cells, COLUMNS, ROWS, 1.5)).toEqual([]);
});

test("lines are closed at the edge as well, and around corners that touch", () => {
  expect(contours(Float64Array.of(1), 1, 1, 0.5)).toEqual([
    [
      [0.5, 0],
      [0, 0.5],
      [0.5, 1],
      [1, 0.5],
    ],
  ]);
  const saddle = contours(Float64Array.of(1, 0, 0, 1), 2, 2, 0.5);
  expect(saddle.map(({ length }) => length)).toEqual([4, 4]);
  // A hole in the middle is a line of its own.
  const hole = contours(Float64Array.of(1, 1, 1, 1, 0, 1, 1, 1, 1), 3, 3, 0.5);
  expect(hole.map(({ length }) => length).sort((a, b) => a - b)).toEqual([4, 12]);
});
