import { expect, test } from "vitest";
import { memoryCases, memoryReading } from "../../src/bench/memory.ts";
import type { Backend } from "../../src/compute/backend.ts";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { openNodeWebGpu } from "../../src/hosts/node/platform.ts";
import { webgpu } from "../support/backends.ts";

/** A batch and its gradients take more than `least` bytes, the weights alone do not. */
async function expectForetold(
  backend: Backend,
  benchCase: (typeof memoryCases)[number],
  least = 10e6,
) {
  const { foretold, taken, isMet } = await memoryReading(backend, benchCase);
  backend.dispose();
  expect(taken).toBeGreaterThan(least);
  expect(taken).toBe(foretold);
  expect(isMet).toBe(true);
}

test.each(memoryCases)("$title: known to the byte without a GPU", async (benchCase) => {
  await expectForetold(new CpuBackend(), benchCase);
});

/** The large one takes ten seconds; the bench has it. */
const quick = memoryCases.filter(({ id }) => id !== "memory-large");

test.each(quick)("$title: with more generations, lineages and parts", async (benchCase) => {
  const { experiment } = benchCase;
  const { name, config } = experiment.family;
  const parts = name === "transformer" ? { gradientAccumulation: 4, dropout: 0.1, beams: 3 } : {};
  const family = { name, config: { ...config, ...parts, start: "first" } } as Experiment["family"];
  const larger: Experiment = { ...experiment, family, lineages: 2, generations: 2 };
  await expectForetold(new CpuBackend(), { ...benchCase, experiment: larger });
});

// Each on a device of its own, whose widest moment nobody else has moved.
test.skipIf(webgpu === null).each(quick)("$title: known to the byte", async (benchCase) => {
  const { experiment } = benchCase;
  const { name, config } = experiment.dataset;
  if (name !== "text-file") return await expectForetold(await openNodeWebGpu(), benchCase);
  // Token by token is slow, and the bench has the texts that are as long as they should be.
  const dataset = { name, config: { ...config, length: 24 } } as Experiment["dataset"];
  const shorter = { ...benchCase, experiment: { ...experiment, dataset } };
  await expectForetold(await openNodeWebGpu(), shorter, 5e6);
});
