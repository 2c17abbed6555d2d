import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import type { Context } from "../../src/context.ts";
import { drawnDigits } from "../../src/datasets/drawn-digits.ts";
import { imageFile } from "../../src/datasets/image-file.ts";
import type { FactsOf } from "../../src/distribution.ts";
import { classHistogram } from "../../src/metrics/class-histogram.ts";
import { featureMoments, frechetDistance, squareRoot } from "../../src/metrics/feature-moments.ts";
import { frechetDistance as frechet } from "../../src/metrics/frechet-distance.ts";
import { imageCoverage } from "../../src/metrics/image-coverage.ts";
import { imageDensity } from "../../src/metrics/image-density.ts";
import { FEATURES_HASH, featuresOf } from "../../src/images/features.ts";
import { imagePrecision } from "../../src/metrics/image-precision.ts";
import { imageRecall } from "../../src/metrics/image-recall.ts";
import { kid } from "../../src/metrics/kid.ts";
import { ballsAround, occupied, within } from "../../src/images/neighbours.ts";
import { nearestClass } from "../../src/images/nearest-class.ts";
import { rareShare } from "../../src/metrics/rare-share.ts";
import { vendiImages, vendiScore } from "../../src/metrics/vendi-images.ts";
import type { Segment } from "../../src/samples.ts";
import { scatteredFraction, scatteredNormal } from "../support/agree.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { contextFor } from "../support/contexts.ts";
import { sharedFile } from "../support/shared-data.ts";

const metrics = {
  frechet,
  kid,
  precision: imagePrecision,
  recall: imageRecall,
  density: imageDensity,
  coverage: imageCoverage,
  vendi: vendiImages,
  rare: rareShare,
  classes: classHistogram,
};

const all = drawnDigits.facts({
  alphabet: "digits",
  rare: "4",
  rareShare: 0.05,
  slant: 0.2,
  thickness: 2.6,
  noise: 0.08,
});

const first = (rows: number): FactsOf<"image"> => ({
  ...all,
  heldOut: all.heldOut.subarray(0, rows * 784),
  heldOutLabels: all.heldOutLabels!.subarray(0, rows),
});
const facts = first(400);

/** `derive` as the engine has it, where no segment ever goes. */
function remembering(): Context["derive"] {
  const known = new Map<Segment, Map<string, object>>();
  return <T extends object>(
    segment: Segment,
    name: string,
    _basis: object | null,
    make: () => T,
  ) => {
    const own = known.get(segment) ?? new Map<string, object>();
    known.set(segment, own);
    const value = (own.get(name) as T | undefined) ?? make();
    own.set(name, value);
    return value;
  };
}

/** What every metric says of images that `change` makes out of real ones, lineage by lineage. */
async function measured(
  backend: Backend,
  change: (real: Float32Array<ArrayBuffer>) => void = () => {},
  { of = facts, rows = 300, lineages = 1 } = {},
): Promise<Record<keyof typeof metrics, Float32Array>> {
  await backend.prepare([...drawnDigits.kernels, ...imageFile.kernels, ...frechet.kernels]);
  await backend.prepare([...imagePrecision.kernels, ...kid.kernels]);
  using scope = backend.scope("test");
  const space = { kind: "image", height: 28, width: 28 } as const;
  const context = {
    ...contextFor(backend, scope, { lineages, space }),
    generation: 1,
    derive: remembering(),
  };
  const dataset = of.images === null ? drawnDigits : imageFile;
  const real = dataset.open(context, Array<FactsOf<"image">>(lineages).fill(of));
  const segment = (part: Omit<Segment, "rows" | "frame">) => ({ ...part, rows, frame: null });
  const original = segment(real.draw(context, rows));
  const [values] = await backend.read(real.draw({ ...context, generation: 2 }, rows).values);
  change(values as Float32Array<ArrayBuffer>);
  const changed = scope.tensor("changed", "f32", [lineages, rows, 784], values as never);
  const seen = {
    real: { ...real.forms, samples: original, facts: of },
    current: { samples: segment({ values: changed, birth: 1 }) },
    first: {},
  };
  const results = {} as Record<keyof typeof metrics, Float32Array>;
  for (const [name, metric] of Object.entries(metrics)) {
    [results[name as keyof typeof metrics]] = await backend.read(
      await metric.measure(context, seen as never, {}),
    );
  }
  return results;
}

