import { expect, test } from "vitest";
import type { TokenFacts } from "../../src/distribution.ts";
import { presets } from "../../src/experiments/index.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { requireRoom } from "../../src/hosts/stored-run.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectOverlays } from "./expect-overlays.ts";

const noFile = (name: string) => Promise.reject(new Error(`there is no ${name} here`));

const all = presets.map(({ experiment }) => [experiment.name, experiment] as const);
/** Nobody has a closed form of what a network or a search for the likeliest mixture learns. */
const LEARNED = new Set(["image-file", "drawn-digits", "text-file", "grammar", "mixture"]);
/** Nor of members that differ, or of wrong answers in a finite number. */
const UNTOLD = new Set(["first-mover", "mixed-market", "strong-collapse"]);
/** What takes long here and is held to theory at smaller sizes by the tests of its family or exchange. */
const LONG = new Set(["moons-blur", "moons-stay", "market-shares", "answers-accumulated"]);
const inClosedForm = all.filter(
  ([name, { dataset, family }]) =>
    !LEARNED.has(dataset.name) && !LEARNED.has(family.name) && !UNTOLD.has(name) && !LONG.has(name),
);
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

test.each(all.filter(([name]) => name.startsWith("opt-wikitext2-")))(
  "%s has room with the vocabulary of OPT, checkpoints and all",
  async (_name, experiment) => {
    const { dataset, samples } = experiment;
    const short = { name: dataset.name, config: { length: 64 } } as typeof dataset;
    const resolved = await resolveExperiment({ ...experiment, dataset: short, samples: 8 }, noFile);
    const pieces = Array.from({ length: 50_272 }, () => new Uint8Array());
    const facts = { ...(resolved.facts as TokenFacts), pieces };
    const adapter = { ...cpu.adapter, memoryBytes: 2 ** 34 };
    const { checkpoint } = await requireRoom({ ...resolved, samples, facts }, adapter);
    // Weights and both moments of 125 million parameters, and what was learned before.
    expect(checkpoint).toBeGreaterThan(4 * 4 * 125e6);
  },
);

test.each(inClosedForm)("%s does what its overlays say", async (_name, experiment) => {
  // Fewer lineages and the first generations: the law is the same.
  const enough = Math.ceil(50_000 / experiment.samples);
  const lineages = Math.min(200, experiment.lineages, Math.max(40, enough));
  const generations = Math.min(16, experiment.generations);
  const short = await resolveExperiment({ ...experiment, lineages, generations }, noFile);
  expect(theoryFor(short).length).toBeGreaterThan(0);
  await expectOverlays(short, webgpu ?? cpu);
});
