import { describe, expect, test } from "vitest";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { defineKernel } from "../../src/compute/kernel.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import type { Context } from "../../src/context.ts";
import type { Progress, Unfinished } from "../../src/families/family.ts";
import type { Pool } from "../../src/samples.ts";
import {
  type Layout,
  initialWeights,
  parameterLayout,
  views,
} from "../../src/training/parameters.ts";
import type { Loss } from "../../src/training/step.ts";
import { TRACE_STEPS, tracePoints } from "../../src/training/training-trace.ts";
import { type TrainOptions, train } from "../../src/training/trainer.ts";
import { scatteredNormal } from "../support/agree.ts";
import { expectClose } from "../support/close.ts";
import { contextFor } from "../support/contexts.ts";

/** Half the mean squared error of a line through D - 1 numbers for the last one, and its gradient. */
const squaredError = defineKernel({
  shader: "none: only for a processor",
  bindings: {
    batch: { dtype: "f32", shape: "L B D", access: "read" },
    weight: { dtype: "f32", shape: "L E", access: "read" },
    loss: { dtype: "f32", shape: "L", access: "write" },
    gradient: { dtype: "f32", shape: "L E", access: "update" },
  },
  scalars: ["accumulate"],
  overrides: {},
  workgroups: () => [1],
  reference({ batch, weight, loss, gradient }, { accumulate }, { L, B, D }) {
    if (accumulate === 0) gradient.fill(0);
    loss.fill(0);
    for (let l = 0; l < L; l++) {
      for (let b = 0; b < B; b++) {
        const x = batch.subarray((l * B + b) * D, (l * B + b + 1) * D);
        let error = -x[D - 1];
        for (let d = 0; d < D - 1; d++) error += x[d] * weight[l * (D - 1) + d];
        loss[l] += error ** 2 / (2 * B);
        for (let d = 0; d < D - 1; d++) gradient[l * (D - 1) + d] += (error * x[d]) / B;
      }
    }
  },
});

const line: Loss = (tape, { weight }, batch) => {
  const loss = tape.variable("loss", [tape.lineages]);
  const { gradient, accumulate } = tape.sink(weight)!;
  const tensors = {
    batch: batch as Tensor<"f32">,
    weight: weight.value,
    loss: loss.value,
    gradient,
  };
  tape.backend.dispatch(squaredError, tensors, { accumulate });
  return loss;
};

const D = 3;
/** y = 2 x₀ - x₁ and some noise; the second lineage has y = x₁ / 2. */
function value(l: number, n: number, d: number): number {
  const x = scatteredNormal((l * 1000 + n) * 10 + d);
  if (d < D - 1) return x;
  const [x0, x1] = [0, 1].map((place) => value(l, n, place));
  return (l === 0 ? 2 * x0 - x1 : 0.5 * x1) + 0.1 * x;
}

interface Setting {
  readonly backend: CpuBackend;
  readonly context: Context;
  readonly layout: Layout;
  readonly options: TrainOptions;
}

/** The regression of two lineages over 50 samples, in two segments. */
function regression(
  scope: ReturnType<CpuBackend["scope"]>,
  backend: CpuBackend,
  change: Partial<TrainOptions> & {
    corrupt?: (value: number, l: number, n: number) => number;
    weigh?: (l: number, n: number) => number;
  } = {},
): Setting {
  const L = 2;
  const { corrupt = (x) => x, weigh, ...others } = change;
  const context = contextFor(backend, scope, {
    lineages: L,
    space: { kind: "vector", dimensions: D },
  });
  const segment = (birth: number, first: number, N: number, rows: number) => {
    const numbers = Array.from({ length: L * N * D }, (_, i) => {
      const l = Math.floor(i / (N * D));
      const n = first + (Math.floor(i / D) % N);
      return corrupt(value(l, n, i % D), l, n);
    });
    const values = scope.tensor("values", "f32", [L, N, D], Float32Array.from(numbers));
    const segment = { values, rows, birth, frame: null };
    if (weigh === undefined) return segment;
    const weights = Array.from({ length: L * N }, (_, i) =>
      weigh(Math.floor(i / N), first + (i % N)),
    );
    return {
      ...segment,
      weight: scope.tensor("weight", "f32", [L, N], Float32Array.from(weights)),
    };
  };
  const pool: Pool = [segment(0, 0, 30, 30), segment(1, 30, 25, 20)];
  const specs = [
    { name: "weight", shape: [D - 1], initial: { kind: "constant", value: 0 }, decays: true },
  ] as const;
  const layout = parameterLayout(specs, L, backend.adapter);
  const all = (x: number) => new Float64Array(L).fill(x);
  const options: TrainOptions = {
    layout,
    begin: () => initialWeights(context, layout),
    pool,
    batch: 10,
    epochs: 100,
    learningRate: all(0.05),
    weightDecay: all(0),
    clip: all(Infinity),
    warmUp: all(0.1),
    schedule: "cosine",
    loss: line,
    unfinished: null,
    ...others,
  };
  return { backend, context, layout, options };
}