describe("in the eyes of the metrics", () => {
  test("images like the real ones score as such", async () => {
    const found = await measured(cpu, undefined, { lineages: 2 });
    const { frechet, precision, recall, density, coverage, vendi, rare, classes } = found;
    for (let l = 0; l < 2; l++) {
      expect(precision[l]).toBeGreaterThan(0.7);
      expect(recall[l]).toBeGreaterThan(0.5);
      expect(density[l]).toBeGreaterThan(0.8);
      expect(density[l]).toBeLessThan(1.2);
      expect(coverage[l]).toBeGreaterThan(0.6);
      expect(vendi[l]).toBeGreaterThan(5);
      expect(frechet[l]).toBeLessThan(0.2);
      // Without bias it may as well be below 0.
      expect(Math.abs(found.kid[l])).toBeLessThan(0.001);
      // 5 % of 300, give or take five standard errors and what looks like a 4 and is none.
      expect(Math.abs(rare[l] - 0.05)).toBeLessThan(0.08);
      const own = classes.slice(16 * l, 16 * l + 16);
      expect(own.reduce((sum, count) => sum + count, 0)).toBe(300);
      expect(own.slice(10).every((count) => count === 0)).toBe(true);
    }
    // Lineages draw images of their own.
    expect(frechet[0]).not.toBe(frechet[1]);
  });

  test("a single image again and again is precise and covers nothing", async () => {
    const real = await measured(cpu);
    const collapsed = await measured(cpu, (values) => {
      for (let n = 1; n < 300; n++) values.copyWithin(n * 784, 0, 784);
    });
    expect(collapsed.vendi[0]).toBeCloseTo(1, 2);
    expect(collapsed.coverage[0]).toBeLessThan(0.05);
    expect(collapsed.recall[0]).toBeLessThan(0.05);
    expect(collapsed.frechet[0]).toBeGreaterThan(5 * real.frechet[0]);
    expect(collapsed.kid[0]).toBeGreaterThan(20 * Math.abs(real.kid[0]));
    expect(Math.max(...collapsed.classes)).toBe(300);
  });

  test("noise is neither precise nor close", async () => {
    const noise = await measured(cpu, (values) => {
      for (let i = 0; i < values.length; i++) values[i] = Math.abs(scatteredNormal(i)) % 1;
    });
    expect(noise.precision[0]).toBe(0);
    expect(noise.density[0]).toBe(0);
    expect(noise.coverage[0]).toBe(0);
  });
});

test.skipIf(webgpu === null)("a graphics card comes to the same", async () => {
  const few = { of: first(90), rows: 50 };
  const expected = await measured(cpu, undefined, few);
  for (const [name, actual] of Object.entries(await measured(webgpu!, undefined, few))) {
    // Images differ by 10⁻⁴ of noise, which may turn one of fifty over a border.
    const own = expected[name as keyof typeof metrics];
    const absolute = name === "classes" ? 1 : name === "kid" ? 1e-5 : 0.03;
    expectClose(actual, own, { absolute, relative: 0.01 });
  }
});

