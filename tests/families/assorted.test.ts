import { expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { ofMember } from "../../src/kernels/pool/of-member.ts";
import type { GenerationRecord } from "../../src/record.ts";
import { expectAgreement, scatteredNormal } from "../support/agree.ts";
import { backends, cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { resolvedSmall } from "../support/experiments.ts";

type Choice = Experiment["family"];

const parts: readonly Choice[] = [
  { name: "gaussian", config: { covariance: "full", samplingBias: 0.9 } },
  { name: "mixture", config: { components: 3 } },
  { name: "kernel-density", config: { bandwidth: "silverman" } },
];
const together: Choice = {
  name: "assorted",
  config: {
    first: "gaussian",
    second: "mixture",
    third: "kernel-density",
    covariance: "full",
    samplingBias: 0.9,
    components: 3,
    bandwidth: "silverman",
  },
};

const planar = (family: Choice, more: Partial<Experiment> = {}) =>
  resolvedSmall({
    dataset: { name: "two-gaussians", config: { separation: 3 } },
    family,
    interventions: [],
    metrics: [
      { name: "variance" },
      { name: "mean" },
      { name: "population-risk", config: { draws: 8 } },
    ],
    lineages: 7,
    samples: 24,
    generations: 3,
    ...more,
  });

test.each(backends)(
  "every lineage is what it would be with its own family, on $adapter.backend",
  async (backend) => {
    const recordsOf = async (family: Choice) => {
      const all: GenerationRecord[] = [];
      const experiment = await planar(family);
      for await (const { record } of generationsOf(experiment, { backend })) all.push(record);
      return all;
    };
    const alone: GenerationRecord[][] = [];
    for (const part of parts) alone.push(await recordsOf(part));
    for (const [g, { metrics }] of (await recordsOf(together)).entries()) {
      for (const [name, values] of Object.entries(metrics)) {
        const own = Array.from(values, (_, l) => alone[l % 3][g].metrics[name][l]);
        // A frame that may be slanted and is not takes another way to the same numbers.
        expectClose(values, own, g === 0 ? {} : { relative: 1e-5, absolute: 1e-5 });
      }
    }
  },
);

test("whose turn it is does not depend on the company", async () => {
  const family: Choice = { name: "assorted", config: { second: "kernel-density" } };
  const [first, second] = [
    await planar(family, { lineages: 3 }),
    await planar(family, { seed: 5, lineages: 4 }),
  ];
  const alone: GenerationRecord[] = [];
  for await (const { record } of generationsOf(second, { backend: cpu })) alone.push(record);
  const company = generationsOf(first, { backend: cpu, beside: [second] });
  for await (const { record, beside } of company) {
    expect(beside[0].metrics).toEqual(alone[record.generation].metrics);
  }
});

test("models of two families that hear each other come to agree", async () => {
  const family: Choice = { name: "assorted", config: { second: "kernel-density" } };
  const exchange = (rate: number) =>
    planar(family, {
      interventions: [{ name: "exchange", config: { members: 2, rate } }],
      lineages: 60,
      generations: 5,
    });
  /** Of the mean variances of both families, the larger beside the smaller. */
  const ratioOf = async (rate: number) => {
    let ratio = 1;
    for await (const { record } of generationsOf(await exchange(rate), { backend: cpu })) {
      const sums = [0, 0];
      for (const [l, x] of Array.from(record.metrics["variance"]).entries()) sums[l % 2] += x;
      ratio = sums[1] / sums[0];
    }
    return ratio;
  };
  const [apart, mixed] = [await ratioOf(0), await ratioOf(0.5)];
  // A kernel density adds (1 + h²) at each of five fits; half of every pool is the other's.
  expect(apart).toBeGreaterThan(2);
  expect(mixed).toBeLessThan(0.75 * apart);
});

test("more components than samples are refused where there is a mixture", async () => {
  const family = (second: "mixture" | "none"): Choice => ({
    name: "assorted",
    config: { second, components: 30 },
  });
  await expect(planar(family("mixture"))).rejects.toThrow("$.family.config.components");
  await expect(planar(family("none"))).resolves.toMatchObject({ samples: 24 });
});

test("kernels/pool/of-member.ts agrees with its reference", async () => {
  await expectAgreement(
    ofMember,
    {
      axes: { L: 7, W: 11 },
      scalars: { member: 2, members: 3 },
      inputs: { keys: (i) => 5 * i, values: scatteredNormal, chosen: () => 3 },
    },
    {},
  );
});