/** All that a training says, and the weights [L, D - 1] that it ends with. */
async function trained({ backend, context, layout, options }: Setting) {
  const said: Progress[] = [];
  const running = train(context, options);
  for (;;) {
    const { done, value: news } = await running.next();
    if (done !== true) said.push(news);
    else {
      const [weights] = await backend.read(views(context.scope, layout, news)["weight"]);
      return { said, weights };
    }
  }
}

/** Least squares of one lineage, by the normal equations. */
function leastSquares(l: number): number[] {
  const [a, b, c, u, v] = [0, 0, 0, 0, 0].map((_, i) => {
    let sum = 0;
    for (let n = 0; n < 50; n++) {
      const [x, y, z] = [0, 1, 2].map((d) => value(l, n, d));
      sum += [x * x, x * y, y * y, x * z, y * z][i];
    }
    return sum;
  });
  const determinant = a * c - b * b;
  return [(u * c - v * b) / determinant, (v * a - u * b) / determinant];
}

test("a point of the loss is the mean over lineages and over the steps since the one before", () => {
  const trace = new Float32Array(2 * TRACE_STEPS * 2);
  const [L, total] = [2, 600];
  for (let l = 0; l < L; l++) {
    for (let step = 88; step < total; step++) {
      trace.set([step + 1000 * l, 2], (l * TRACE_STEPS + (step % TRACE_STEPS)) * 2);
    }
  }
  // The step of lineage 1 that ended in no number is nobody's loss.
  trace[(TRACE_STEPS + (595 % TRACE_STEPS)) * 2] = NaN;
  const points = tracePoints(trace, { since: 593, until: total, total });
  // Three steps a point; the one in the middle has five numbers.
  expect(points.loss).toEqual([
    [594, 592 + 500],
    [597, (594 + 595 + 596 + 1594 + 1596) / 5],
    [600, 598 + 500],
  ]);
  expect(points["gradient-norm"].map(([, value]) => value)).toEqual([2, 2, 2]);
});

