import { describe, expect, test } from "vitest";
import type { AnyKernel, Bindings } from "../../src/compute/kernel.ts";
import { type Tensor, elementCount, typedArray } from "../../src/compute/tensor.ts";
import { RowKind, putRows } from "../../src/kernels/images/put-rows.ts";
import { takeRows } from "../../src/kernels/images/take-rows.ts";
import { foldFours, foldOf } from "../../src/kernels/layers/fold-fours.ts";
import { fold } from "../../src/kernels/layers/fold.ts";
import { noise } from "../../src/kernels/layers/noise.ts";
import { reparameteriseBackward } from "../../src/kernels/layers/reparameterise-backward.ts";
import { reparameteriseForward } from "../../src/kernels/layers/reparameterise-forward.ts";
import { unfoldFours, unfoldOf } from "../../src/kernels/layers/unfold-fours.ts";
import { unfold } from "../../src/kernels/layers/unfold.ts";
import { bernoulliLoss } from "../../src/kernels/losses/bernoulli.ts";
import { divergenceBackward } from "../../src/kernels/losses/divergence-backward.ts";
import { divergenceForward } from "../../src/kernels/losses/divergence-forward.ts";
import { evidenceOfImages } from "../../src/kernels/losses/evidence.ts";
import { gaussianLoss } from "../../src/kernels/losses/gaussian.ts";
import type { Backend } from "../../src/compute/backend.ts";
import { type Case, scatteredFraction, scatteredNormal } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

interface Trial extends Case {
  readonly name: string;
  readonly kernel: AnyKernel;
  /** Of the numbers compared. */
  readonly absolute: number;
}

const keys = (i: number) => (i % 2 === 0 ? 7 : i >> 1);
const clock = () => 1;
const windows = [
  { size: 4, stride: 2, padding: 1 },
  { size: 3, stride: 2, padding: 0 },
  { size: 2, stride: 3, padding: 1 },
];
const places = (extent: number, { size, stride, padding }: (typeof windows)[number]) =>
  Math.floor((extent + 2 * padding - size) / stride) + 1;

/** Logits of every size, so that none of them overflows. */
const logit = (i: number) => 10 ** (2 * scatteredNormal(i + 5000)) * Math.sign(scatteredNormal(i));
const image = { L: 2, B: 3, H: 7, W: 5 };
const codes = { L: 2, M: 5, Z: 7, Y: 14 };

