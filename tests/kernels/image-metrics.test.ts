import { describe, expect, test } from "vitest";
import { spreadOver } from "../../src/kernels/metrics/spread.ts";
import { squaredErrors } from "../../src/kernels/metrics/squared-errors.ts";
import { expectAgreement, runKernel, scatteredNormal } from "../support/agree.ts";
import { backends, webgpu } from "../support/backends.ts";

const axes = { L: 3, M: 7, D: 13 };
const inputs = { a: scatteredNormal, b: (i: number) => scatteredNormal(i + 999) };

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test("spread", () =>
    expectAgreement(
      spreadOver,
      { axes, inputs: { logDeviation: scatteredNormal } },
      { relative: 1e-6 },
    ));

  test.each([1, 3])("squared-errors against %i lineages", (R) =>
    expectAgreement(squaredErrors, { axes: { ...axes, R }, inputs }, { relative: 1e-6 }),
  );
});

test.each(backends)("deviations 3 and 4 spread by √12.5: $adapter.backend", async (backend) => {
  const { spread } = await runKernel(backend, spreadOver, {
    axes: { L: 1, D: 2 },
    inputs: { logDeviation: (d) => Math.log(3 + d) },
  });
  expect(spread[0]).toBeCloseTo(Math.sqrt(12.5), 5);
});
