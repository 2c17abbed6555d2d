import { expect, test } from "vitest";
import { normalCoupling } from "../../src/datasets/normal-coupling.ts";

test("a Gaussian in two halves goes with the normal as the whole does", () => {
  const half = { weight: 0.5, mean: 3, deviation: 2 };
  const { slope, residual } = normalCoupling([half, half]);
  expect(slope).toBeCloseTo(2, 9);
  expect(residual).toBeCloseTo(0, 8);
});

test("two distant points go with the sign of the normal", () => {
  const modes = [-5, 5].map((mean) => ({ weight: 0.5, mean, deviation: 1e-6 }));
  // E[5 sign(Z) Z] = 5 √(2/π), less than the trapezoidal rule's error at the jump
  expect(normalCoupling(modes).slope).toBeCloseTo(5 * Math.sqrt(2 / Math.PI), 4);
});

test("two modes: the integral agrees with a finer one by direct inversion", () => {
  const modes = [
    { weight: 0.3, mean: -2, deviation: 0.5 },
    { weight: 0.7, mean: 1, deviation: 1.5 },
  ];
  const { slope, residual } = normalCoupling(modes);
  // Sorted quantiles of 2,000,000 points on a fine grid of x, by cumulative masses in order.
  const density = (x: number, mean: number, deviation: number) =>
    Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
  const step = 5e-5;
  let mass = 0;
  let direct = 0;
  for (let x = -12; x < 14; x += step) {
    const p = modes.reduce((sum, m) => sum + m.weight * density(x, m.mean, m.deviation), 0) * step;
    // ∫ x Φ⁻¹(F(x)) dF = ∫ φ(Φ⁻¹(F(x))) dx, since d φ(z) = -z φ(z) dz
    mass += p;
    direct += normalDensityAtQuantile(Math.min(mass, 1)) * step;
  }
  expect(slope).toBeCloseTo(direct, 3);
  const mean = 0.3 * -2 + 0.7;
  const variance = 0.3 * (0.25 + (-2 - mean) ** 2) + 0.7 * (2.25 + (1 - mean) ** 2);
  expect(slope ** 2 + residual).toBeCloseTo(variance, 9);
});

/** φ(Φ⁻¹(u)), by bisection on a numerically integrated Φ from a table. */
function normalDensityAtQuantile(u: number): number {
  if (u <= TABLE[0].mass || u >= 1 - TABLE[0].mass) return 0;
  let low = 0;
  let high = TABLE.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (TABLE[middle].mass < u) low = middle;
    else high = middle;
  }
  const share = (u - TABLE[low].mass) / (TABLE[high].mass - TABLE[low].mass);
  return TABLE[low].density + share * (TABLE[high].density - TABLE[low].density);
}

const TABLE = (() => {
  const step = 1e-3;
  let mass = 0;
  return Array.from({ length: 16_000 }, (_, i) => {
    const z = -8 + i * step;
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    mass += (Math.exp(-0.5 * (z - step / 2) ** 2) / Math.sqrt(2 * Math.PI)) * step;
    return { mass, density };
  });
})();