const trials: Trial[] = [
  ...[3, 8]
    .flatMap((C) => windows.map((window) => ({ C, window })))
    .flatMap(({ C, window }): Trial[] => {
      const axes = {
        ...image,
        C,
        Y: places(image.H, window),
        X: places(image.W, window),
        K: window.size ** 2 * C,
        E: C,
      };
      const shared = { axes, absolute: 1e-6 };
      const label = `${window.size}/${window.stride}/${window.padding} of ${C}`;
      const patches = scatteredNormal;
      return [
        {
          ...shared,
          name: `unfold ${label}`,
          kernel: unfoldOf(C),
          scalars: window,
          inputs: { images: scatteredNormal },
        },
        {
          ...shared,
          name: `fold ${label}`,
          kernel: foldOf(C),
          scalars: { ...window, accumulate: 0 },
          inputs: { patches, bias: scatteredFraction, images: scatteredNormal },
        },
        {
          ...shared,
          axes: { ...axes, E: 0 },
          name: `fold ${label}, added`,
          kernel: foldOf(C),
          scalars: { ...window, accumulate: 1 },
          inputs: { patches, bias: scatteredFraction, images: scatteredNormal },
        },
      ];
    }),
  {
    name: "noise",
    kernel: noise,
    axes: { L: 3, E: 259 },
    scalars: { stream: 7, generation: 3 },
    inputs: { keys, clock },
    absolute: 1e-5,
  },
  {
    name: "reparameterise-forward",
    kernel: reparameteriseForward,
    axes: codes,
    inputs: { code: scatteredNormal, noise: (i) => scatteredNormal(i + 999) },
    absolute: 1e-5,
  },
  ...[0, 1].map((accumulate) => ({
    name: `reparameterise-backward, accumulate ${accumulate}`,
    kernel: reparameteriseBackward,
    axes: codes,
    scalars: { accumulate },
    inputs: {
      code: scatteredNormal,
      noise: (i: number) => scatteredNormal(i + 999),
      gradientOut: (i: number) => scatteredNormal(i + 1999),
      gradient: scatteredFraction,
    },
    absolute: 1e-5,
  })),
  {
    name: "bernoulli",
    kernel: bernoulliLoss,
    axes: { L: 2, M: 3, D: 131, S: 20 },
    scalars: { first: 7, scale: 0.25 },
    inputs: { values: logit, targets: scatteredFraction, parts: scatteredNormal },
    // Sums of 64 numbers, the largest of them in the thousands.
    absolute: 5e-3,
  },
  {
    name: "bernoulli of moderate odds",
    kernel: bernoulliLoss,
    axes: { L: 2, M: 3, D: 131, S: 20 },
    scalars: { first: 7, scale: 0.25 },
    inputs: { values: scatteredNormal, targets: scatteredFraction, parts: scatteredNormal },
    absolute: 2e-5,
  },
  {
    name: "gaussian",
    kernel: gaussianLoss,
    axes: { L: 2, M: 3, D: 131, S: 20 },
    scalars: { first: 7, scale: 0.25, logVariance: -0.7 },
    inputs: { values: scatteredNormal, targets: scatteredFraction, parts: scatteredNormal },
    absolute: 1e-4,
  },
  {
    name: "divergence-forward",
    kernel: divergenceForward,
    axes: { ...codes, S: 12 },
    scalars: { first: 4, scale: 0.25 },
    inputs: { code: scatteredNormal, beta: (l) => 1 + l, parts: scatteredNormal },
    absolute: 2e-5,
  },
  ...[0, 1].map((accumulate) => ({
    name: `divergence-backward, accumulate ${accumulate}`,
    kernel: divergenceBackward,
    axes: codes,
    scalars: { scale: 0.25, accumulate },
    inputs: { code: scatteredNormal, beta: (l: number) => 1 + l, gradient: scatteredFraction },
    absolute: 1e-5,
  })),
  {
    name: "evidence",
    kernel: evidenceOfImages,
    axes: { ...codes, D: 131 },
    inputs: {
      targets: scatteredFraction,
      logits: (i) => 9 * scatteredNormal(i),
      code: scatteredNormal,
    },
    absolute: 2e-4,
  },
  ...[2, 1].map((R) => ({
    name: `take-rows of ${R} lineages`,
    kernel: takeRows,
    axes: { L: 2, R, M: 5, B: 3, D: 7 },
    inputs: { clock, rows: scatteredNormal },
    absolute: 1e-6,
  })),
  ...Object.values(RowKind).map((kind) => ({
    name: `put-rows of kind ${kind} and the next`,
    kernel: putRows,
    axes: { L: 2, M: 5, B: 3, D: 7 },
    scalars: { stream: 3, generation: 2 },
    inputs: {
      keys,
      clock,
      kinds: (l: number) => (kind + l) % 3,
      batch: scatteredNormal,
      rows: scatteredFraction,
    },
    absolute: 1e-6,
  })),
];