test("precision, recall, density and coverage are those of their plain definitions", async () => {
  const [N, M, F] = [40, 31, 4];
  const set = (count: number, from: number) =>
    Float32Array.from({ length: count * F }, (_, i) => scatteredNormal(i + from));
  const [real, drawn] = [set(N, 0), set(M, 1000)];
  const rowsOf = (of: Float32Array) =>
    Array.from({ length: of.length / F }, (_, n) => of.subarray(n * F, (n + 1) * F));
  const distance = (a: Float32Array, b: Float32Array) =>
    Math.hypot(...a.map((value, f) => value - b[f]));
  /** Whether each point lies in the ball of each other one, which reaches to its fifth neighbour. */
  const inBalls = (points: Float32Array, others: Float32Array) => {
    const reach = rowsOf(others).map((one) => {
      const all = rowsOf(others).map((other) => distance(one, other));
      return all.toSorted((a, b) => a - b)[5];
    });
    return rowsOf(points).map((point) =>
      rowsOf(others).map((other, m) => distance(point, other) <= reach[m]),
    );
  };
  const shareOf = (flags: readonly boolean[]) => flags.filter(Boolean).length / flags.length;
  const expected = (points: Float32Array) => {
    const [inReal, inDrawn] = [inBalls(points, real), inBalls(real, points)];
    return [
      shareOf(inReal.map((row) => row.includes(true))),
      shareOf(inDrawn.map((row) => row.includes(true))),
      (shareOf(inReal.flat()) * N) / 5,
      shareOf(rowsOf(real).map((_, n) => inReal.some((row) => row[n]))),
    ];
  };
  const found = async (points: Float32Array<ArrayBuffer>) => {
    using scope = cpu.scope("test");
    const place = { backend: cpu, scope, lineages: 1 };
    const tensor = (of: Float32Array<ArrayBuffer>) =>
      ballsAround(place, scope.tensor("points", "f32", [1, of.length / F, F], of));
    const [own, theirs] = [tensor(points), tensor(real)];
    const numbers = await cpu.read(
      within(place, own, theirs, "share"),
      within(place, theirs, own, "share"),
      within(place, own, theirs, "mean"),
      occupied(place, theirs, own),
    );
    return numbers.map(([number]) => number);
  };
  expectClose(await found(drawn), expected(drawn), { relative: 1e-6 });
  // Every ball has its own point and its five neighbours in it, the fifth on its border.
  expectClose(await found(real), [1, 1, 6 / 5, 1], { relative: 1e-6 });
});

test("too few images for neighbours have no score, and the held-out ones are refused", async () => {
  const few = await measured(cpu, undefined, { rows: 5 });
  expect(few.recall[0]).toBeNaN();
  expect(few.precision[0]).toBeGreaterThanOrEqual(0);
  const unseen = await measured(cpu, undefined, { of: first(5), rows: 20 });
  expect([...unseen.precision, ...unseen.density, ...unseen.coverage]).toEqual([NaN, NaN, NaN]);
  for (const metric of [imagePrecision, imageRecall, imageDensity, imageCoverage]) {
    expect(metric.refuses!(first(5), false, {})).toBe(
      "needs more than 5 images that are held out, and has 5",
    );
    expect(metric.refuses!(first(6), false, {})).toBeNull();
  }
});

test("the rarest class is one that there is", async () => {
  // No 0 at all, as where a file is sorted and a class is held out as a whole.
  const frequencies = Float64Array.from(facts.frequencies!, (share, k) => (k === 0 ? 0 : share));
  frequencies[9] += facts.frequencies![0];
  const { rare, classes } = await measured(cpu, undefined, { of: { ...facts, frequencies } });
  expect(classes[0]).toBeLessThan(classes[4]);
  expect(rare[0]).toBeCloseTo(classes[4] / 300, 6);
});

test("classes of drawn digits are told apart", async () => {
  // Whatever is held out is classified by what it was learned from, so others are asked: of each class alone.
  const { classes } = await measured(cpu, undefined, { of: all, rows: 1000 });
  for (const [k, share] of facts.frequencies!.entries()) {
    // Five standard errors of a thousand draws, and the tenth of the others that are mistaken.
    const error = Math.sqrt((share * (1 - share)) / 1000);
    expect(Math.abs(classes[k] / 1000 - share), `class ${k}`).toBeLessThan(5 * error + 0.03);
  }
});

const mnist = sharedFile("mnist/t10k-images-idx3-ubyte.gz");
const mnistLabels = sharedFile("mnist/t10k-labels-idx1-ubyte.gz");

