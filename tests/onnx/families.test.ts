import { afterAll, describe, expect, test } from "vitest";
import type { Graphs } from "../../src/compute/graph.ts";
import { runExperiment } from "../../src/engine/run.ts";
import { ConfigError } from "../../src/errors.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { onnxGraphs } from "../../src/onnx/session.ts";
import type { Checkpoint, GenerationRecord } from "../../src/record.ts";
import { cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

const graphs = onnxGraphs(cpu, { preferred: false });
afterAll(() => graphs.close());

const BASE = { interventions: [], lineages: 2, generations: 1, seed: 5 } as const;
const WRITER: Experiment = {
  ...BASE,
  name: "writer",
  dataset: { name: "grammar", config: { length: 8, heldOut: 4 } },
  family: { name: "transformer", config: { width: 8, heads: 2, epochs: 1, beams: 3 } },
  metrics: [{ name: "held-out-perplexity" }],
  generations: 2,
  samples: 6,
};
/** One of the two searches, the other one draws. */
const WRITERS: Experiment = {
  ...WRITER,
  name: "writers",
  family: {
    name: "transformer",
    config: { width: 8, heads: 2, epochs: 1, beams: 3, decoding: { members: ["beam", "sample"] } },
  },
};
const digits = (architecture: "mlp" | "convolutional"): Experiment => ({
  ...BASE,
  name: architecture,
  dataset: { name: "drawn-digits" },
  family: {
    name: "vae",
    config: { architecture, hidden: 12, latent: 3, channels: 2, epochs: 1, decoding: "sample" },
  },
  metrics: [{ name: "encoder-spread" }],
  // More than are drawn at a time.
  samples: 150,
});

async function run(
  experiment: Experiment,
  sampler: "auto" | "onnx" | "wgsl",
  { preferred = false, from = null as Checkpoint | null, hasGraphs = true } = {},
) {
  const { family } = experiment;
  const sampled = { ...experiment, family: { ...family, config: { ...family.config, sampler } } };
  let opened = 0;
  const counted: Graphs = { ...graphs, preferred, open: (bytes) => (opened++, graphs.open(bytes)) };
  const options = { backend: cpu, graphs: hasGraphs ? counted : null, from };
  const resolved = await resolveExperiment(sampled, () =>
    Promise.reject(new Error("no files here")),
  );
  const records: GenerationRecord[] = [];
  const underway: Checkpoint[] = [];
  let time = 0;
  const now = () => (time += 1e4);
  for await (const event of runExperiment(resolved, { ...options, now })) {
    if (event.kind === "generation") records.push(event.record);
    else if (event.phase === "sample") underway.push(await event.checkpoint());
  }
  return { records, underway, isByGraphs: opened > 0 };
}

describe.each([WRITER, WRITERS, digits("mlp"), digits("convolutional")])("$name", (experiment) => {
  test("what graphs generate is what kernels generate, also after a pause", async () => {
    const byKernels = await run(experiment, "wgsl", { preferred: true });
    const byGraphs = await run(experiment, "onnx");
    expect([byKernels.isByGraphs, byGraphs.isByGraphs]).toEqual([false, true]);
    for (const [g, { metrics, exhibit }] of byGraphs.records.entries()) {
      const expected = byKernels.records[g];
      expect(exhibit).toEqual(expected.exhibit);
      for (const [name, values] of Object.entries(metrics)) {
        expectClose(values, expected.metrics[name], { absolute: 1e-4, relative: 1e-4 });
      }
    }
    const from = byGraphs.underway[Math.floor(byGraphs.underway.length / 2)];
    const rest = await run(experiment, "onnx", { from });
    expect(rest.records).toEqual(byGraphs.records.slice(-rest.records.length));
  });
});

test("unless told, graphs generate where they are preferred", async () => {
  const once = { ...WRITER, generations: 1 };
  expect((await run(once, "auto", { preferred: true })).isByGraphs).toBe(true);
  expect((await run(once, "auto", { preferred: false })).isByGraphs).toBe(false);
});

test("where there is no ONNX Runtime, that is said", async () => {
  await expect(run(WRITER, "onnx", { hasGraphs: false })).rejects.toThrow(ConfigError);
});
