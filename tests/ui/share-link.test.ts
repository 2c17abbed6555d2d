import * as fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../src/experiments/catalog.ts";
import { type Draft, draftOf, fresh } from "../../src/ui/draft.ts";
import { retitled } from "../../src/ui/draft-changes.ts";
import { linkPairs, linkText } from "../../src/ui/link-text.ts";
import { linkOf, readLink } from "../../src/ui/share-link.ts";

const all = catalog();
const presets = all.presets.map(({ experiment }) => draftOf(experiment, all));
const [first] = presets;

function expectThere(draft: Draft): string {
  const link = linkOf(draft, all);
  expect(readLink(link, all)).toEqual(draft);
  return link;
}

test("every preset has a link by its name, with its seed", () => {
  for (const draft of presets) {
    const said = new URLSearchParams(expectThere(draft).slice("#lab?".length));
    expect([...said.keys()]).toEqual(["v", "preset", "seed"]);
    expect(said.get("preset")).toBe(draft.name);
  }
});

test("a link says what is otherwise than in the preset, and people can read it", () => {
  const family = { ...first.family, config: { ...first.family.config, samplingBias: 0.9 } };
  const draft = retitled(first, { ...first, family, samples: 12, seed: 7 }, all);
  const link = expectThere(draft);
  expect(link).toMatch(
    /^#lab\?v=1\.[0-9a-f]{8}&preset=gaussian-drift&family\.samplingBias=0\.9&samples=12&seed=7$/,
  );
});

test("whatever the form can make comes back as it was", () => {
  const text = fc.string({ unit: "binary", maxLength: 120 }).map((one) => one.toWellFormed());
  const options = fc.record({
    base: fc.constantFrom(...presets),
    title: fc.option(text),
    interventions: fc.subarray(all.interventions.map(fresh), { maxLength: 4 }),
    samples: fc.integer({ min: 1, max: 2 ** 24 }),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    file: fc.option(text.filter((one) => one !== "")),
  });
  fc.assert(
    fc.property(options, ({ base, title, interventions, samples, seed, file }) => {
      const { dataset } = base;
      const takesFile =
        all.datasets.find(({ name }) => name === dataset.name)?.settings["file"]?.kind === "file";
      const given = takesFile ? { ...dataset, config: { ...dataset.config, file } } : dataset;
      const changed = { ...base, dataset: given, interventions, samples, seed };
      expectThere(title === null ? retitled(base, changed, all) : { ...changed, title });
    }),
    { numRuns: 60 },
  );
});

test("schedules, switched off numbers, choices by member and hand-drawn points survive", () => {
  const ecosystem = presets.find(({ interventions }) => interventions.length > 0)!;
  const fractions = all.interventions.find(({ settings }) => settings["fraction"] !== undefined)!;
  const schedule = { from: 0.1, to: 0.5, over: 10, shape: "step" };
  const varied = {
    name: fractions.name,
    config: { ...fresh(fractions).config, fraction: schedule },
  };
  expectThere({ ...ecosystem, interventions: [varied, varied] });
  const drawn = all.datasets.find(({ settings }) =>
    Object.values(settings).some((setting) => setting.kind === "list" && setting.places === true),
  )!;
  const [key] = Object.entries(drawn.settings).find(([, { kind }]) => kind === "list")!;
  const places = Array.from({ length: 600 }, (_, i) => ((i * 37) % 1000) / 1000);
  const config = { ...fresh(drawn).config, [key]: places };
  const link = expectThere({ ...first, dataset: { name: drawn.name, config }, title: "Mine" });
  // Nobody reads six hundred numbers, so they are packed.
  expect(link).toMatch(/^#lab\?v=1\.[0-9a-f]{8}&z=[\w-]+$/);
  expect(link.length).toBeLessThan(JSON.stringify(places).length);
});

test("a link may be written by hand, and be escaped on its way", () => {
  expect(readLink("#lab?preset=gaussian-drift&samples=10", all).samples).toBe(10);
  expect(readLink("#lab?preset=gaussian-drift&title=A%20b+c", all).title).toBe("A b c");
  const link = linkOf({ ...first, title: "a, b: c" }, all);
  expect(readLink(link.replaceAll(",", "%2C").replaceAll(":", "%3A"), all).title).toBe("a, b: c");
});

test.each([
  ["#lab?v=2.00000000&preset=gaussian-drift", /version 2, and this lab reads version 1/],
  ["#lab?v=x&preset=gaussian-drift", /damaged/],
  ["#lab?samples=10", /names no preset/],
  ["#lab?preset=gone", /asks for the preset “gone”, which this version/],
  ["#lab?preset=gaussian-drift&family=gone", /“gone” as family/],
  ["#lab?preset=gaussian-drift&family.gone=1", /“family.gone”/],
  ["#lab?preset=gaussian-drift&family.__proto__=1", /“family.__proto__”/],
  ["#lab?preset=gaussian-drift&metrics=mean,gone", /“gone” among the metrics/],
  ["#lab?preset=gaussian-drift&samples=many", /gives samples a value that it cannot have/],
  ["#lab?preset=gaussian-drift&samples=0", /gives samples a value/],
  ["#lab?preset=gaussian-drift&seed=1&seed=2", /damaged/],
  ['#lab?preset=gaussian-drift&family.samplingBias={"values":"x"}', /family.samplingBias/],
  ["#lab?z=AAAA", /damaged/],
])("%s is refused in words", (link, message) => {
  expect(() => readLink(link, all)).toThrow(message);
});

test("a link that lost a part, or had it changed, is noticed", () => {
  const link = linkOf({ ...first, samples: 123, seed: 45 }, all);
  for (let length = "#lab?v=1.00000000&".length; length < link.length; length++) {
    expect(() => readLink(link.slice(0, length), all), link.slice(0, length)).toThrow(/damaged/);
  }
  expect(() => readLink(link.replace("samples=123", "samples=124"), all)).toThrow(/damaged/);
});

test("nothing that stands behind # can do more than be refused", () => {
  const name = fc.constantFrom("v", "z", "preset", "family", "samples", "seed", "title", "metrics");
  const value = fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.base64String());
  const link = fc
    .array(fc.tuple(name, value))
    .map((pairs) => `#lab?${pairs.map((pair) => pair.join("=")).join("&")}`);
  fc.assert(
    fc.property(fc.oneof(link, fc.string({ unit: "binary" })), (hash) => {
      try {
        readLink(hash, all);
      } catch (error) {
        expect((error as Error).message).toMatch(/^This link /);
      }
    }),
    { numRuns: 300 },
  );
});

test("what unpacks to more than any link says is given up early", () => {
  const bomb = linkText([["preset", "a".repeat(2 ** 22)]]);
  expect(bomb.length).toBeLessThan(20_000);
  expect(() => linkPairs(bomb)).toThrow(/damaged/);
});
