import { expect, test } from "vitest";
import { catalog } from "../../src/experiments/catalog.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { draftOf, experimentOf, fits, fresh, nameFrom, withDataset } from "../../src/ui/draft.ts";
import { differences, retitled } from "../../src/ui/draft-changes.ts";

const all = catalog();
const noFile = () => Promise.reject(new Error("no file"));

test("every preset survives the way through the form", async () => {
  for (const { experiment } of all.presets) {
    const written = experimentOf(draftOf(experiment, all), all);
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

test("another dataset takes a family and metrics along that fit it", async () => {
  const gaussian = draftOf(all.presets[0].experiment, all);
  for (const { name, kind } of all.datasets) {
    const draft = withDataset(gaussian, name, all);
    const family = all.families.find((entry) => entry.name === draft.family.name)!;
    expect(fits(family, kind)).toBe(true);
    await expect(resolveExperiment(experimentOf(draft, all), noFile)).resolves.toBeDefined();
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

test("a name is made of letters, digits and hyphens", () => {
  expect(nameFrom("Größe, 2 × 3!")).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(nameFrom("…")).toBe("experiment");
  expect(nameFrom("x".repeat(500)).length).toBeLessThanOrEqual(60);
});
