import { describe, expect, test } from "vitest";
import { guess } from "../../src/experiments/messages.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { complaint, noFiles } from "../support/complaint.ts";
import { smallExperiment } from "../support/experiments.ts";

const changed = (change: object) => ({ ...smallExperiment, ...change });
const ofText = (config: object) =>
  changed({
    dataset: { name: "text-words", config },
    family: { name: "categorical" },
    interventions: [],
    metrics: [{ name: "entropy" }],
  });

const texts = (decoding: unknown) => ({
  dataset: { name: "grammar" },
  family: { name: "transformer", config: { decoding } },
  metrics: [{ name: "distinct-2" }],
});
const decoded = (decoding: unknown) => changed({ interventions: [], ...texts(decoding) });

const inCompany = (config: object, metrics: object[] = [{ name: "variance" }]) =>
  changed({ lineages: 6, interventions: [{ name: "exchange", config }], metrics });
const changing = (name: string, config: object) => changed({ interventions: [{ name, config }] });
const answers = (config: object) => ({
  ...changed({ dataset: { name: "linear-model", config }, interventions: [] }),
  family: { name: "regression" },
  metrics: [{ name: "excess-risk" }],
});
const biased = (samplingBias: unknown, members = 1) => ({
  ...inCompany({ members }),
  family: { name: "gaussian", config: { samplingBias } },
});

test("defaults are filled in, and filling in again changes nothing", async () => {
  const { experiment, family } = await resolveExperiment(
    { ...smallExperiment, $schema: "./experiment.schema.json" },
    noFiles,
  );
  expect(experiment).toMatchObject({
    version: 1,
    family: { config: { divisor: "N", samplingBias: 1, truncation: null, covariance: "diagonal" } },
  });
  expect(experiment).not.toHaveProperty("$schema");
  expect(family.config["truncation"]).toBe(Infinity);
  const again = await resolveExperiment(experiment, noFiles);
  expect(again.experiment).toEqual(experiment);
});

