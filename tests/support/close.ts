import { expect } from "vitest";

/** Compares element by element: |actual − expected| ≤ absolute + relative · |expected|. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { absolute = 0, relative = 0 }: { absolute?: number; relative?: number },
): void {
  expect(actual.length).toBe(expected.length);
  let worst = -1;
  let worstExcess = 0;
  let failures = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    const excess = Math.abs(actual[i] - expected[i]) - absolute - relative * Math.abs(expected[i]);
    if (excess <= 0) continue;
    failures++;
    if (!(excess <= worstExcess)) {
      worst = i;
      worstExcess = excess;
    }
  }
  expect(
    failures,
    `${failures} of ${expected.length} differ, worst at ${worst}: ${actual[worst]}, not ${expected[worst]}`,
  ).toBe(0);
}
