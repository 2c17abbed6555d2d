import { expect, test } from "vitest";
import { presets } from "../../src/experiments/index.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectOverlays } from "./expect-overlays.ts";

const noFile = (name: string) => Promise.reject(new Error(`there is no ${name} here`));

const all = presets.map(({ experiment }) => [experiment.name, experiment] as const);
/** Nobody has a closed form of what a network learns. */
const LEARNED = new Set(["image-file", "drawn-digits", "text-file", "grammar"]);
const inClosedForm = all.filter(([, { dataset }]) => !LEARNED.has(dataset.name));
const withFiles = all.filter(([, { dataset }]) => dataset.name.endsWith("-file"));

test("most presets have a theory, and some want files of the user's", () => {
  expect(inClosedForm.length).toBeGreaterThanOrEqual(12);
  expect(withFiles.map(([name]) => name)).toEqual([
    "vae-mnist-coded",
    "vae-mnist-published",
    "opt-wikitext2-published",
    "opt-wikitext2-ten-percent",
    "opt-wikitext2-coded",
  ]);
});

test.each(all.filter((one) => !withFiles.includes(one)))("%s makes sense", async (_, preset) => {
  await expect(resolveExperiment(preset, noFile)).resolves.toMatchObject({ seed: 1 });
});

test.each(withFiles)("%s asks for its files", async (_name, experiment) => {
  await expect(resolveExperiment(experiment, noFile)).rejects.toThrow(
    /cannot read ".*": there is no/,
  );
});

test.each(inClosedForm)("%s does what its overlays say", async (_name, experiment) => {
  // Fewer lineages and the first generations: the law is the same.
  const enough = Math.ceil(50_000 / experiment.samples);
  const lineages = Math.min(200, experiment.lineages, Math.max(40, enough));
  const generations = Math.min(16, experiment.generations);
  const short = await resolveExperiment({ ...experiment, lineages, generations }, noFile);
  expect(theoryFor(short).length).toBeGreaterThan(0);
  await expectOverlays(short, webgpu ?? cpu);
});