describe("one line names the place, what was expected and the nearest name", () => {
  test.each<[unknown, string | RegExp]>([
    [
      changed({ family: { name: "gausian" } }),
      /^\$\.family\.name: expected "gaussian", .*found "gausian"; did you mean "gaussian"\?$/,
    ],
    [
      changed({ family: { name: "gaussian", config: { divisor: "n" } } }),
      '$.family.config.divisor: expected "N" or "N-1", found "n"; did you mean "N"?',
    ],
    [
      changed({ family: { name: "gaussian", config: { diviser: "N" } } }),
      /^\$\.family\.config\.diviser: unknown key.*did you mean "divisor"\?$/,
    ],
    [changed({ famly: smallExperiment.family }), /^\$\.famly: .*did you mean "family"\?$/],
    [changed({ family: undefined }), /^\$\.family: expected an object like/],
    [changed({ family: {} }), /^\$\.family\.name: expected .*, found nothing$/],
    [changed({ family: "gaussian" }), /^\$\.family: expected an object like .*"gaussian"$/],
    [changed({ seed: -1 }), "$.seed: expected a whole number from 0 to 4294967295, found -1"],
    [changed({ seed: 2 ** 32 }), /^\$\.seed: .*, found 4294967296$/],
    [changed({ seed: 0.5 }), /^\$\.seed: /],
    [changed({ seed: "1" }), /^\$\.seed: .*, found "1"$/],
    [changed({ lineages: 0 }), /^\$\.lineages: /],
    [changed({ lineages: NaN }), /^\$\.lineages: .*, found NaN$/],
    [changed({ generations: Infinity }), /^\$\.generations: .*, found Infinity$/],
    [changed({ samples: 1e300 }), /^\$\.samples: /],
    [changed({ name: "" }), /^\$\.name: /],
    [changed({ metrics: [] }), /^\$\.metrics: expected a list of 1 /],
    [
      changed({ interventions: "keep-original" }),
      /^\$\.interventions: expected a list of at most \d+ like \[\{"name": "[a-z-]+"\}\], found/,
    ],
    [
      {},
      "$.name: is missing, and so are $.dataset, $.family, $.interventions, $.metrics, $.lineages, $.generations, $.samples, $.seed",
    ],
    [changed({ metrics: {} }), /^\$\.metrics: expected a list/],
    [changed({ metrics: ["variance"] }), /^\$\.metrics\[0\]: expected an object/],
    [
      changed({ metrics: [{ name: "mean" }, { name: "variance" }, { name: "mean" }] }),
      '$.metrics[2].name: "mean" is there already, as $.metrics[0]',
    ],
    [
      changed({ metrics: [{ name: "mean" }, { name: "entropy" }] }),
      /^\$\.metrics\[1\]\.name: "entropy" cannot be measured of "gaussian"; expected .*"variance"/,
    ],
    [
      changed({ dataset: { name: "zipf" } }),
      '$.family.name: "gaussian" learns vectors, and "zipf" gives categories; expected "categorical"',
    ],
    [changed({ version: 2 }), /^\$\.version: 2 was made by a newer version .* update the lab$/],
    [changed({ version: 0 }), /^\$\.version: expected 1, found 0$/],
    [
      changed({ interventions: [{ name: "keep-original", config: { fraction: 1.5 } }] }),
      "$.interventions[0].config.fraction: expected a number from 0 to 1, found 1.5",
    ],
    [
      changed({ interventions: [{ name: "keep-original", config: { fraction: "NaN" } }] }),
      /^\$\.interventions\[0\]\.config\.fraction: .*, found "NaN"$/,
    ],
    [
      biased({ from: 1, to: 0.5, over: 9, shape: "liner" }),
      '$.family.config.samplingBias.shape: expected "linear", "geometric" or "step", found "liner"; did you mean "linear"?',
    ],
    [
      biased({ from: 0, to: 1, over: 9, shape: "geometric" }),
      "$.family.config.samplingBias: expected ends above 0, since ratios have no other way between them",
    ],
    [biased({ values: [1, "a"] }), /config\.samplingBias\.values\[1\]: .* found "a"$/],
    [biased({ values: [] }), /samplingBias\.values: .* 1 to 10000 numbers, found an empty list$/],
    [biased({ from: 1, to: 0.5 }), "$.family.config.samplingBias.over: is missing"],
    [biased({ values: [1], form: 2 }), /samplingBias\.form: unknown key, expected "values"$/],
    [
      changing("pool-size", { power: { values: [0, 1] } }),
      "$.interventions[0].config.power: this setting does not vary; expected a number from 0 to 4, found an object",
    ],
    [
      changed({ samples: { from: 9, to: 99, over: 9 } }),
      /^\$\.samples: this setting does not vary; expected a whole number from 1 to \d+, found an/,
    ],
    [changing("quality", { share: 0 }), /^\$\.interventions\[0\]\.config\.share: .* above 0$/],
    [changing("quality", { share: { values: [0, 0] } }), /config\.share: .* above 0$/],
    [
      changing("verifier", { keepsCorrect: 0, keepsWrong: 0 }),
      "$.interventions[0].config.keepsCorrect: with keepsWrong at 0 as well, nothing ever passes; take a number above 0",
    ],
    [
      changing("verifier", { by: "answer" }),
      /^\$\.interventions\[0\]\.config\.by: right answers are known of the dataset "linear-model"/,
    ],
    [
      changing("curation", { preference: "ink" }),
      /^\$\.interventions\[0\]\.config\.preference: nobody sees the ink of these samples; prefer "/,
    ],
    [
      answers({ shiftedShare: 0.6, wrongShare: 0.6 }),
      "$.dataset.config.wrongShare: 0.6 and the shiftedShare of 0.6 are more than all samples; take at most 0.4",
    ],
    [
      inCompany({ members: 2, topology: "market", shares: [0, 0] }),
      "$.interventions[0].config.shares: nobody has any; give one above 0, or none for equal ones",
    ],
    [
      changed({ lineages: 6, interventions: [{ name: "exchange" }, { name: "exchange" }] }),
      '$.interventions[1].name: "exchange" is there already, as $.interventions[0]; lineages belong to one ecosystem',
    ],
    [biased([1, 0.5]), /samplingBias: .*, or a schedule like .*, found a list$/],
    [biased({ members: [1, 0.9] }, 3), /samplingBias\.members: 2 values do not go round the 3/],
    [
      inCompany({ members: 3 }, [{ name: "pooled-variance" }]),
      "$.metrics[0].config.members: is 2, and the ecosystems of $.interventions[0] have 3 models; write 3",
    ],
    [
      changed({ lineages: 5, metrics: [{ name: "pooled-variance" }] }),
      "$.metrics[0].config.members: 5 lineages are no whole ecosystems of 2 models; take a multiple",
    ],
    [
      inCompany({ members: 2, topology: "market", shares: [1] }),
      "$.interventions[0].config.shares: 1 numbers for 2 models; give one for each, or none",
    ],
    [inCompany({ members: 2, enters: [0, 1, 2] }), /^\$\.interventions\[0\]\.config\.enters: 3 /],
    [
      { ...inCompany({ members: 3 }), family: { name: "assorted" } },
      /^\$\.family\.config: 2 families do not go round the 3 models/,
    ],
    [
      decoded("beams"),
      '$.family.config.decoding: expected "beam", "greedy" or "sample", or by member like {"members":["beam","greedy"]}, found "beams"; did you mean "beam"?',
    ],
    [
      decoded({ members: ["beam", "gredy"] }),
      '$.family.config.decoding.members[1]: expected "beam", "greedy" or "sample", found "gredy"; did you mean "greedy"?',
    ],
    [
      decoded({ members: [] }),
      "$.family.config.decoding.members: expected a list of 1 to 10000, found an empty list",
    ],
    [
      { ...inCompany({ members: 3 }), ...texts({ members: ["beam", "greedy"] }) },
      "$.family.config.decoding.members: 2 values do not go round the 3 models of an ecosystem; give one for each",
    ],
    [[], "$: expected an object, found an empty list"],
    [null, "$: expected an object, found null"],
    ["{}", '$: expected an object, found "{}"'],
    [JSON.parse('{"__proto__": {"name": "x"}}'), /^\$\.(__proto__: unknown key|name: is missing)/],
    [ofText({ file: "tale.txt" }), /^\$\.dataset\.config\.file: cannot read "tale\.txt": no such/],
    [ofText({ file: 7 }), /^\$\.dataset\.config\.file: expected .*, found 7$/],
  ])("%j", async (input, message) => {
    const said = await complaint(input);
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
    expect(said).not.toContain("\n");
  });

  test.each([
    ["gausian", ["uniform", "gaussian-drift", "gaussian-fresh"], "gaussian-drift"],
    ["log-varience", ["variance", "log-variance-drifts", "mean"], "log-variance-drifts"],
    ["nope", ["mean", "variance", "kl", "log-variance"], null],
    ["Mean", ["mean", "mean-wanders"], "mean"],
  ])("%s is near to one of %j", (written, names, meant) => {
    expect(guess(written, names)).toBe(meant === null ? "" : `; did you mean "${meant}"?`);
  });

  test("the unbiased divisor of a single sample", async () => {
    const family = { name: "gaussian", config: { divisor: "N-1" } };
    expect(await complaint(changed({ family, samples: 1 }))).toMatch(
      /^\$\.family\.config\.divisor/,
    );
    expect(await complaint(changed({ family, samples: 2 }))).toBeNull();
  });

  test.each<[string, Uint8Array]>([
    ["empty", new Uint8Array()],
    ["binary", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0xff)],
    ["white space", new TextEncoder().encode(" \n\t ")],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x61, 0)],
  ])("a text that is %s", async (_, bytes) => {
    const said = await complaint(ofText({ file: "tale.txt" }), () => Promise.resolve(bytes));
    expect(said).toMatch(/^\$\.dataset\.config\.file: /);
  });
});

test.each<[string, unknown]>([
  ["shares that sum to one", answers({ shiftedShare: 0.9, wrongShare: 0.1 })],
  ["a filter that opens later", changing("quality", { share: { values: [0, 0.5] } })],
  ["a verifier that keeps what is wrong", changing("verifier", { keepsCorrect: 0 })],
  ["a share that is not asked for", changing("quality", { keeps: "threshold", share: 0 })],
  ["a ring without shares to sell", inCompany({ members: 2, topology: "ring", shares: [0, 0] })],
])("%s: nothing is wrong", async (_, input) => {
  expect(await complaint(input)).toBeNull();
});
