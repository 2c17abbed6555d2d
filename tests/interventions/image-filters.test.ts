import { describe, expect, test } from "vitest";
import { type AnyConfig, perLineage } from "../../src/config.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import type { Context } from "../../src/context.ts";
import { drawnDigits } from "../../src/datasets/drawn-digits.ts";
import type { FactsOf } from "../../src/distribution.ts";
import { runExperiment } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { curation } from "../../src/interventions/curation.ts";
import { deduplicate } from "../../src/interventions/deduplicate.ts";
import type { Intervention, Revision } from "../../src/interventions/intervention.ts";
import { verifier } from "../../src/interventions/verifier.ts";
import type { Checkpoint, GenerationRecord } from "../../src/record.ts";
import type { Segment } from "../../src/samples.ts";
import { scatteredNormal } from "../support/agree.ts";
import { cpu } from "../support/backends.ts";
import { contextFor } from "../support/contexts.ts";

const D = 784;
const all = drawnDigits.facts({
  alphabet: "digits",
  rare: "none",
  rareShare: 0.01,
  slant: 0.2,
  thickness: 2.6,
  noise: 0.08,
});
const HELD_OUT = 300;
const facts: FactsOf<"image"> = {
  ...all,
  heldOut: all.heldOut.subarray(0, HELD_OUT * D),
  heldOutLabels: all.heldOutLabels!.subarray(0, HELD_OUT),
};

const lineagesOf = (lineages: number) => Array.from({ length: lineages }, () => facts);

/** What a filter makes of images that a model drew, f32 [L, rows, D]; the rest of it by default. */
async function filtered(
  filter: object,
  config: AnyConfig,
  images: Float32Array<ArrayBuffer>,
  lineages = 1,
) {
  const plugin = filter as Intervention;
  const { settings } = plugin;
  using scope = cpu.scope("test");
  const space = { kind: "image", height: 28, width: 28 } as const;
  const context: Context = contextFor(cpu, scope, { lineages, space, generation: 4 });
  const real = drawnDigits.open(context, lineagesOf(lineages));
  const original = [real.draw(context, 2)];
  const rows = images.length / lineages / D;
  const values = scope.tensor("drawn", "f32", [lineages, rows, D], images);
  const drawn: Segment = { values, rows, birth: 5, frame: null };
  const defaults = Object.entries(settings).map(([name, setting]) => [name, setting.default]);
  const told = perLineage(settings, { ...Object.fromEntries(defaults), ...config }, lineages);
  const sources = { original, previous: [drawn], real, current: {}, first: {} };
  const revised = (await plugin.apply(context, [drawn], sources, told as never)) as Revision;
  const names = Object.keys(revised.report);
  const numbers = await cpu.read(...names.map((name) => revised.report[name]));
  const [kept] = revised.pool;
  const [left, weight] = await cpu.read(kept.values as Tensor<"f32">, kept.weight ?? kept.values);
  return {
    report: Object.fromEntries(names.map((name, i) => [name, numbers[i]])),
    images: left,
    weight: Array.from(weight as Float32Array),
  };
}

/** Digits [L, rows, D] that no model has seen and no run draws a second time. */
async function digits(rows: number, lineages = 1): Promise<Float32Array<ArrayBuffer>> {
  using scope = cpu.scope("digits");
  const space = { kind: "image", height: 28, width: 28 } as const;
  const context = contextFor(cpu, scope, { lineages, space, generation: 9 });
  const real = drawnDigits.open(context, lineagesOf(lineages));
  const [values] = await cpu.read(real.draw(context, rows).values as Tensor<"f32">);
  return values;
}

const heldOut = (n: number) =>
  Float32Array.from(facts.heldOut.subarray(n * D, (n + 1) * D), (grey) => grey / 255);
const noise = (n: number) =>
  Float32Array.from({ length: D }, (_, d) => Math.abs(scatteredNormal(n * D + d)) % 1);
const together = (...images: readonly ArrayLike<number>[]) =>
  Float32Array.from(images.flatMap((image) => Array.from(image)));
const inkOf = (images: Float32Array, n: number) =>
  images.subarray(n * D, (n + 1) * D).reduce((sum, x) => sum + x, 0) / D;

describe("curation of images", () => {
  test("takes the one with the most ink", async () => {
    const drawn = await digits(9, 2);
    const config = { candidates: 3, preference: "ink" };
    const { images, report } = await filtered(curation, config, drawn, 2);
    for (let g = 0; g < 6; g++) {
      const inks = [0, 1, 2].map((k) => inkOf(drawn, 3 * g + k));
      expect(inkOf(images, g)).toBe(Math.max(...inks));
    }
    expect(report["liking-kept"][0]).toBeGreaterThan(report["liking-drawn"][0] + 0.01);
  });

  test("of a class takes it wherever it is seen", async () => {
    const seven = facts.heldOutLabels!.indexOf(7);
    const others = [0, 1, 2, 3, 4].map((n) => facts.heldOutLabels!.findIndex((k) => k === n));
    const of = together(...others.slice(0, 2).map(heldOut), heldOut(seven), heldOut(others[3]));
    const config = { candidates: 4, preference: "class", class: 7 };
    const { images, report } = await filtered(curation, config, of);
    expect(images).toEqual(heldOut(seven));
    expect(report["liking-kept"][0]).toBeGreaterThan(0.95);
    expect(Math.abs(report["liking-drawn"][0] - 0.25)).toBeLessThan(0.05);
  });

  test("doubles the share of a class, but for pairs of it, where the choice does not waver", async () => {
    const drawn = await digits(400);
    const { report } = await filtered(curation, { preference: "class", class: 3 }, drawn);
    const [before, after] = ["liking-drawn", "liking-kept"].map((name) => report[name][0]);
    // One of two: 1 - (1 - p)², of 200 pairs, give or take four standard errors.
    expect(before).toBeGreaterThan(0.05);
    const expected = 1 - (1 - before) ** 2;
    expect(Math.abs(after - expected)).toBeLessThan(4 * Math.sqrt((before * (1 - before)) / 400));
  });

  test("of likeness takes what real images come nearest to", async () => {
    const config = { candidates: 2, preference: "likeness" };
    const pair = together(noise(0), heldOut(5));
    const { images, report } = await filtered(curation, config, pair);
    expect(images).toEqual(heldOut(5));
    expect(Math.abs(report["liking-kept"][0])).toBeLessThan(1e-6);
    expect(report["liking-drawn"][0]).toBeLessThan(-0.5);
  });
});

