import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { circles } from "../../src/datasets/circles.ts";
import { drawnPoints } from "../../src/datasets/drawn-points.ts";
import { gaussianPair } from "../../src/datasets/gaussian-pair.ts";
import { gaussianRing } from "../../src/datasets/gaussian-ring.ts";
import { jointOf } from "../../src/datasets/joint.ts";
import { moons } from "../../src/datasets/moons.ts";
import { openVectors } from "../../src/datasets/real-vectors.ts";
import { swissRoll } from "../../src/datasets/swiss-roll.ts";
import { twoGaussians } from "../../src/datasets/two-gaussians.ts";
import { type FactsOf, jointMoments } from "../../src/distribution.ts";
import { densityKernels } from "../../src/kernels/mixture/densities.ts";
import { mixtureSample } from "../../src/kernels/mixture/sample.ts";
import type { Segment } from "../../src/samples.ts";
import { scatteredNormal } from "../support/agree.ts";
import { backends, cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { contextFor } from "../support/contexts.ts";

type Facts = FactsOf<"vector">;

const tilted = {
  separation: 3,
  leftWeight: 0.3,
  leftDeviation: 0.5,
  rightDeviation: 1.5,
  leftCorrelation: 0.9,
  rightCorrelation: -0.4,
};
const planes: readonly (readonly [string, Facts])[] = [
  ["two-gaussians", twoGaussians.facts(tilted)],
  ["gaussian-ring", gaussianRing.facts({ modes: 5, radius: 3, deviation: 0.2, rareness: 0.1 })],
  ["moons", moons.facts({ noise: 0.1, upperWeight: 0.4 })],
  ["circles", circles.facts({ noise: 0.05, innerRadius: 0.4, outerWeight: 0.7 })],
  ["swiss-roll", swissRoll.facts({ noise: 0.1 })],
  [
    "drawn-points",
    drawnPoints.facts({ points: [0, 1, 2, 3, -1, 0.5], deviation: 0.3, groups: "" }),
  ],
];

/** Straight from the definition. */
function densityAt(facts: Facts, [x, y]: readonly number[]): number {
  return jointOf(facts).reduce((sum, { weight, mean, factor: [[a], [b, c]] }) => {
    const u = (x - mean[0]) / a;
    const v = (y - mean[1] - b * u) / c;
    return sum + (weight * Math.exp(-0.5 * (u * u + v * v))) / (2 * Math.PI * a * c);
  }, 0);
}

function openedOn(backend: Backend, scope: ReturnType<Backend["scope"]>, facts: Facts, L: number) {
  const space = { kind: "vector", dimensions: facts.marginals.length } as const;
  const context = contextFor(backend, scope, { lineages: L, space });
  return {
    context,
    real: openVectors(
      context,
      Array.from({ length: L }, () => facts),
    ),
  };
}

describe.each(planes)("%s", (_name, facts) => {
  test("weights sum to 1, groups are named, and each dimension alone is its marginal", () => {
    const joint = facts.joint!;
    expect(joint.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    for (const { group } of joint) expect(group).toBeLessThan(facts.groups?.length ?? 1);
    for (const d of [0, 1]) {
      const { mean, covariance } = jointMoments(joint);
      const alone = facts.marginals[d];
      const center = alone.reduce((sum, c) => sum + c.weight * c.mean, 0);
      const square = alone.reduce(
        (sum, c) => sum + c.weight * (c.deviation ** 2 + (c.mean - center) ** 2),
        0,
      );
      expect(center).toBeCloseTo(mean[d], 12);
      expect(square).toBeCloseTo(covariance[3 * d], 10);
    }
  });

  test("samples have the moments that the forms state", async () => {
    using scope = cpu.scope("test");
    const { context, real } = openedOn(cpu, scope, facts, 1);
    const N = 4000;
    const [values] = await cpu.read(real.draw(context, N).values);
    const { mean, logDeviation, factor } = real.forms.moments!;
    const [m, log, root] = await cpu.read(mean, logDeviation, factor!);
    const deviation = log.map(Math.exp);
    const covariance = [0, 1, 2, 3].map((e) => {
      const [i, j] = [e >> 1, e & 1];
      const product = root[2 * i] * root[2 * j] + root[2 * i + 1] * root[2 * j + 1];
      return deviation[i] * deviation[j] * product;
    });
    expectClose(covariance, jointMoments(facts.joint!).covariance, {
      relative: 1e-5,
      absolute: 1e-6,
    });
    for (const d of [0, 1]) {
      let sum = 0;
      for (let n = 0; n < N; n++) sum += (values as Float32Array)[2 * n + d];
      expect(Math.abs(sum / N - m[d])).toBeLessThan((4.5 * deviation[d]) / Math.sqrt(N));
    }
    for (const [i, j] of [
      [0, 0],
      [1, 0],
      [1, 1],
    ] as const) {
      const products = Array.from(
        { length: N },
        (_, n) =>
          ((values as Float32Array)[2 * n + i] - m[i]) *
          ((values as Float32Array)[2 * n + j] - m[j]),
      );
      const found = products.reduce((sum, x) => sum + x, 0) / N;
      const spread = products.reduce((sum, x) => sum + (x - found) ** 2, 0) / N;
      expect(Math.abs(found - covariance[2 * i + j])).toBeLessThan(4.5 * Math.sqrt(spread / N));
    }
  });
});

test("an odd number of coordinates is no list of points", () => {
  expect(() => drawnPoints.facts({ points: [1, 2, 3], deviation: 1, groups: "" })).toThrow(/pairs/);
  expect(() => drawnPoints.facts({ points: [], deviation: 1, groups: "" })).toThrow(/no point/);
});

test("Gaussians along a curve add up to the curve with its noise", () => {
  // Across the middle of the upper moon, whose curvature hardly counts: 1 / (π √(2π) σ) · ½
  const facts = moons.facts({ noise: 0.02, upperWeight: 0.5 });
  const along = Array.from({ length: 50 }, (_, i) => {
    const angle = 1.2 + 0.01 * i;
    return densityAt(facts, [Math.cos(angle), Math.sin(angle)]);
  });
  for (const density of along) {
    expect(density * 2 * Math.PI * Math.sqrt(2 * Math.PI) * 0.02).toBeCloseTo(1, 2);
  }
});

test("independent dimensions are a mixture of every combination", () => {
  const facts = gaussianPair.facts({
    separation: 4,
    leftWeight: 0.5,
    deviation: 0.5,
    dimensions: 2,
  });
  const joint = jointOf(facts);
  expect(joint.map(({ mean }) => mean)).toEqual([
    [-2, 0],
    [2, 0],
  ]);
  expect(joint.map(({ factor }) => factor[1])).toEqual([
    [0, 0.5],
    [0, 0.5],
  ]);
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("the log-density of rows is that of the definition, and a lineage draws what it draws alone", async () => {
    await backend.prepare([...densityKernels, mixtureSample]);
    using scope = backend.scope("test");
    const facts = twoGaussians.facts(tilted);
    const [L, N] = [3, 19];
    const { context, real } = openedOn(backend, scope, facts, L);
    const points = Float32Array.from({ length: L * N * 2 }, (_, i) => 2 * scatteredNormal(i));
    const values = scope.tensor("points", "f32", [L, N, 2], points);
    const segment: Segment = { values, rows: N, birth: 0, frame: null };
    const logProb = await real.forms.logProb!(context, segment);
    const drawn = real.draw(context, N).values;
    const [densities, many] = await backend.read(logProb, drawn);
    const expected = Array.from({ length: L * N }, (_, n) =>
      Math.log(densityAt(facts, [points[2 * n], points[2 * n + 1]])),
    );
    expectClose(densities, expected, { absolute: 2e-5, relative: 1e-5 });
    const alone = openedOn(backend, scope, facts, 1);
    const [few] = await backend.read(alone.real.draw(alone.context, 7).values);
    expect(few).toEqual(many.slice(0, 14));
  });
});
