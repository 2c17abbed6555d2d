import { expect, test } from "vitest";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { type DryRun, dryRun } from "../../src/engine/dry-run.ts";
import { memoryNeed } from "../../src/engine/memory.ts";
import { generationsOf } from "../../src/engine/run.ts";
import { onnxGraphs } from "../../src/onnx/session.ts";
import { resolvedSmall } from "../support/experiments.ts";

/** So long prompts and so many beams that to continue texts takes more than to learn. */
const writing = {
  dataset: { name: "grammar", config: { length: 12, heldOut: 2 } },
  family: {
    name: "transformer",
    config: { width: 8, heads: 2, epochs: 1, batch: 1, beams: 20 },
  },
  interventions: [],
  metrics: [{ name: "distinct-1" }],
  lineages: 2,
  generations: 1,
  samples: 4,
} as const;

/** Bytes of all tensors at the widest moment, but for those with one label. */
function most({ changes }: DryRun, lineages: number, but: string): number {
  let [bytes, greatest] = [0, 0];
  for (const { label, size, sign } of changes) {
    if (label === but) continue;
    bytes += sign * (size.each * lineages + size.shared);
    greatest = Math.max(greatest, bytes);
  }
  return greatest;
}

test.each(["beam" as const, { members: ["greedy", "beam"] } as const])(
  "what a run takes that generates by graphs is known beforehand: %j",
  async (decoding) => {
    const { name, config } = writing.family;
    const experiment = await resolvedSmall({
      ...writing,
      family: { name, config: { ...config, decoding } },
    });
    const backend = new CpuBackend();
    const graphs = onnxGraphs(backend, { preferred: true });
    const run = generationsOf(experiment, { backend, graphs });
    while ((await run.next()).done !== true);
    await graphs.close();

    const { adapter, peakBytes } = backend;
    const reached = await dryRun(experiment, adapter, { preferred: true, provider: "webgpu" });
    expect(most(reached, 2, "workspace")).toBe(peakBytes);
    expect(most(await dryRun(experiment, adapter), 2, "workspace")).not.toBe(peakBytes);
    // WebAssembly has copies of its own besides.
    const { tensors } = await memoryNeed(experiment, adapter, graphs);
    expect(tensors).toBeGreaterThan(peakBytes);
    expect(tensors).toBeLessThan(3 * peakBytes);
  },
);