test("a verifier of images takes for correct what is as near as real ones are", async () => {
  const drawn = together(await digits(60), ...[1, 2, 3, 4, 5].map(noise));
  const config = { keepsCorrect: 1, keepsWrong: 0 };
  const { weight, report } = await filtered(verifier, config, drawn);
  const real = weight.slice(0, 60).filter((one) => one === 1).length;
  expect(real).toBeGreaterThan(36);
  expect(weight.slice(60)).toEqual([0, 0, 0, 0, 0]);
  expect(report["correct-before"][0]).toBeCloseTo(real / 65, 6);
  expect(report["correct-after"][0]).toBe(1);
});

test("images that hardly differ are one, from the oldest on", async () => {
  const first = await digits(3);
  /** The first one again, every pixel off by so much. */
  const near = (by: number) => first.slice(0, D).map((x, d) => x + (d % 2 === 0 ? by : -by));
  const drawn = together(first, near(0.04), near(0.06), near(0.09));
  const kept = async (difference: number) =>
    (await filtered(deduplicate, { difference }, drawn)).weight;
  // 0.09 is within 0.05 of 0.06, which was kept, and 0.06 within 0.05 of 0.04, which was not.
  expect(await kept(0.05)).toEqual([1, 1, 1, 0, 1, 0]);
  expect(await kept(0)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(await kept(1)).toEqual([1, 0, 0, 0, 0, 0]);
});

const SMALL = { hidden: 8, latent: 2, epochs: 1, batch: 20 } as const;
const small: Experiment = {
  name: "image-filters",
  dataset: { name: "drawn-digits" },
  family: { name: "vae", config: SMALL },
  interventions: [
    {
      name: "curation",
      config: { candidates: 2, preference: "first-likelihood", temperature: 20 },
    },
    { name: "keep-original", config: { fraction: 0.5 } },
    { name: "quality", config: { judge: "previous", share: 0.5 } },
    { name: "curation", config: { candidates: 1, preference: "class", class: 2 } },
    { name: "deduplicate", config: { difference: 0.001 } },
  ],
  metrics: [{ name: "reconstruction-error" }],
  lineages: 2,
  generations: 3,
  samples: 20,
  seed: 5,
};

async function resolved(change: Partial<Experiment>) {
  const whole = await resolveExperiment({ ...small, ...change }, () =>
    Promise.reject(new Error("no files here")),
  );
  return { ...whole, facts };
}

async function run(change: Partial<Experiment> = {}, from: Checkpoint | null = null) {
  const records: GenerationRecord[] = [];
  const checkpoints: Checkpoint[] = [];
  for await (const event of runExperiment(await resolved(change), { backend: cpu, from })) {
    if (event.kind !== "generation") continue;
    records.push(event.record);
    checkpoints.push(await event.checkpoint());
  }
  return { records, checkpoints };
}

test("filters of a VAE go on from a checkpoint, and alone as in company", async () => {
  const { records, checkpoints } = await run();
  for (const { reports } of records) {
    expect(Array.from(reports!["curation.liking-kept"]).every(Number.isFinite)).toBe(true);
    // Half of the 20 drawn and 20 real ones.
    const kept = ["synthetic-kept", "real-kept"].map((name) => reports![`quality.${name}`][0]);
    expect((kept[0] + kept[1]) / 2).toBeCloseTo(0.5, 6);
    // What a model draws has soft edges all over, and a real one is taken for less likely or more.
    expect(kept[0]).not.toBe(kept[1]);
  }
  expect((await run({}, checkpoints[0])).records).toEqual(records.slice(1));
  const alone = await run({ lineages: 1, generations: 2 });
  for (const [name, values] of Object.entries(alone.records[1].reports!)) {
    expect(values[0], name).toBe(records[1].reports![name][0]);
  }
});

test("what nobody can see of images is refused with what can be", async () => {
  const curated = (config: object) =>
    resolved({ interventions: [{ name: "curation", config } as never] });
  await expect(curated({})).rejects.toThrow(
    '$.interventions[0].config.preference: nobody sees the real-likelihood of these samples; prefer "first-likelihood", "class", "ink" or "likeness"',
  );
  await expect(curated({ preference: "class", class: 10 })).rejects.toThrow(
    "$.interventions[0].config.class: there is no held-out image of class 10; there are those of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9",
  );
  const texts = { dataset: { name: "text-file" }, family: { name: "ngram" } } as const;
  const metrics: Experiment["metrics"] = [{ name: "distinct-2" }];
  await expect(
    resolved({ ...texts, metrics, samples: 5, interventions: [{ name: "curation" }] }),
  ).rejects.toThrow(
    'config.preference: nobody sees the real-likelihood of these samples; prefer "first-likelihood" or "variety"',
  );
});