/** Every output after a kernel ran, also those that it only changes. */
async function outputs(backend: Backend, { kernel, axes, scalars = {}, inputs }: Trial) {
  await backend.prepare([kernel]);
  using scope = backend.scope("test");
  const bindings = Object.entries(kernel.bindings as Bindings);
  const tensors: Record<string, Tensor> = {};
  for (const [name, { dtype, shape }] of bindings) {
    const extents = shape.split(" ").map((axis) => axes[axis] ?? Number(axis));
    const at = inputs[name] ?? (() => -1);
    const data = typedArray(dtype, elementCount(extents)).map((_, i) => at(i));
    tensors[name] = scope.tensor(name, dtype, extents, data);
  }
  backend.dispatch(kernel, tensors as never, scalars as never);
  const names = bindings.filter(([, { access }]) => access !== "read").map(([name]) => name);
  const arrays: readonly ArrayLike<number>[] = await backend.read(
    ...names.map((name) => tensors[name]),
  );
  return Object.fromEntries(names.map((name, i) => [name, arrays[i]]));
}

async function expectSame(actual: Awaited<ReturnType<typeof outputs>>, trial: Trial) {
  const plain = { ...trial, kernel: { ...trial.kernel, fast: undefined } as unknown as AnyKernel };
  for (const [name, values] of Object.entries(await outputs(cpu, plain))) {
    expectClose(actual[name], values, { absolute: trial.absolute, relative: 1e-6 });
  }
}

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test.each(trials)("$name", async (trial) => {
    await expectSame(await outputs(webgpu!, trial), trial);
  });
});

test.each(trials.filter(({ kernel }) => kernel.fast !== undefined))(
  "the fast twin does what the reference does: $name",
  async (trial) => expectSame(await outputs(cpu, trial), trial),
);

test("whole fours of channels go by fours", () => {
  expect([unfoldOf(8), foldOf(8)]).toEqual([unfoldFours, foldFours]);
  expect([unfoldOf(6), foldOf(1)]).toEqual([unfold, fold]);
});

test("what is folded is what was unfolded, transposed: <unfold x, y> = <x, fold y>", async () => {
  for (const [i, window] of windows.entries()) {
    const [unfolding, folding] = [trials[3 * i], trials[3 * i + 1]];
    const patches = (await outputs(cpu, unfolding))["patches"];
    const noBias = { ...folding, axes: { ...folding.axes, E: 0 } };
    const images = (await outputs(cpu, noBias))["images"];
    const dot = (a: ArrayLike<number>) =>
      Array.from(a, (value, at) => value * scatteredNormal(at)).reduce((x, y) => x + y, 0);
    expect(dot(images), JSON.stringify(window)).toBeCloseTo(dot(patches), 3);
  }
});

test("rows that a batch has beyond the table are dropped, and others left alone", async () => {
  const trial = trials.find(({ name }) => name === "put-rows of kind 0 and the next")!;
  const { rows } = await outputs(cpu, trial);
  // The clock stands at 1, so rows 3 and 4 of 5 are written, out of a batch of three.
  expect(rows[3 * 7]).toBeCloseTo(scatteredNormal(0), 6);
  expect(rows[5 * 7]).toBeCloseTo(scatteredFraction(5 * 7), 6);
  expect(rows[2 * 7]).toBeCloseTo(scatteredFraction(2 * 7), 6);
});

test.each(backends)(
  "noise is standard normal, another at every step and in every lineage: $adapter.backend",
  async (backend) => {
    const [L, E] = [2, 4000];
    const at = async (step: number) =>
      (
        await outputs(backend, {
          name: "noise",
          kernel: noise,
          axes: { L, E },
          scalars: { stream: 7, generation: 3 },
          inputs: { keys, clock: () => step },
          absolute: 0,
        })
      )["out"] as Float32Array;
    const [one, two] = [await at(0), await at(1)];
    const rows = [one.subarray(0, E), one.subarray(E), two.subarray(0, E), two.subarray(E)];
    for (const [i, row] of rows.entries()) {
      for (const other of rows.slice(i)) {
        const product = row.reduce((sum, z, e) => sum + z * other[e], 0) / E;
        // Five standard errors: of a variance √2 times as much as of a correlation.
        const error = 5 * Math.sqrt((other === row ? 2 : 1) / E);
        expect(Math.abs(product - Number(other === row))).toBeLessThan(error);
      }
    }
  },
);
