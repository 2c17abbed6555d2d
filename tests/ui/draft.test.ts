import { expect, test } from "vitest";
import { catalog } from "../../src/experiments/catalog.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import {
  draftOf,
  experimentOf,
  fits,
  nameFrom,
  retitled,
  withDataset,
} from "../../src/ui/draft.ts";

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

test("a draft that leaves its preset leaves its title, unless one was typed", () => {
  const draft = draftOf(all.presets[0].experiment, all);
  const varied = retitled(draft, { ...draft, samples: 7 }, all);
  expect(varied.title).not.toBe(draft.title);
  expect(varied.name).not.toBe(draft.name);
  expect(retitled(varied, { ...varied, samples: 8 }, all).title).toBe(varied.title);
  expect(retitled(draft, { ...draft, title: "Mine" }, all).title).toBe("Mine");
});

test("a name is made of letters, digits and hyphens", () => {
  expect(nameFrom("Größe, 2 × 3!")).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(nameFrom("…")).toBe("experiment");
  expect(nameFrom("x".repeat(500)).length).toBeLessThanOrEqual(60);
});
