import { expect, test } from "vitest";
import { drawnPoints } from "../../src/datasets/drawn-points.ts";
import {
  type Points,
  between,
  distanceTo,
  reachOf,
  rounded,
  without,
  withPoint,
  zoomed,
} from "../../src/ui/drawn.ts";

const snake = drawnPoints.settings.points.default;

test("all points have their place in a drawing that is not much larger than they need", () => {
  for (const scale of [0.003, 1, 7, 450]) {
    const points = snake.map((x) => scale * x);
    const most = Math.max(...points.map(Math.abs));
    expect(reachOf(points)).toBeGreaterThan(1.05 * most);
    expect(reachOf(points)).toBeLessThan(1.8 * most);
  }
  expect(reachOf(snake)).toBe(2.5);
  expect(reachOf([])).toBe(1);
  for (const reach of [0.01, 1, 2.5, 10, 800]) {
    expect(zoomed(reach, true)).toBeGreaterThan(1.2 * reach);
    expect(zoomed(reach, false)).toBeLessThan(0.8 * reach);
  }
});

test("coordinates are as long as the drawing is fine, and never minus zero", () => {
  expect(rounded(1.23456, 2.5)).toBe(1.23);
  expect(rounded(123.456, 500)).toBe(123);
  expect(rounded(0.00123456, 0.002)).toBe(0.00123);
  expect(Object.is(rounded(-0.001, 2.5), 0)).toBe(true);
});

test("points keep their distance, and no more are drawn than there may be", () => {
  const one = withPoint([], [1, 2], 0.5, 2);
  expect(one).toEqual([1, 2]);
  expect(withPoint(one, [1.3, 2.3], 0.5, 2)).toBe(one);
  const two = withPoint(one, [1.5, 2], 0.5, 2);
  expect(two).toEqual([1, 2, 1.5, 2]);
  expect(withPoint(two, [9, 9], 0.5, 2)).toBe(two);
});

test("the rubber takes the points that it touches, and those alone", () => {
  const points: Points = [0, 0, 1, 0, 0, 1, 2, 2];
  expect(without(points, [0.1, 0.1], 0.5)).toEqual([1, 0, 0, 1, 2, 2]);
  expect(without(points, [0.5, 0.5], 0.8)).toEqual([2, 2]);
  expect(without(points, [5, 5], 1)).toBe(points);
});

test("a quick stroke has no holes", () => {
  const gap = 0.25;
  let points: Points = [-2, -1];
  for (const place of between([-2, -1], [2, 1.5], gap / 4)) {
    points = withPoint(points, place, gap, 512);
  }
  expect(points.length / 2).toBeGreaterThan(Math.hypot(4, 2.5) / gap / 1.3);
  for (let i = 2; i < points.length; i += 2) {
    const step = Math.hypot(points[i] - points[i - 2], points[i + 1] - points[i - 1]);
    expect(step).toBeGreaterThanOrEqual(gap);
    expect(step).toBeLessThan(1.3 * gap);
  }
  expect(distanceTo(points, [2, 1.5])).toBeLessThan(gap);
  expect(distanceTo([], [0, 0])).toBe(Infinity);
});
