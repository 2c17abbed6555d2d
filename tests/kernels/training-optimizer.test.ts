import { describe, expect, test } from "vitest";
import type { AnyKernel } from "../../src/compute/kernel.ts";
import { adamwFours } from "../../src/kernels/training/adamw-fours.ts";
import { adamw } from "../../src/kernels/training/adamw.ts";
import { advance } from "../../src/kernels/training/advance.ts";
import { copy } from "../../src/kernels/training/copy.ts";
import { PATIENCE, SCHEDULES, planStep } from "../../src/kernels/training/plan-step.ts";
import { sumGroups } from "../../src/kernels/training/sum-groups.ts";
import { sumSquaresFours } from "../../src/kernels/training/sum-squares-fours.ts";
import { sumSquares } from "../../src/kernels/training/sum-squares.ts";
import { expectAgreement, runKernel, scatteredNormal } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

/** Two parameters of two lineages: of 1030 elements from 0 on, and of 7 from 2112 on. */
const ROWS = [
  [0, 1030, 1024, 1],
  [1024, 1030, 6, 1],
  [2112, 7, 7, 0],
];
const L = 2;
const P = 1063;
const rows = (i: number) => ROWS.flat()[i];
/** The same of 1028 and 4 elements. */
const ROWS_OF_FOURS = [
  [0, 1028, 1024, 1],
  [1024, 1028, 4, 1],
  [2112, 4, 4, 0],
];
const rowsOfFours = (i: number) => ROWS_OF_FOURS.flat()[i];
/** Where the rows leave gaps. */
const isGap = (e: number) => e >= 2060 && e < 2112;

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test("when it sums squares, from a place in the sums on", async () => {
    const gradients = (i: number) => (isGap(i) ? 1e9 : scatteredNormal(i));
    const testCase = { axes: { L, P, R: 3, S: 53 }, scalars: { first: 5 } };
    await expectAgreement(
      sumSquares,
      { ...testCase, inputs: { rows, gradients } },
      { relative: 1e-6 },
    );
    await expectAgreement(
      sumSquaresFours,
      { ...testCase, inputs: { rows: rowsOfFours, gradients } },
      { relative: 1e-6 },
    );
  });

  test("when it sums groups", () =>
    expectAgreement(
      sumGroups,
      { axes: { L: 3, S: 131, G: 3 }, inputs: { sums: (i) => scatteredNormal(i) ** 2 } },
      { relative: 1e-6 },
    ));

  test.each([0, 3, 4, 50, 99, 120, 4000])("when it plans step %i", async (step) => {
    for (const schedule of SCHEDULES.keys()) {
      const settings = (i: number) => [1e-3 * (1 + i), 0.1, [2, 1e30, 0.5][i >> 2], 4][i & 3];
      await expectAgreement(
        planStep,
        {
          axes: { L: 3, G: 2, K: 7 },
          scalars: { total: 100, schedule, logFirst: Math.log(0.9), logSecond: Math.log(0.999) },
          inputs: {
            clock: () => step,
            squares: (i) => [1, 2, 3, Infinity, 2, 0.5][i],
            loss: (i) => i,
            settings,
          },
        },
        { relative: 1e-6, absolute: 1e-9 },
      );
    }
  });

  test.each([
    [1, 1],
    [0, 0.3],
  ])("when it takes a step of scales %f and %f", async (...scales) => {
    const start = (name: number) => (i: number) => scatteredNormal(i + name * 10_000);
    const testCase = (backend: typeof cpu, kernel: AnyKernel) =>
      stepOf(backend, kernel, {
        scales,
        gradients: start(0),
        weights: start(1),
        first: start(2),
        second: (i) => start(3)(i) ** 2,
      });
    for (const kernel of [adamw, adamwFours.many, adamwFours.few]) {
      const [expected, actual] = [await testCase(cpu, kernel), await testCase(webgpu!, kernel)];
      for (const [i, array] of expected.entries()) {
        expectClose(actual[i], array, { relative: 1e-6, absolute: 1e-6 });
      }
    }
  });

  test("when it copies", () =>
    expectAgreement(
      copy,
      { axes: { L: 3, P: 67 }, inputs: { original: scatteredNormal } },
      { absolute: 0 },
    ));
});

type Numbers = Record<"gradients" | "weights" | "first" | "second", (i: number) => number>;

/** Weights and moments after one step. */
async function stepOf(
  backend: typeof cpu,
  kernel: AnyKernel,
  { scales, ...numbers }: { scales: readonly number[] } & Numbers,
) {
  await backend.prepare([kernel]);
  using scope = backend.scope("test");
  const filled = (name: keyof Numbers) =>
    scope.tensor(
      name,
      "f32",
      [L, P],
      Float32Array.from({ length: L * P }, (_, i) => numbers[name](i)),
    );
  const [weights, first, second] = (["weights", "first", "second"] as const).map(filled);
  const plan = Float32Array.from(scales.flatMap((scale) => [scale, 0.01, 1.5, 0.9]));
  const table = kernel === adamw ? ROWS : ROWS_OF_FOURS;
  backend.dispatch(
    kernel,
    {
      rows: scope.tensor("rows", "u32", [3, 4], Uint32Array.from(table.flat())),
      plan: scope.tensor("plan", "f32", [L, 4], plan),
      gradients: filled("gradients"),
      weights,
      first,
      second,
    },
    { firstRate: 0.1, secondRate: 0.001, epsilon: 1e-8 },
  );
  return backend.read(weights, first, second);
}

