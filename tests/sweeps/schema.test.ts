import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { sweepJsonSchema } from "../../src/sweeps/schema.ts";
import { smallSweep } from "../support/sweeps.ts";

const validate = new Ajv2020({ strict: true }).compile(sweepJsonSchema());

test("an editor accepts lists, ranges and seeds, and a preset in place of an experiment", () => {
  const axes = [
    ...smallSweep.axes,
    { setting: "$.samples", label: "M", values: { from: 10, to: 1000, count: 3, scale: "log" } },
    { setting: "$.seed", values: { seeds: 8 } },
    { setting: "$.family", values: [{ name: "gaussian" }] },
  ];
  const sweep = { ...smallSweep, axes, mode: "grid", invalid: "skip", budget: { minutes: 1.5 } };
  expect(validate(sweep), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...sweep, experiment: "gaussian-drift" })).toBe(true);
});

test.each([
  { axes: [] },
  { axes: [{ setting: "$.seed", values: { seeds: 0 } }] },
  { axes: [{ setting: "$.seed", values: 3 }] },
  { axes: [{ setting: "$.samples", values: { from: 1, to: 2 } }] },
  { mode: "square" },
  { budget: { hours: 1 } },
  { cells: 3 },
])("an editor complains about %j", (change) => {
  expect(validate({ ...smallSweep, ...change })).toBe(false);
});
