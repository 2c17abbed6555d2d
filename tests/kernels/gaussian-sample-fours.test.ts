import { describe, expect, test } from "vitest";
import { gaussianSampler, gaussianSampleFours } from "../../src/kernels/gaussian/sample-fours.ts";
import { gaussianSample } from "../../src/kernels/gaussian/sample.ts";
import { expectAgreement, runKernel } from "../support/agree.ts";
import { webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

// Multiples of 4, but not of the workgroup.
const SIZES = [
  { L: 3, N: 260, D: 1 },
  { L: 7, N: 22, D: 6 },
  { L: 1, N: 1, D: 4 },
];

function testCase(axes: { L: number; N: number; D: number }) {
  const keys = (i: number) => (i % 2 === 0 ? 7 : i >> 1);
  const inputs = { keys, spread: (i: number) => 1 + (i % 3) };
  return { axes, scalars: { stream: 3, generation: 5 }, inputs };
}

describe.skipIf(webgpu === null)("sample-fours in WGSL", () => {
  test.each(SIZES)("agrees with the reference at %o", async (axes) => {
    // Normals agree to 1e-5; here they are scaled by at most 3.
    await expectAgreement(gaussianSampleFours, testCase(axes), { absolute: 3e-5 });
  });

  test.each(SIZES)("draws what sample draws at %o", async (axes) => {
    const fours = await runKernel(webgpu!, gaussianSampleFours, testCase(axes));
    const one = await runKernel(webgpu!, gaussianSample, testCase(axes));
    // Two pipelines may contract products and sums differently, and that is all.
    expectClose(fours["samples"], one["samples"], { absolute: 2e-6 });
  });
});

test("only a multiple of four elements goes by fours", () => {
  expect(gaussianSampler(1000, 1)).toBe(gaussianSampleFours);
  expect(gaussianSampler(2, 6)).toBe(gaussianSampleFours);
  expect(gaussianSampler(1001, 1)).toBe(gaussianSample);
  expect(gaussianSampler(3, 6)).toBe(gaussianSample);
});
