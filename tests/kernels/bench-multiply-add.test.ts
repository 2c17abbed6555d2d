import { expect, test } from "vitest";
import { multiplyAdd, multiplyAddInRegisters } from "../../src/kernels/bench/multiply-add.ts";
import { expectAgreement, runKernel, scatteredFraction } from "../support/agree.ts";
import { backends, webgpu } from "../support/backends.ts";

const testCase = (rounds: number) => ({
  axes: { N: 67 },
  scalars: { rounds },
  inputs: { factors: scatteredFraction },
});

test.skipIf(webgpu === null)(
  "WGSL agrees with the reference after any number of rounds",
  async () => {
    // A step rounds by 2⁻²⁴, and a factor x shrinks what was: 1 / (1 - x) times that, and x < 0.99 here.
    for (const kernel of [multiplyAdd, multiplyAddInRegisters]) {
      for (const rounds of [0, 1, 2]) {
        await expectAgreement(kernel, testCase(rounds), { absolute: 1e-6 });
      }
    }
  },
);

test.each(backends)("every chain tends to 1, on $adapter.backend", async (backend) => {
  const { means } = await runKernel(backend, multiplyAdd, testCase(400));
  for (const mean of means) expect(mean).toBeCloseTo(1, 4);
});
