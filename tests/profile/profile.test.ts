import { expect, test } from "vitest";
import { metrics } from "../../src/metrics/index.ts";
import { definitions } from "../../src/profile/definitions.ts";
import { profileOf } from "../../src/profile/profile.ts";
import type { GenerationRecord } from "../../src/record.ts";
import { profileSection } from "../../src/report/profile.ts";

const record = (generation: number, metrics: GenerationRecord["metrics"]) => ({
  generation,
  metrics,
});
const verdicts = (records: readonly GenerationRecord[]) =>
  Object.fromEntries(
    profileOf(records).findings.map(({ definition, verdict }) => [definition.name, verdict]),
  );

test("there are eight, and every metric that they name is one", () => {
  expect(definitions).toHaveLength(8);
  const names = definitions.flatMap(({ measures }) => measures.map(({ metric }) => metric));
  expect(names.filter((name) => !(metrics as ReadonlyMap<string, unknown>).has(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test("every definition goes by its own metric, and they may disagree", () => {
  const records = [
    record(0, { variance: [1, 1.1, 0.9], w2: [0.1, 0.12, 0.11], entropy: [2, 2, 2] }),
    record(1, { variance: [0, 0, 0], w2: [0.01, 0.02, 0.03], entropy: [9, 9, 9] }),
    record(2, { variance: [0.5, 0.55, 0.45], w2: [0.1, 0.13, 0.1], entropy: [3, 3.1, 3] }),
  ];
  expect(verdicts(records)).toEqual({
    variance: "collapse",
    distance: "steady",
    entropy: "unlike",
    "population-risk": "not measured",
    modes: "not measured",
    tails: "not measured",
    divergence: "not measured",
    hallucination: "not measured",
  });
  expect(profileOf(records).disagrees).toBe(true);
  expect(profileOf(records).findings[0].evidence).toMatchObject({ first: 1, last: 0.5 });
});

test("a change has to be more than chance, and more than a trifle", () => {
  const change = (after: number[]) =>
    verdicts([record(0, { variance: [1, 2, 3] }), record(1, { variance: after })])["variance"];
  expect(change([0.9, 1.9, 2.9])).toBe("collapse");
  expect(change([0.98, 1.98, 2.98])).toBe("steady");
  expect(change([0.2, 2.2, 2.9])).toBe("steady");
});

test("what becomes infinite has collapsed, and what was so has not changed", () => {
  const change = (kl: number[][]) =>
    verdicts(kl.map((values, g) => record(g, { kl: values })))["divergence"];
  expect(
    change([
      [0.1, 0.2],
      [Infinity, 0.3],
    ]),
  ).toBe("collapse");
  expect(
    change([
      [Infinity, Infinity],
      [Infinity, Infinity],
    ]),
  ).toBe("steady");
});

test("a lineage without a value tells nothing, and only all of them are no measurement", () => {
  const change = (after: number[]) =>
    profileOf([record(0, { js: [0.1, 0.2, 0.3] }), record(1, { js: after })]).findings.find(
      ({ definition }) => definition.name === "divergence",
    )!;
  expect(change([NaN, 0.2, 0.3]).verdict).toBe("steady");
  expect(change([NaN, 0.7, 0.8])).toMatchObject({ verdict: "collapse", evidence: { last: 0.75 } });
  expect(change([NaN, NaN, NaN])).toMatchObject({ verdict: "not measured", evidence: null });
  expect(change([Infinity, -Infinity, 0.3]).verdict).toBe("steady");
});

test("one generation, or one lineage, is said for what it is", () => {
  expect(profileOf([record(0, { variance: [1] })]).findings[0].verdict).toBe("not measured");
  const single = [record(0, { variance: [1] }), record(1, { variance: [0.5] })];
  expect(profileOf(single).findings[0]).toMatchObject({ verdict: "collapse" });
  const html = profileSection(profileOf(single), (name) => `<${name}>`);
  expect(html).toContain("&lt;variance&gt;");
  expect(html).toContain("1 → 0.5");
  expect(profileSection(profileOf([]), String)).toBe("");
});
