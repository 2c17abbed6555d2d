import { describe, expect, test } from "vitest";
import { gatherTokens } from "../../src/kernels/training/gather-tokens.ts";
import { gatherVectors } from "../../src/kernels/training/gather-vectors.ts";
import { initialize } from "../../src/kernels/training/initialize.ts";
import { Stream } from "../../src/random/streams.ts";
import { expectAgreement, runKernel, scatteredNormal, scatteredWord } from "../support/agree.ts";
import { backends, webgpu } from "../support/backends.ts";

const keys = (i: number) => (i % 2 === 0 ? 7 : i >> 1);
const scalars = { stream: Stream.INITIALIZE, generation: 2, parameter: 3 };

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test.each([
    { isUniform: 0, center: 0, spread: 0.02 },
    { isUniform: 0, center: 1, spread: 0 },
    { isUniform: 1, center: 0.5, spread: 3 },
  ])("when it initializes with %o", (kind) =>
    expectAgreement(
      initialize,
      { axes: { L: 3, P: 103 }, scalars: { ...scalars, ...kind }, inputs: { keys } },
      // Normals agree to 10⁻⁵ (shaders/random/normal.wgsl), scaled by 0.02.
      { absolute: kind.isUniform === 1 ? 3e-7 : 2e-7 },
    ),
  );

  test.each([gatherTokens, gatherVectors])("when it gathers: $shader", (kernel) =>
    expectAgreement(
      kernel,
      {
        axes: { L: 3, N: 19, B: 11, T: 7, D: 7 },
        scalars: { first: 5, rows: 17 },
        inputs: {
          values: kernel === gatherTokens ? scatteredWord : scatteredNormal,
          order: (i) => scatteredWord(i) % 40,
        },
      },
      { absolute: 0 },
    ),
  );
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a batch of two segments is what the pool holds at its places", async () => {
    const at = (first: number, rows: number, mark: number) =>
      runKernel(backend, gatherTokens, {
        axes: { L: 1, N: 4, B: 6, T: 2 },
        scalars: { first, rows },
        inputs: { values: (i) => mark + i, order: (i) => [5, 0, 3, 2, 4, 1][i] },
      });
    // Of four samples in the first segment only three count.
    expect((await at(0, 3, 100))["batch"]).toEqual([
      0, 0, 100, 101, 0, 0, 104, 105, 0, 0, 102, 103,
    ]);
    expect((await at(3, 3, 200))["batch"]).toEqual([
      204, 205, 0, 0, 200, 201, 0, 0, 202, 203, 0, 0,
    ]);
  });

  test("a normal parameter has its deviation, and no other has the same numbers", async () => {
    const [L, P] = [2, 20_001];
    const made = (parameter: number, generation = 0) =>
      runKernel(backend, initialize, {
        axes: { L, P },
        scalars: { ...scalars, parameter, generation, isUniform: 0, center: 0, spread: 0.02 },
        inputs: { keys },
      });
    const { values } = await made(0);
    const own = values.slice(0, P);
    const deviation = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0) / P);
    // Five standard errors of a deviation, σ / √2P.
    expect(Math.abs(deviation - 0.02)).toBeLessThan((5 * 0.02) / Math.sqrt(2 * P));
    for (const others of [
      values.slice(P),
      (await made(1))["values"],
      (await made(0, 1))["values"],
    ]) {
      expect(own.some((value, i) => value === others[i])).toBe(false);
    }
  });
});
