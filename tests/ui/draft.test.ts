import { expect, test } from "vitest";
import type { PresetEntry } from "../../src/catalog.ts";
import type { ConfigError } from "../../src/errors.ts";
import { catalog } from "../../src/experiments/catalog.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import {
  type Draft,
  draftOf,
  experimentOf,
  filesOf,
  fits,
  fresh,
  nameFrom,
  withDataset,
  withFamily,
} from "../../src/ui/draft.ts";
import { differences, retitled } from "../../src/ui/draft-changes.ts";
import { groupsOf } from "../../src/ui/preset-groups.ts";

const all = catalog();
const noFile = () => Promise.reject(new Error("no file"));

test("every preset survives the way through the form", async () => {
  for (const { experiment } of all.presets) {
    const written = experimentOf(draftOf(experiment, all), all);
    expect(draftOf(written, all)).toEqual(draftOf(experiment, all));
    // There are no files here to resolve it with.
    if (filesOf(draftOf(experiment, all), all).length > 0) continue;
    const [before, after] = await Promise.all(
      [experiment, written].map((one) => resolveExperiment(one, noFile)),
    );
    expect({ ...after.experiment, title: "", source: "" }).toEqual({
      ...before.experiment,
      title: "",
      source: "",
    });
  }
});

/** Whether an experiment makes sense, or only lacks a file that nothing stands in for. */
async function expectSense(draft: Draft): Promise<void> {
  try {
    await resolveExperiment(experimentOf(draft, all), noFile);
  } catch (error) {
    const { settings, isBuiltIn } = all.datasets.find(({ name }) => name === draft.dataset.name)!;
    const { path } = error as ConfigError;
    const [, setting] = /^\$\.dataset\.config\.(\w+)$/.exec(path) ?? [];
    if (isBuiltIn || settings[setting]?.kind !== "file") throw error;
  }
}

test("another dataset takes a family, metrics and a size along that fit it", async () => {
  const gaussian = draftOf(all.presets[0].experiment, all);
  for (const { name, kind } of all.datasets) {
    const draft = withDataset(gaussian, name, all);
    const family = all.families.find((entry) => entry.name === draft.family.name)!;
    expect(fits(family, kind)).toBe(true);
    expect(draft.metrics.length).toBeGreaterThan(0);
    await expectSense(draft);
    // And back again.
    await expectSense(withDataset(draft, gaussian.dataset.name, all));
  }
});

test("without a preset of its kind, a dataset has the first family that fits and all its metrics", () => {
  const gaussian = draftOf(all.presets[0].experiment, all);
  const bare = { ...all, presets: [] };
  const draft = withDataset(gaussian, "zipf", bare);
  expect(draft.family.name).toBe("categorical");
  const names = draft.metrics.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["entropy", "survivors"]));
  expect(names).not.toContain("variance");
});

test("every family has metrics that can be measured of it, and keeps those that were chosen", async () => {
  for (const { name, kind } of all.families) {
    const dataset = all.datasets.find(
      (entry) => entry.kind === kind && !("images" in entry.settings),
    )!;
    const gaussian = draftOf(all.presets[0].experiment, all);
    const draft = withFamily(withDataset(gaussian, dataset.name, all), name, all);
    await expectSense(draft);
    const [first] = draft.metrics;
    const chosen = withFamily({ ...draft, metrics: [first] }, name, all);
    expect(chosen.metrics).toEqual([first]);
  }
});

test("a draft that leaves its preset says in its title what is different, unless one was typed", () => {
  const draft = draftOf(all.presets[0].experiment, all);
  const varied = retitled(draft, { ...draft, samples: 7 }, all);
  expect(varied.title).toBe(`${draft.title} · samples 7`);
  expect(varied.name).not.toBe(draft.name);
  const further = retitled(varied, { ...varied, seed: 12_345 }, all);
  expect(further.title).toBe(`${draft.title} · samples 7, seed 12,345`);
  expect(retitled(varied, { ...varied, samples: draft.samples }, all)).toEqual(draft);
  expect(retitled(draft, { ...draft, title: "Mine" }, all).title).toBe("Mine");
  const text = retitled(draft, withDataset(draft, "text-file", all), all);
  const other = retitled(text, withFamily(text, "transformer", all), all);
  const { title } = all.families.find(({ name }) => name === "transformer")!;
  expect(other.title).toContain(`, ${title}`);
});

test("differences name what was changed, and nothing where nothing was", () => {
  for (const { experiment } of all.presets) {
    const draft = draftOf(experiment, all);
    expect(differences(draft, draftOf(experimentOf(draft, all), all), all)).toEqual([]);
  }
  const draft = draftOf(all.presets[0].experiment, all);
  const [intervention] = all.interventions;
  const changed = {
    ...draft,
    family: { ...draft.family, config: { ...draft.family.config, samplingBias: 0.9 } },
    interventions: [fresh(intervention)],
    metrics: draft.metrics.slice(1),
    lineages: NaN,
  };
  const removed = all.metrics.find(({ name }) => name === draft.metrics[0].name)!;
  expect(differences(draft, changed, all)).toEqual([
    "sampling bias 0.9",
    `with ${intervention.title.toLowerCase()}`,
    `without ${removed.title.toLowerCase()}`,
    "lineages missing",
  ]);
});

test("every preset is in one group, in its order", () => {
  const groups = groupsOf(all);
  const names = (presets: readonly PresetEntry[]) =>
    presets.map(({ experiment }) => experiment.name);
  const shown = groups.flatMap(({ presets }) => names(presets));
  expect([...shown].sort()).toEqual(names(all.presets).sort());
  for (const { presets } of groups) {
    const inOrder = names(all.presets).filter((name) => names(presets).includes(name));
    expect(names(presets)).toEqual(inOrder);
  }
  expect(groups[0].presets[0]).toBe(all.presets[0]);
});

test("a name is made of letters, digits and hyphens", () => {
  expect(nameFrom("Größe, 2 × 3!")).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(nameFrom("…")).toBe("experiment");
  expect(nameFrom("x".repeat(500)).length).toBeLessThanOrEqual(60);
});
