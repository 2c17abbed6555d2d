import { expect, test } from "vitest";
import { ballsAround, neighbourKernels, occupied, within } from "../../src/metrics/neighbours.ts";
import { scatteredNormal } from "../support/agree.ts";
import { cpu } from "../support/backends.ts";
import { contextFor } from "../support/contexts.ts";

const [L, N, F, K] = [24, 400, 4, 5];

test("what follows the real distribution has coverage 1 - ∏ (N - 1 - i) / (2 N - 1 - i) and density 1", async () => {
  const backend = cpu;
  await backend.prepare(neighbourKernels);
  using scope = backend.scope("test");
  const space = { kind: "image", height: 28, width: 28 } as const;
  const context = contextFor(backend, scope, { lineages: L, space });
  const points = (first: number) =>
    scope.tensor(
      "points",
      "f32",
      [L, N, F],
      Float32Array.from({ length: L * N * F }, (_, i) => scatteredNormal(first + i)),
    );
  const [real, model] = [points(0), points(L * N * F)].map((set) => ballsAround(context, set));
  const [coverage, density, precision, recall] = await backend.read(
    occupied(context, real, model),
    within(context, model, real, "mean"),
    within(context, model, real, "share"),
    within(context, real, model, "share"),
  );

  // Naeem et al. 2020, arXiv:2002.09797, section 3.2: of the K nearest of all 2 N - 1 other points of both
  // sets, one at least has to be the model's.
  let none = 1;
  for (let i = 0; i < K; i++) none *= (N - 1 - i) / (2 * N - 1 - i);
  expect(1 - none).toBeCloseTo(0.96933, 5);
  expectWithin(coverage, 1 - none);
  expectWithin(density, 1);
  // The two sets are alike, and so are the shares of one in the balls of the other.
  expectWithin(precision, recall.reduce((sum, value) => sum + value, 0) / L);
});

/** Four standard errors, measured over the lineages, which are themselves below two hundredths. */
function expectWithin(values: Float32Array, expected: number): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / L;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / (L - 1) / L);
  expect(error).toBeLessThan(0.02 * expected);
  expect(Math.abs(mean - expected)).toBeLessThan(4 * error);
}