// The test files of MNIST are not part of the repository; they are looked for in shared/data beside it.
test.skipIf(mnist === null || mnistLabels === null)("MNIST has its classes", async () => {
  const file = (bytes: Uint8Array) => ({ name: "mnist", bytes, sha256: "" });
  const of = imageFile.facts({
    images: file(mnist!),
    labels: file(mnistLabels!),
    heldOutImages: null,
    heldOutLabels: null,
  });
  const { classes, coverage } = await measured(cpu, undefined, { of, rows: 1000 });
  for (const [k, share] of of.frequencies!.entries()) {
    expect(Math.abs(classes[k] / 1000 - share), `class ${k}`).toBeLessThan(0.06);
  }
  expect(coverage[0]).toBeGreaterThan(0.8);
});

describe("in double precision", () => {
  test("the Fréchet distance of Gaussians along the axes is that of their deviations", () => {
    const gaussian = (mean: number[], variances: number[]) => ({
      mean: Float64Array.from(mean),
      covariance: Matrix.diag(variances),
    });
    const a = gaussian([1, 2, 3], [4, 9, 1]);
    const b = gaussian([1, 0, 3], [1, 16, 1]);
    // Σ (m - m')² + (s - s')² = 4 + 1 + 1
    expect(frechetDistance(a, b, squareRoot(b.covariance))).toBeCloseTo(6, 10);
  });

  test("moments have the divisor N - 1", () => {
    const { mean, covariance } = featureMoments(Float32Array.of(1, 5, 3, 1), 2);
    expect([...mean]).toEqual([2, 3]);
    expect(covariance.to2DArray()).toEqual([
      [2, -4],
      [-4, 8],
    ]);
  });

  test("one image has no covariance, and what is no number no score", () => {
    const one = featureMoments(Float32Array.of(1, 5), 2);
    const two = featureMoments(Float32Array.of(1, 5, 3, 1), 2);
    expect(frechetDistance(one, two, squareRoot(two.covariance))).toBeNaN();
    expect(frechetDistance(two, one, squareRoot(one.covariance))).toBeNaN();
    expect(vendiScore(Float32Array.of(NaN, 0, 0, 1), new Float64Array(2))).toBeNaN();
  });

  test("one example of each class is enough to tell them apart", () => {
    const classify = nearestClass(Float32Array.of(0, 0, 1, 1), Uint8Array.of(1, 0), 2, 2);
    expect([...classify(Float32Array.of(0.2, 0.1, 0.9, 0.7))]).toEqual([1, 0]);
  });

  test("the Vendi score counts directions that are used equally", () => {
    const rows = Float32Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3, 5, 0, 0);
    expect(vendiScore(rows.slice(0, 9), new Float64Array(3))).toBeCloseTo(3, 6);
    expect(vendiScore(Float32Array.of(7, 0, 0, 3, 0, 0), new Float64Array(3))).toBeCloseTo(1, 6);
  });
});

test("the feature net is the one that was published with the scores", async () => {
  using scope = cpu.scope("test");
  const space = { kind: "image", height: 16, width: 16 } as const;
  const context = contextFor(cpu, scope, { lineages: 1, space });
  const image = Float32Array.from({ length: 256 }, (_, i) => scatteredFraction(i));
  const values = scope.tensor("image", "f32", [1, 1, 256], image);
  const [features] = await cpu.read(
    featuresOf(context, { values, rows: 1, birth: 1, frame: null }),
  );
  // As two convolutions of PyTorch with a ReLU behind each make them of the same weights.
  const theirs = [0, 0.12686, 0, 0.41555, 0.81025, 0, 0.70302];
  expectClose(features.slice(0, 7), theirs, { absolute: 1e-5 });
  expect(features.reduce((sum, x) => sum + x, 0)).toBeCloseTo(30.9454, 3);
  expect(features.reduce((sum, x, i) => sum + i * x, 0)).toBeCloseTo(1937.2751, 2);
  expect(FEATURES_HASH).toBe("ff93a1c36565");
  expect(frechet.summary).toContain(FEATURES_HASH);
});