test("half precision that is not there is said once, and gives the same as single", async () => {
  const backend = new CpuBackend();
  using scope = backend.scope("test");
  const half = await trained(regression(scope, backend, { precision: "half" }));
  const single = await trained(regression(scope, backend));
  expect(half.weights).toEqual(single.weights);
  expect(half.said[0].notice).toContain("there is no half precision here");
  expect(half.said.filter(({ notice }) => notice !== undefined)).toHaveLength(1);
  expect(single.said.filter(({ notice }) => notice !== undefined)).toEqual([]);
});
describe("a training", () => {
  test("ends at the closed form of a linear regression, in every lineage", async () => {
    const backend = new CpuBackend();
    using scope = backend.scope("test");
    const { weights, said } = await trained(regression(scope, backend));
    for (const l of [0, 1]) {
      const [w0, w1] = leastSquares(l);
      expect(weights[2 * l]).toBeCloseTo(w0, 2);
      expect(weights[2 * l + 1]).toBeCloseTo(w1, 2);
    }
    expect(said.at(-1)).toMatchObject({ done: 500, total: 500, unit: "steps" });
  });

  test("traces the loss at the same steps whenever it is looked at", async () => {
    const points = async (now: () => number) => {
      const backend = new CpuBackend();
      using scope = backend.scope("test");
      const setting = regression(scope, backend);
      const { said } = await trained({ ...setting, context: { ...setting.context, now } });
      return { rounds: said.length, loss: said.flatMap(({ traces }) => traces!["loss"]) };
    };
    let time = 0;
    const often = await points(() => (time += 1000));
    const seldom = await points(() => 0);
    expect(often.rounds).toBe(500);
    expect(seldom.rounds).toBeLessThan(12);
    expect(seldom.loss).toEqual(often.loss);
    expect(seldom.loss.map(([step]) => step)).toEqual(
      Array.from({ length: 250 }, (_, i) => 2 * i + 2),
    );
    expect(seldom.loss[0][1]).toBeGreaterThan(10 * seldom.loss.at(-1)![1]);
  });

  test.each([1, 5])(
    "goes on from every state as if nothing had happened, %i parts",
    async (parts) => {
      const backend = new CpuBackend();
      using scope = backend.scope("test");
      const { context, options, ...rest } = regression(scope, backend, { epochs: 7, parts });
      const whole = await trained({ context, options, ...rest });
      const states: Unfinished[] = [];
      let time = 0;
      const slow = { ...context, now: () => (time += 1000) };
      for await (const { done, state } of train(slow, options)) {
        const tensors = Object.entries(state) as [string, Tensor][];
        const arrays = await backend.read(...tensors.map(([, tensor]) => tensor));
        const kept = tensors.map(([name, { dtype, shape }], i) => [
          name,
          scope.tensor(name, dtype, shape, arrays[i]),
        ]);
        states.push({ done, state: Object.fromEntries(kept) });
      }
      expect(states.length).toBe(35 * parts);
      for (const unfinished of states) {
        const begin = () => {
          throw new Error("weights are there already");
        };
        const resumed = await trained({
          context,
          options: { ...options, unfinished, begin },
          ...rest,
        });
        expect(resumed.weights).toEqual(whole.weights);
        const points = (said: readonly Progress[]) => said.flatMap(({ traces }) => traces!["loss"]);
        const since = Math.floor(unfinished.done / parts);
        const expected = points(whole.said).filter(([step]) => step > since);
        expect(points(resumed.said)).toEqual(expected);
      }
    },
  );

  test("warms up over a share of all steps, rounded up", async () => {
    const backend = new CpuBackend();
    using scope = backend.scope("test");
    // 3.6 of 40 steps, and 4; and 3.
    const [most, whole, fewer] = await Promise.all(
      [0.09, 0.1, 0.075].map(async (share) => {
        const warmUp = Float64Array.of(share, share);
        return (await trained(regression(scope, backend, { epochs: 8, warmUp }))).weights;
      }),
    );
    expect(most).toEqual(whole);
    expect(fewer).not.toEqual(whole);
  });

  test.each(["linear", "cosine"] as const)(
    "in parts has the learning rates of the whole: %s",
    async (schedule) => {
      const backend = new CpuBackend();
      using scope = backend.scope("test");
      const change = { epochs: 4, warmUp: Float64Array.of(0.3, 0.3), schedule };
      const { weights } = await trained(regression(scope, backend, change));
      // The loss of this line is not a mean over all parts, which is nothing to Adam but rounding.
      const inParts = await trained(regression(scope, backend, { ...change, parts: 5 }));
      expectClose(inParts.weights, weights, { relative: 1e-4 });
    },
  );

  test("of one lineage does not depend on what trains beside it", async () => {
    const backend = new CpuBackend();
    using scope = backend.scope("test");
    const { weights } = await trained(regression(scope, backend, { epochs: 2 }));
    const [fast, slow] = [0.05, 0.01];
    const learningRate = Float64Array.of(fast, slow);
    const other = await trained(regression(scope, backend, { epochs: 2, learningRate }));
    expect(other.weights.slice(0, 2)).toEqual(weights.slice(0, 2));
    expect(other.weights.slice(2)).not.toEqual(weights.slice(2));
  });

  test("leaves out the steps whose loss is not finite, and says so", async () => {
    const backend = new CpuBackend();
    using scope = backend.scope("test");
    // One sample of the first lineage, seen once per epoch.
    let count = 0;
    const corrupt = (x: number, l: number) => (l === 0 && count++ === 4 ? NaN : x);
    const { weights, said } = await trained(regression(scope, backend, { corrupt, epochs: 20 }));
    expect(weights.every(Number.isFinite)).toBe(true);
    const notices = said.flatMap(({ notice }) => notice ?? []);
    const leftOut = notices.reduce((sum, notice) => sum + Number.parseInt(notice), 0);
    expect(leftOut).toBe(20);
    expect(notices[0]).toMatch(/^\d+ steps? (was|were) left out: loss or gradient/);
    const [w0, w1] = leastSquares(1);
    expect(weights[2]).toBeCloseTo(w0, 1);
    expect(weights[3]).toBeCloseTo(w1, 1);
  });

  test("never sees what has no weight, in each lineage what that says", async () => {
    const backend = new CpuBackend();
    using scope = backend.scope("test");
    const weigh = (l: number, n: number) => Number(n % 2 === l);
    const corrupt = (x: number, l: number, n: number) => (weigh(l, n) === 0 ? NaN : x);
    const { weights, said } = await trained(regression(scope, backend, { corrupt, weigh }));
    expect(said.flatMap(({ notice }) => notice ?? [])).toEqual([]);
    for (const l of [0, 1]) {
      const [w0, w1] = leastSquares(l);
      expect(weights[2 * l]).toBeCloseTo(w0, 1);
      expect(weights[2 * l + 1]).toBeCloseTo(w1, 1);
    }
  });

  test("ends with advice after ten such steps in a row", async () => {
    const backend = new CpuBackend();
    using scope = backend.scope("test");
    const corrupt = (x: number, l: number) => (l === 1 ? NaN : x);
    await expect(trained(regression(scope, backend, { corrupt }))).rejects.toThrow(
      /loss of lineage 1 is not finite for 10 steps from step 1 on; take a smaller learning rate than 0.05/,
    );
  });

  test("stops where the run does", async () => {
    const backend = new CpuBackend();
    using scope = backend.scope("test");
    const setting = regression(scope, backend);
    const controller = new AbortController();
    const running = train({ ...setting.context, signal: controller.signal }, setting.options);
    await running.next();
    controller.abort();
    await expect(running.next()).rejects.toThrow();
  });

  test("refuses the state of a model of another size", async () => {
    const backend = new CpuBackend();
    using scope = backend.scope("test");
    const setting = regression(scope, backend);
    const state = { weights0: scope.zeros("weights", "f32", [2, 99]) };
    const options = { ...setting.options, unfinished: { done: 1, state } };
    await expect(trained({ ...setting, options })).rejects.toThrow(/another size/);
  });
});