describe.each(backends)("on $adapter.backend", (backend) => {
  test("gaps between parameters and lineages whose step is left out stay as they are", async () => {
    const one = () => 1;
    const numbers = { gradients: one, weights: one, first: () => 0, second: () => 0 };
    const [weights, first] = await stepOf(backend, adamw, { scales: [0, 1], ...numbers });
    const isOwn = (e: number) => (e >= 1030 && e < 2060) || e >= 2119;
    expect(weights.every((weight, e) => (weight === 1) === !isOwn(e))).toBe(true);
    expect(first.every((moment, e) => (moment === 0) === !isOwn(e))).toBe(true);
  });

  test("weight decay leaves the parameters alone that do not decay", async () => {
    const zero = () => 0;
    const numbers = { gradients: zero, weights: () => 1, first: zero, second: zero };
    const [weights] = await stepOf(backend, adamw, { scales: [1, 1], ...numbers });
    expect(weights[5]).toBeCloseTo(0.9, 6);
    expect(weights[2115]).toBe(1);
  });

  test.each([
    ["loss", NaN, 1],
    ["loss", -Infinity, 1],
    ["squares", 1, NaN],
    ["squares", 1, Infinity],
  ])("a step is left out whose %s is not finite (%f, %f)", async (_, loss, square) => {
    const { counters, plan, trace } = await planned(backend, { loss, square });
    expect(counters).toEqual([3, 1, 0]);
    expect(plan).toEqual([0, 0, 0, 0]);
    expect(trace.every(Number.isFinite)).toBe(false);
  });

  test("a step is left out whose gradient is finite but has a length that is not", async () => {
    const inputs = {
      clock: () => 5,
      squares: () => 3e38,
      loss: () => 1,
      settings: (i: number) => [1e-3, 0.1, 1, 0][i],
    };
    const scalars = { total: 100, schedule: 0, logFirst: -0.1, logSecond: -0.001 };
    const testCase = { axes: { L: 1, G: 2, K: 4 }, scalars, inputs };
    const { plan, counters } = await runKernel(backend, planStep, testCase);
    expect(plan).toEqual([0, 0, 0, 0]);
    expect(counters).toEqual([1, 1, 0]);
  });

  test("ten in a row are remembered with the first, and one that works ends a row", async () => {
    const broken = { loss: NaN, square: 1, inARow: PATIENCE - 1, step: 30 };
    expect((await planned(backend, broken)).counters).toEqual([3, PATIENCE, 22]);
    const known = { ...broken, step: 50, since: 22 };
    expect((await planned(backend, known)).counters).toEqual([3, PATIENCE, 22]);
    const fine = { loss: 1, square: 1, inARow: PATIENCE, since: 22 };
    expect((await planned(backend, fine)).counters).toEqual([2, 0, 22]);
  });

  test("a step that was left out does not count for the corrections of the moments", async () => {
    // The sixth step, of which two were left out: the fourth of AdamW.
    const { plan } = await planned(backend, { loss: 1, square: 1 });
    expectClose(plan.slice(1, 3), [1e-3 / (1 - 0.9 ** 4), 1 / Math.sqrt(1 - 0.999 ** 4)], {
      relative: 1e-5,
    });
  });

  test("the clock moves on", async () => {
    await backend.prepare([advance]);
    using scope = backend.scope("test");
    const clock = scope.tensor("clock", "u32", [1], Uint32Array.of(41));
    backend.dispatch(advance, { clock }, {});
    expect((await backend.read(clock))[0]).toEqual(Uint32Array.of(42));
  });
});

async function planned(
  backend: typeof cpu,
  {
    loss,
    square,
    inARow = 0,
    since = 0,
    step = 5,
  }: Record<"loss" | "square", number> & {
    inARow?: number;
    since?: number;
    step?: number;
  },
) {
  await backend.prepare([planStep]);
  using scope = backend.scope("test");
  const floats = (name: string, shape: number[], values: number[]) =>
    scope.tensor(name, "f32", shape, Float32Array.from(values));
  const counters = scope.tensor("counters", "u32", [1, 3], Uint32Array.of(2, inARow, since));
  const trace = scope.zeros("trace", "f32", [1, 4, 2]);
  const plan = scope.tensor("plan", "f32", [1, 4]);
  backend.dispatch(
    planStep,
    {
      clock: scope.tensor("clock", "u32", [1], Uint32Array.of(step)),
      squares: floats("squares", [1, 1], [square]),
      loss: floats("loss", [1], [loss]),
      settings: floats("settings", [1, 4], [1e-3, 0.1, 1, 0]),
      counters,
      trace,
      plan,
    },
    { total: 100, schedule: 0, logFirst: Math.log(0.9), logSecond: Math.log(0.999) },
  );
  const arrays = await backend.read(counters, trace, plan);
  const [counted, traced, made] = arrays.map((array) => Array.from(array));
  return { counters: counted, trace: traced, plan: made };
}

test("the learning rate follows the schedules of Hugging Face", async () => {
  const rateAt = async (schedule: number, step: number) => {
    const { plan } = await runKernel(cpu, planStep, {
      axes: { L: 1, G: 1, K: 1 },
      scalars: { total: 100, schedule, logFirst: Math.log(0.9), logSecond: Math.log(0.999) },
      inputs: {
        clock: () => step,
        squares: () => 1,
        loss: () => 1,
        settings: (i) => [1, 1, 1, 10][i],
      },
    });
    return 1 - plan[3];
  };
  for (const schedule of [0, 1, 2]) expect(await rateAt(schedule, 5)).toBeCloseTo(0.5, 6);
  expect(await rateAt(0, 90)).toBeCloseTo(1, 6);
  expect(await rateAt(1, 55)).toBeCloseTo(0.5, 6);
  expect(await rateAt(1, 100)).toBeCloseTo(0, 6);
  expect(await rateAt(2, 10)).toBeCloseTo(1, 6);
  expect(await rateAt(2, 40)).toBeCloseTo(0.75, 6);
});
