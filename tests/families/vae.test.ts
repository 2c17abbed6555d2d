import { describe, expect, test, vi } from "vitest";
import { type ConfigInput, perLineage } from "../../src/config.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import type { FactsOf } from "../../src/distribution.ts";
import { runExperiment } from "../../src/engine/run.ts";
import { ConfigError } from "../../src/errors.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { vae } from "../../src/families/vae.ts";
import { noise } from "../../src/kernels/layers/noise.ts";
import { Stream } from "../../src/random/streams.ts";
import type { Checkpoint, GenerationRecord } from "../../src/record.ts";
import { scatteredFraction } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { BEGINNING, contextFor, resultOf } from "../support/contexts.ts";

type Told = ConfigInput<typeof vae.settings>;

const SMALL = { hidden: 12, latent: 3, channels: 2, epochs: 2, batch: 50 } as const;
const BASE: Experiment = {
  name: "vae-test",
  dataset: { name: "drawn-digits" },
  family: { name: "vae", config: SMALL },
  interventions: [],
  metrics: [{ name: "encoder-spread" }, { name: "reconstruction-error" }],
  lineages: 2,
  generations: 3,
  // More than are drawn at a time.
  samples: 150,
  seed: 5,
};

/** Of a thousand; to encode them all is most of the work of so small a run. */
const HELD_OUT = 150;

async function resolve(change: Partial<Experiment>) {
  const whole = await resolveExperiment({ ...BASE, ...change }, () =>
    Promise.reject(new Error("no files here")),
  );
  const facts = whole.facts as FactsOf<"image">;
  const heldOut = facts.heldOut.subarray(0, HELD_OUT * facts.height * facts.width);
  // Without classes, which are followed in every generation: no group is any business of these tests.
  return { ...whole, facts: { ...facts, heldOut, heldOutLabels: null } };
}

/** `now` goes by so fast that work says how far it is after every step. */
async function run(
  change: Partial<Experiment>,
  { backend = cpu, from = null as Checkpoint | null, keep = false } = {},
) {
  const resolved = await resolve(change);
  const records: GenerationRecord[] = [];
  const checkpoints: Checkpoint[] = [];
  const phases = new Set<string>();
  let time = 0;
  for await (const event of runExperiment(resolved, { backend, from, now: () => (time += 1e4) })) {
    if (keep) checkpoints.push(await event.checkpoint());
    if (event.kind === "generation") records.push(event.record);
    else phases.add(event.phase);
  }
  return { records, checkpoints, phases };
}

const told = (config: Told): Partial<Experiment> => ({
  family: { name: "vae", config: { ...SMALL, ...config } },
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("goes on from the middle of training and drawing bit for bit", async () => {
    const { records, checkpoints, phases } = await run({}, { backend, keep: true });
    expect([...phases]).toEqual(["fit", "sample"]);
    for (const from of checkpoints.filter((_, i) => i % 14 === 4)) {
      const rest = await run({}, { backend, from });
      expect(rest.records).toEqual(records.slice(from.generation + 1));
    }
  });

  test("a lineage is the same whatever runs beside it", async () => {
    const alone = (await run({ lineages: 1 }, { backend })).records;
    const both = (await run({}, { backend })).records;
    for (const [g, { metrics }] of alone.entries()) {
      for (const [name, [value]] of Object.entries(metrics as Record<string, number[]>)) {
        expect(both[g].metrics[name][0], `${name} of ${g}`).toBe(value);
      }
    }
  });
});

test.skipIf(webgpu === null)("a graphics card comes to the same", async () => {
  for (const config of [{ start: "first" }, { architecture: "convolutional" }] as const) {
    const change = { ...told(config), generations: 2, samples: 60 };
    const expected = (await run(change)).records;
    for (const [g, { metrics }] of (await run(change, { backend: webgpu! })).records.entries()) {
      for (const [name, values] of Object.entries(metrics)) {
        // Rounding is amplified by steps whose gradients are near zero.
        expectClose(values, expected[g].metrics[name], { absolute: 1e-6, relative: 2e-3 });
      }
    }
  }
});

test("training lowers the loss, and goes on from where it is told to", async () => {
  /** The first and the last loss of every generation. */
  const losses = async (start: "scratch" | "previous" | "first") => {
    const { records } = await run(told({ epochs: 8, learningRate: 0.01, start }));
    return records.map(({ traces }) => [traces!["loss"][0][1], traces!["loss"].at(-1)![1]]);
  };
  const [scratch, previous, first] = [
    await losses("scratch"),
    await losses("previous"),
    await losses("first"),
  ];
  for (const [begun, reached] of scratch) {
    // All odds are even to begin with: 784 ln 2.
    expect(Math.abs(begun - 543)).toBeLessThan(15);
    expect(reached).toBeLessThan(begun - 30);
  }
  // Generation 1 finds the same before itself either way, generation 2 does not.
  expect(first[1]).toEqual(previous[1]);
  expect(first[2]).not.toEqual(previous[2]);
  expect(Math.abs(previous[1][0] - 543)).toBeGreaterThan(15);
});

