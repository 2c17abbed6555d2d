import { expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { SCHEDULES } from "../../src/kernels/training/plan-step.ts";
import { adamwKernels, optimizer } from "../../src/training/adamw.ts";
import {
  type ParameterSpec,
  parameterLayout,
  views,
  zeroChunks,
} from "../../src/training/parameters.ts";
import { advance } from "../../src/kernels/training/advance.ts";
import { scatteredNormal } from "../support/agree.ts";
import { backends } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

const L = 3;
const STEPS = 6;
const specsOf = (sizes: readonly number[]) =>
  sizes.map((size, i): ParameterSpec => ({
    name: `parameter${i}`,
    shape: [size],
    initial: { kind: "constant", value: 0 },
    decays: i % 2 === 0,
  }));
const uneven = specsOf([1500, 3, 5, 1024, 17, 2049]);
const inFours = specsOf([1500, 4, 8, 1024, 16, 2048]);
const rates = {
  learningRate: Float64Array.of(1e-2, 1e-3, 3e-2),
  weightDecay: Float64Array.of(0.1, 0, 0.3),
  // The norm is about 70: clipped, not clipped, and clipped to almost nothing.
  clip: Float64Array.of(10, Infinity, 1e-3),
  warmUp: Float64Array.of(0, 2, 4),
};

/** Weight number `e` of a parameter at the beginning, and its gradient at each step. */
const weightAt = (i: number, l: number, e: number) => scatteredNormal(i * 9973 + l * 101 + e);
const gradientAt = (step: number, i: number, l: number, e: number) =>
  scatteredNormal(1e6 + step * 77_777 + i * 9973 + l * 3001 + e) * (i + 1) * 0.3;

/** The same in double precision, as torch.optim.AdamW goes about it. */
function twin(specs: typeof uneven, l: number, schedule: (typeof SCHEDULES)[number]): number[][] {
  const weights = specs.map(({ shape: [size] }, i) =>
    Array.from({ length: size }, (_, e) => weightAt(i, l, e)),
  );
  const [first, second] = [0, 1].map(() => weights.map((own) => own.map(() => 0)));
  for (let step = 0; step < STEPS; step++) {
    const gradients = weights.map((own, i) => own.map((_, e) => gradientAt(step, i, l, e)));
    const norm = Math.sqrt(gradients.flat().reduce((sum, g) => sum + g * g, 0));
    const scale = Math.min(1, rates.clip[l] / (norm + 1e-6));
    const warmUp = rates.warmUp[l];
    const progress = (step - warmUp) / Math.max(1, STEPS - warmUp);
    const factors = {
      constant: 1,
      linear: 1 - progress,
      cosine: (1 + Math.cos(Math.PI * progress)) / 2,
    };
    const factor = step < warmUp ? step / Math.max(1, warmUp) : factors[schedule];
    const rate = rates.learningRate[l] * factor;
    for (const [i, own] of weights.entries()) {
      for (const [e, weight] of own.entries()) {
        const g = gradients[i][e] * scale;
        first[i][e] = 0.9 * first[i][e] + 0.1 * g;
        second[i][e] = 0.999 * second[i][e] + 0.001 * g * g;
        const m = first[i][e] / (1 - 0.9 ** (step + 1));
        const v = second[i][e] / (1 - 0.999 ** (step + 1));
        const kept = specs[i].decays ? weight * (1 - rate * rates.weightDecay[l]) : weight;
        own[e] = kept - (rate * m) / (Math.sqrt(v) + 1e-8);
      }
    }
  }
  return weights;
}

/** Weights of each parameter [L, size] and the norms that were traced, over chunks of a given size. */
async function optimized(
  backend: Backend,
  specs: typeof uneven,
  schedule: (typeof SCHEDULES)[number],
  chunkBytes: number,
) {
  await backend.prepare([...adamwKernels, advance]);
  using scope = backend.scope("test");
  const layout = parameterLayout(specs, L, backend.adapter, chunkBytes);
  /** Chunks with a number for every element of every parameter. */
  const filled = (at: (i: number, l: number, e: number) => number) =>
    layout.chunks.map((P, chunk) => {
      const numbers = new Float32Array(L * P);
      for (const [i, { chunk: own, start, size }] of layout.placed.entries()) {
        if (own !== chunk) continue;
        for (let l = 0; l < L; l++) {
          for (let e = 0; e < size; e++) numbers[start + l * size + e] = at(i, l, e);
        }
      }
      return scope.tensor("numbers", "f32", [L, P], numbers);
    });
  const weights = filled(weightAt);
  const memory = {
    first: zeroChunks(scope, layout, "first"),
    second: zeroChunks(scope, layout, "second"),
    clock: scope.zeros("clock", "u32", [1]),
    counters: scope.zeros("counters", "u32", [L, 3]),
    trace: scope.zeros("trace", "f32", [L, 8, 2]),
  };
  const loss = scope.zeros("loss", "f32", [L]);
  const update = optimizer(backend, scope, layout, { ...rates, schedule, total: STEPS });
  for (let step = 0; step < STEPS; step++) {
    update(
      weights,
      filled((i, l, e) => gradientAt(step, i, l, e)),
      memory,
      loss,
    );
    backend.dispatch(advance, { clock: memory.clock }, {});
  }
  const named = views(scope, layout, weights);
  const arrays = await backend.read(...specs.map(({ name }) => named[name]));
  const [trace] = await backend.read(memory.trace);
  return { chunks: weights.length, arrays, trace };
}

test.each(
  backends.flatMap((backend) => [
    ...SCHEDULES.map((schedule) => ({ backend, schedule, specs: uneven })),
    { backend, schedule: "constant" as const, specs: inFours },
  ]),
)(
  "AdamW of every lineage is that of double precision: $schedule on $backend.adapter.backend",
  async ({ backend, schedule, specs }) => {
    const whole = await optimized(backend, specs, schedule, 2 ** 20);
    expect(whole.chunks).toBe(1);
    for (let l = 0; l < L; l++) {
      const expected = twin(specs, l, schedule);
      for (const [
        i,
        {
          shape: [size],
        },
      ] of specs.entries()) {
        const own = whole.arrays[i].slice(l * size, (l + 1) * size);
        // Weights of about 1 in f32, changed six times by at most 0.03.
        expectClose(own, expected[i], { absolute: 2e-6 });
      }
      const norms = Array.from({ length: STEPS }, (_, step) => {
        const gradients = specs.flatMap(({ shape: [size] }, i) =>
          Array.from({ length: size }, (_, e) => gradientAt(step, i, l, e)),
        );
        return Math.sqrt(gradients.reduce((sum, g) => sum + g * g, 0));
      });
      const traced = norms.map((_, step) => whole.trace[(l * 8 + step) * 2 + 1]);
      expectClose(traced, norms, { relative: 1e-6 });
    }
    const inParts = await optimized(backend, specs, schedule, 4 * (L * 2049 + L));
    expect(inParts.chunks).toBeGreaterThan(2);
    expect(inParts.arrays).toEqual(whole.arrays);
  },
);
