import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { presets } from "../../src/experiments/index.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { experimentJsonSchema } from "../../src/experiments/schema.ts";
import { smallExperiment } from "../support/experiments.ts";

const validate = new Ajv2020({ strict: true }).compile(experimentJsonSchema());

test("an editor accepts what the lab accepts", async () => {
  for (const { experiment } of presets) {
    expect(validate(experiment), JSON.stringify(validate.errors)).toBe(true);
    // Some want files of the user's, which nobody has here.
    if (experiment.dataset.name.endsWith("-file")) continue;
    const complete = await resolveExperiment(experiment, () => Promise.reject(new Error("none")));
    expect(validate(complete.experiment), JSON.stringify(validate.errors)).toBe(true);
  }
  expect(validate({ $schema: "experiment.schema.json", ...smallExperiment })).toBe(true);
});

test.each([
  { seed: -1 },
  { seed: 1.5 },
  { lineages: 0 },
  { family: { name: "gausian" } },
  { family: { name: "gaussian", config: { divisor: "n" } } },
  { family: { name: "gaussian", config: { diviser: "N" } } },
  { dataset: { name: "standard-normal", config: { dimensions: 257 } } },
  { metrics: [] },
  { colour: "red" },
  { version: 2 },
])("an editor underlines %j", (change) => {
  expect(validate({ ...smallExperiment, ...change })).toBe(false);
});