/** Images that a barely trained model draws, and what it makes of some. */
async function drawn(config: Told, count: number, lineages = 2) {
  using scope = cpu.scope("test");
  const space = { kind: "image", height: 8, width: 4 } as const;
  const context = contextFor(cpu, scope, { lineages, space });
  const pixels = Float32Array.from({ length: lineages * 60 * 32 }, (_, i) => scatteredFraction(i));
  const values = scope.tensor("values", "f32", [lineages, 60, 32], pixels);
  const pool = [{ values, rows: 60, birth: 0, frame: null }];
  const defaults = Object.fromEntries(
    Object.entries(vae.settings).map(([name, setting]) => [name, setting.default]),
  );
  const all = perLineage(vae.settings, { ...defaults, ...SMALL, ...config }, lineages) as never;
  const parameters = await resultOf(vae.fit(context, pool, all, { ...BEGINNING, original: pool }));
  const before = { original: pool, unfinished: null };
  const samples = await resultOf(vae.sample(context, parameters, count, all, before));
  const shared = scope.view("shared", values, [1, lineages * 60, 32]);
  const { codes, images } = await vae.forms(context, parameters, all).encoding!(context, shared);
  const [greys, means, made] = await cpu.read(samples.values as Tensor<"f32">, codes, images);
  return { greys, codes: means, images: made };
}

test.each(["mlp", "convolutional"] as const)("what a model draws and encodes: %s", async (of) => {
  const mean = await drawn({ architecture: of }, 200);
  expect(mean.greys).toHaveLength(2 * 200 * 32);
  expect(mean.greys.every((grey) => grey > 0 && grey < 1)).toBe(true);
  expect(mean.codes).toHaveLength(2 * 120 * 3);
  expect(mean.images).toHaveLength(2 * 120 * 32);
  expect([...mean.codes, ...mean.images].every(Number.isFinite)).toBe(true);
  // Both lineages saw the same images, each with a model of its own.
  expect(mean.codes.slice(0, 360)).not.toEqual(mean.codes.slice(360));

  const { greys } = await drawn({ architecture: of, decoding: "sample" }, 200);
  expect(new Set(greys)).toEqual(new Set([0, 1]));
  // Black and white follow the odds: at most five standard errors of 12,800 pixels.
  const averages = [mean.greys, greys].map((all) => all.reduce((a, b) => a + b, 0) / all.length);
  expect(Math.abs(averages[0] - averages[1])).toBeLessThan((5 * 0.5) / Math.sqrt(greys.length));
});

test("members may differ in whether pixels are drawn", async () => {
  const [mean, sample, mixed] = await Promise.all(
    (["mean", "sample", { members: ["sample", "mean"] }] as const).map((decoding) =>
      drawn({ decoding }, 10),
    ),
  );
  expect(mixed.greys.slice(0, 320)).toEqual(sample.greys.slice(0, 320));
  expect(mixed.greys.slice(320)).toEqual(mean.greys.slice(320));
});

test("beta is what codes are held to the standard normal by", async () => {
  const lengthAt = async (beta: number) => {
    const { codes } = await drawn({ beta, epochs: 20, learningRate: 0.02 }, 1, 1);
    return Math.sqrt(codes.reduce((sum, z) => sum + z * z, 0) / codes.length);
  };
  // Without it codes go as far as they are of use; with much of it they tell nothing.
  expect(await lengthAt(100)).toBeLessThan(0.1 * (await lengthAt(0)));
});

test("what is drawn has numbers of its own, which are not those of training", async () => {
  const dispatch = vi.spyOn(cpu, "dispatch");
  const { greys } = await drawn({}, 150, 1);
  const streams = dispatch.mock.calls
    .filter(([kernel]) => (kernel as object) === noise)
    .map(([, , scalars]) => (scalars as { stream: number }).stream);
  dispatch.mockRestore();
  expect(new Set(streams)).toEqual(new Set([Stream.NOISE, Stream.SAMPLE]));
  // Of two batches.
  expect(greys.slice(128 * 32, 150 * 32)).not.toEqual(greys.slice(0, 22 * 32));
});

test("what is drawn first does not depend on how much is drawn", async () => {
  const [few, many] = [await drawn({}, 10, 1), await drawn({}, 150, 1)];
  expect(many.greys.slice(0, 320)).toEqual(few.greys);
});

test("images that cannot be halved twice are refused by the convolutions", async () => {
  const bytes = Uint8Array.of(
    0,
    0,
    8,
    3,
    0,
    0,
    0,
    20,
    0,
    0,
    0,
    6,
    0,
    0,
    0,
    8,
    ...Array(960).fill(7),
  );
  const experiment = await resolveExperiment(
    {
      ...BASE,
      ...told({ architecture: "convolutional" }),
      dataset: { name: "image-file", config: { images: "six.idx" } },
      samples: 10,
    },
    () => Promise.resolve(bytes),
  );
  const running = runExperiment(experiment, { backend: cpu });
  await expect(running.next()).rejects.toThrow(ConfigError);
  await expect(runExperiment(experiment, { backend: cpu }).next()).rejects.toThrow(
    /architecture: "convolutional" halves images twice, and 6 x 8 pixels cannot be/,
  );
});
