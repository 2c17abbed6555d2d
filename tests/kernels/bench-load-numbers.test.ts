import { expect, test } from "vitest";
import { loadNumbers } from "../../src/kernels/bench/load-numbers.ts";
import { expectAgreement, runKernel } from "../support/agree.ts";
import { cpu, webgpu } from "../support/backends.ts";

const testCase = {
  axes: { N: 67, C: 24 },
  scalars: { rounds: 5 },
  inputs: { numbers: (i: number) => (i % 13) - 6 },
};

test.skipIf(webgpu === null)("WGSL loads the same numbers as the reference", async () => {
  await expectAgreement(loadNumbers, testCase, { absolute: 0 });
});

test("a round is 32 numbers in a row, and the next begins behind them", async () => {
  const counted = { ...testCase, inputs: { numbers: (i: number) => (i < 32 ? 1 : 0) } };
  const { sums } = await runKernel(cpu, loadNumbers, counted);
  // Five rounds over three stretches of 32 meet the first once or twice.
  expect(Array.from(sums.slice(0, 3))).toEqual([64, 32, 64]);
});
