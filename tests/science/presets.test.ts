import { expect, test } from "vitest";
import { presets } from "../../src/experiments/index.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectOverlays } from "./expect-overlays.ts";

const noFile = () => Promise.reject(new Error("a preset reads no file"));

test.each(presets.map(({ experiment }) => [experiment.name, experiment] as const))(
  "%s does what its overlays say",
  async (_name, experiment) => {
    // Fewer lineages and the first generations: the law is the same.
    const enough = Math.ceil(50_000 / experiment.samples);
    const lineages = Math.min(200, experiment.lineages, Math.max(40, enough));
    const generations = Math.min(16, experiment.generations);
    const short = await resolveExperiment({ ...experiment, lineages, generations }, noFile);
    expect(theoryFor(short).length).toBeGreaterThan(0);
    await expectOverlays(short, webgpu ?? cpu);
  },
);
