import { expect, test } from "vitest";
import { findingsOf } from "../../../src/hosts/browser/findings.ts";

const record = (generation: number, variance: readonly number[]) => ({
  generation,
  metrics: { variance },
});

test("a run that lost its variance is said to have, and what is not measured says nothing", () => {
  const { profile, groups } = findingsOf([
    record(0, [1, 1.01, 0.99]),
    record(1, [0.1, 0.11, 0.12]),
  ]);
  expect(profile!.findings.find(({ definition }) => definition.name === "variance")).toMatchObject({
    verdict: "collapse",
    evidence: { metric: "variance" },
  });
  expect(groups).toBeNull();
  expect(findingsOf([record(0, [1, 2])]).profile).toBeNull();
  expect(findingsOf([]).profile).toBeNull();
});
