import { describe, expect, test } from "vitest";
import { moons } from "../../src/datasets/moons.ts";
import { twoGaussians } from "../../src/datasets/two-gaussians.ts";
import { standardNormal } from "../../src/datasets/standard-normal.ts";
import type { FactsOf } from "../../src/distribution.ts";
import {
  densities,
  modelBlobs,
  proportioned,
  realBlobs,
  ring,
  windowAround,
  windowWith,
} from "../../src/ui/plane.ts";

const tilted = {
  separation: 3,
  leftWeight: 0.3,
  leftDeviation: 0.5,
  rightDeviation: 1.5,
  leftCorrelation: 0.9,
  rightCorrelation: -0.4,
};

describe("the plane", () => {
  test.each<[string, FactsOf<"vector">]>([
    ["two Gaussians", twoGaussians.facts(tilted)],
    ["moons", moons.facts({ noise: 0.2, upperWeight: 0.5 })],
    ["independent dimensions", standardNormal.facts({ dimensions: 2 })],
  ])("the window holds all of the mass of %s", (_name, facts) => {
    const blobs = realBlobs(facts);
    const window = windowAround(blobs);
    const [columns, rows] = [160, 120];
    const cells = densities(blobs, window, columns, rows);
    expect(Math.max(...cells)).toBe(1);
    // Of the density itself, from its height at the highest cell.
    const area = ((window.right - window.left) / columns) * ((window.top - window.bottom) / rows);
    const at = cells.indexOf(1);
    const x = window.left + ((at % columns) + 0.5) * ((window.right - window.left) / columns);
    const y = window.top - (Math.floor(at / columns) + 0.5) * ((window.top - window.bottom) / rows);
    const highest = blobs.reduce((sum, { weight, mean, root: [a, b, c] }) => {
      const u = (x - mean[0]) / a;
      const v = (y - mean[1] - b * u) / c;
      return sum + (weight * Math.exp(-0.5 * (u * u + v * v))) / (2 * Math.PI * a * c);
    }, 0);
    const mass = cells.reduce((sum, cell) => sum + cell * highest * area, 0);
    expect(mass).toBeGreaterThan(0.998);
    expect(mass).toBeLessThan(1.002);
  });

  test("a ring lies at one distance in the component's own measure", () => {
    const blob = { weight: 1, mean: [1, -2], root: [0.5, 0.3, 0.2] } as const;
    for (const [x, y] of ring(blob, 2)) {
      const u = (x - 1) / 0.5;
      const v = (y + 2 - 0.3 * u) / 0.2;
      expect(Math.hypot(u, v)).toBeCloseTo(2, 12);
    }
  });

  test("a component that is next to nothing is left out", () => {
    const model = {
      points: new Float32Array(),
      weight: Float32Array.of(0.9999, 0.0001),
      mean: Float32Array.of(0, 1, 5, 6),
      root: Float32Array.of(1, 0, 0.5, 2, 3, 0, 0, 3),
    };
    expect(modelBlobs(model)).toEqual([
      { weight: Math.fround(0.9999), mean: [0, 1], root: [1, 0.5, 2] },
    ]);
  });

  test("a model that has run away does not take the picture along", () => {
    const window = { left: -1, right: 1, bottom: -1, top: 1 };
    const far = { left: 50, right: 51, bottom: -0.5, top: 9 };
    expect(windowWith(window, far)).toEqual({ left: -1, right: 3, bottom: -1, top: 3 });
    const wide = proportioned({ left: 0, right: 2, bottom: 0, top: 1 }, 100, 100);
    expect(wide).toEqual({ left: 0, right: 2, bottom: -0.5, top: 1.5 });
  });
});
