import { expect, test } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { gaussianInput } from "../../src/theory/gaussian.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { inverseMoments } from "../../src/theory/surprise.ts";
import { resolvedSmall } from "../support/experiments.ts";
import { estimate, simulateGaussian } from "./simulation.ts";

const walk = (change: Partial<Experiment> = {}) =>
  resolvedSmall({
    dataset: { name: "standard-normal" },
    interventions: [],
    metrics: ["differential-entropy", "population-risk", "density-divergence", "log-variance"].map(
      (name) => ({ name }) as Experiment["metrics"][number],
    ),
    samples: 30,
    generations: 4,
    ...change,
  });

test("what models lose of their precision is what a plain simulation loses", async () => {
  const config = { samplingBias: 0.8, divisor: "N-1" } as const;
  const input = gaussianInput(await walk({ family: { name: "gaussian", config } }))!;
  const fitted = simulateGaussian({
    workflow: { kind: "replace" },
    samples: 30,
    fits: 3,
    chains: 1200,
    bias: 0.8,
    unbiased: true,
  });
  for (const [g, { inverse, moved }] of inverseMoments(input).slice(0, 3).entries()) {
    const precision = estimate(fitted[g].map(({ variance }) => 1 / variance));
    expect(Math.abs(precision.mean - inverse)).toBeLessThan(4 * precision.standardError);
    const distance = estimate(fitted[g].map(({ mean, variance }) => mean ** 2 / variance));
    expect(Math.abs(distance.mean - moved)).toBeLessThan(4 * distance.standardError);
  }
});

test("the surprise of a model and that of the real data belong together", async () => {
  const curves = new Map(theoryFor(await walk()).map((curve) => [curve.metric, curve.values]));
  expect([...curves.keys()].toSorted()).toEqual([
    "density-divergence",
    "differential-entropy",
    "log-variance",
    "population-risk",
  ]);
  const entropy = 0.5 * Math.log(2 * Math.PI * Math.E);
  for (let g = 0; g < 4; g++) {
    const [risk, divergence] = ["population-risk", "density-divergence"].map((name) => {
      return curves.get(name)![g]!;
    });
    expect(risk - divergence).toBeCloseTo(entropy, 12);
    expect(curves.get("differential-entropy")![g]).toBeCloseTo(
      entropy + curves.get("log-variance")![g]! / 2,
      12,
    );
  }
});

test("with too few samples precision has no mean worth a line", async () => {
  const known = theoryFor(await walk({ samples: 5 })).map(({ metric }) => metric);
  expect(known.toSorted()).toEqual(["differential-entropy", "log-variance"]);
});
