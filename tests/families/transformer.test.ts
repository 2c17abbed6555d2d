import { describe, expect, test } from "vitest";
import type { Backend, Scope } from "../../src/compute/backend.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import { type ConfigInput, perLineage } from "../../src/config.ts";
import { type Before, type Progress, type Unfinished } from "../../src/families/family.ts";
import { transformer } from "../../src/families/transformer.ts";
import type { Parameters, Pool } from "../../src/samples.ts";
import { scatteredWord } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { BEGINNING, contextFor } from "../support/contexts.ts";

const space = { kind: "tokens", vocabulary: 13, length: 7, start: 0 } as const;
const [L, N, T] = [2, 5, space.length];

type Told = ConfigInput<typeof transformer.settings>;

function configOf(told: Told) {
  const defaults = Object.fromEntries(
    Object.entries(transformer.settings).map(([name, setting]) => [
      name,
      setting.default ?? ("off" in setting ? setting.off : null),
    ]),
  );
  const small = { width: 12, layers: 1, heads: 3, batch: N, decoding: "greedy" } as const;
  return perLineage(transformer.settings, { ...defaults, ...small, ...told }, L) as never;
}

/** N texts of scattered tokens, of which no two begin alike. */
function poolOf(scope: Scope): Pool {
  const tokens = Uint32Array.from({ length: L * N * T }, (_, i) =>
    i % T === 0 ? Math.floor(i / T) % N : scatteredWord(i) % space.vocabulary,
  );
  const values = scope.tensor("values", "u32", [L, N, T], tokens);
  return [{ values, rows: N, birth: 0, frame: null }];
}

/** Fits on a pool; `keep` may look at every state of the way. */
async function fitted(
  backend: Backend,
  scope: Scope,
  told: Told,
  options: {
    before?: Partial<Before>;
    generation?: number;
    keep?: (progress: Progress) => Promise<void>;
  } = {},
) {
  await backend.prepare(transformer.kernels);
  const context = contextFor(backend, scope, {
    lineages: L,
    space,
    generation: options.generation ?? 0,
  });
  const pool = poolOf(scope);
  const before = { ...BEGINNING, original: pool, ...options.before };
  const running = transformer.fit(context, pool, configOf(told), before) as AsyncGenerator<
    Progress,
    Parameters
  >;
  const loss: (readonly [number, number])[] = [];
  for (;;) {
    const { done, value } = await running.next();
    if (done === true) return { context, pool, parameters: value, loss };
    loss.push(...value.traces!["loss"]);
    await options.keep?.(value);
  }
}

async function written(
  { context, pool, parameters }: Awaited<ReturnType<typeof fitted>>,
  told: Told,
  count: number,
) {
  const before = { original: pool, unfinished: null };
  const running = transformer.sample(context, parameters, count, configOf(told), before);
  for (;;) {
    const { done, value } = await (
      running as AsyncGenerator<Progress, { values: Tensor<"u32"> }>
    ).next();
    if (done === true) {
      expect(value.values.shape).toEqual([L, count, T]);
      return (await context.backend.read(value.values))[0];
    }
  }
}

const arrayOf = async (backend: Backend, parameters: Parameters) =>
  (await backend.read(parameters["weights0"] as Tensor<"f32">))[0];

// Both backends learn the same, see below; the processor is faster at so small a model.
test("knows nothing at first, and a batch by heart in the end", async () => {
  using scope = cpu.scope("test");
  const told = { epochs: 120, learningRate: 4e-2, schedule: "linear" } as const;
  const made = await fitted(cpu, scope, told);
  expect(Math.abs(made.loss[0][1] - Math.log(space.vocabulary))).toBeLessThan(0.02);
  expect(made.loss.at(-1)![1]).toBeLessThan(0.01);

  const { surprise } = transformer.forms(made.context, made.parameters, configOf(told));
  const texts = made.pool[0].values as Tensor<"u32">;
  const [nats] = await cpu.read(await surprise!(made.context, texts));
  expect(nats).toHaveLength(L * N * T);
  expect(Math.max(...nats)).toBeLessThan(0.1);

  const drawn = await written(made, { ...told, decoding: "sample" }, 2 * N + 1);
  expect(Math.max(...drawn)).toBeLessThan(space.vocabulary);
  const alone = await written(made, { ...told, prompt: "none" }, 2);
  expect(alone.slice(0, T)).toEqual(alone.slice(T, 2 * T));
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("goes on from any state as if nothing had happened", async () => {
    using scope = backend.scope("test");
    const told = { epochs: 7, batch: 3, dropout: 0.2, warmUp: 0.3, schedule: "cosine" } as const;
    const states: Unfinished[] = [];
    const whole = await fitted(backend, scope, told, {
      keep: async ({ done, state }) => {
        const tensors = Object.entries(state) as [string, Tensor][];
        const arrays = await backend.read(...tensors.map(([, tensor]) => tensor));
        const kept = tensors.map(([name, { dtype, shape }], i) => [
          name,
          scope.tensor(name, dtype, shape, arrays[i]),
        ]);
        states.push({ done, state: Object.fromEntries(kept) });
      },
    });
    expect(states.length).toBeGreaterThan(3);
    const expected = await arrayOf(backend, whole.parameters);
    for (const unfinished of states) {
      const resumed = await fitted(backend, scope, told, { before: { unfinished } });
      expect(await arrayOf(backend, resumed.parameters)).toEqual(expected);
    }
  });
});

test.skipIf(webgpu === null)("both backends learn the same and write the same", async () => {
  const told = { epochs: 12, learningRate: 1e-3, decoding: "beam", beams: 3 } as const;
  const results: { loss: number[]; texts: Uint32Array }[] = [];
  for (const backend of [cpu, webgpu!]) {
    using scope = backend.scope("test");
    const made = await fitted(backend, scope, told);
    results.push({
      loss: made.loss.map(([, value]) => value),
      texts: await written(made, told, N),
    });
  }
  const [expected, actual] = results;
  expectClose(actual.loss, expected.loss, { relative: 1e-4 });
  expect(actual.texts).toEqual(expected.texts);
});

describe("a generation begins", () => {
  const told = { epochs: 1, learningRate: 0 } as const;
  const chosen = async (start: "previous" | "first" | "scratch", generation: number) => {
    using scope = cpu.scope("test");
    const model = async (seed: number) =>
      (await fitted(cpu, scope, { ...told, weightDecay: 0 }, { generation: seed })).parameters;
    const [previous, first] = [await model(50), await model(60)];
    const made = await fitted(
      cpu,
      scope,
      { ...told, start },
      {
        generation,
        before: { previous, first },
      },
    );
    const [weights, before, original] = [
      await arrayOf(cpu, made.parameters),
      await arrayOf(cpu, previous),
      await arrayOf(cpu, first),
    ];
    return { weights, before, original, made, previous };
  };

  test("with the weights of the one before, in tensors of its own", async () => {
    const { weights, before, made, previous } = await chosen("previous", 1);
    expect(weights).toEqual(before);
    expect(made.parameters["weights0"]).not.toBe(previous["weights0"]);
  });

  test("with those of generation 0", async () => {
    const { weights, original } = await chosen("first", 1);
    expect(weights).toEqual(original);
  });

  test("with fresh ones, others in every generation", async () => {
    const one = await chosen("scratch", 1);
    const two = await chosen("scratch", 2);
    expect(one.weights).not.toEqual(two.weights);
    expect(one.weights).not.toEqual(one.before);
    const spread = one.weights.slice(0, L * space.vocabulary * 12);
    const deviation = Math.sqrt(spread.reduce((sum, x) => sum + x * x, 0) / spread.length);
    // 312 numbers: five standard errors, σ / √2n.
    expect(Math.abs(deviation - 0.02)).toBeLessThan((5 * 0.02) / Math.sqrt(2 * spread.length));
  });
});

test("generation 0 may learn longer than the others", async () => {
  using scope = cpu.scope("test");
  const told = { epochs: 2, firstEpochs: 5 };
  expect((await fitted(cpu, scope, told)).loss.at(-1)![0]).toBe(5);
  expect((await fitted(cpu, scope, told, { generation: 1 })).loss.at(-1)![0]).toBe(2);
});

test("weight decay spares biases and norms where it should", async () => {
  using scope = cpu.scope("test");
  // The gradient is as good as nothing against a decay by half of every weight.
  const told = { epochs: 1, learningRate: 1e-9, weightDecay: 0.5e9 } as const;
  const begun = await fitted(cpu, scope, { ...told, weightDecay: 0 });
  const [P] = (begun.parameters["weights0"] as Tensor<"f32">).shape.slice(1);
  // Biases begin at 0, and what is 0 shows no decay.
  const ones = scope.tensor("ones", "f32", [L, P], new Float32Array(L * P).fill(1));
  const previous = { ...begun.parameters, weights0: ones };
  const decayed = async (decaying: "weights" | "all") => {
    const config = { ...told, decaying };
    const options = { generation: 1, before: { previous } };
    const { context, parameters } = await fitted(cpu, scope, config, options);
    const named = transformer.byLineage!(context, parameters, configOf(config));
    const halves = Object.entries(named).map(async ([name, tensor]) => {
      const [values] = await cpu.read(tensor as Tensor<"f32">);
      expect(values.every((value) => Math.abs(value - values[0]) < 1e-6)).toBe(true);
      return Math.abs(values[0] - 0.5) < 1e-6 ? name : null;
    });
    return { all: Object.keys(named), halved: (await Promise.all(halves)).filter(Boolean) };
  };
  const { all, halved } = await decayed("weights");
  const weights = ["qkv", "out", "up", "down"].map((part) => `layer0.${part}.weight`);
  expect(halved).toEqual(["embedding", "positions", ...weights]);
  expect((await decayed("all")).halved).toEqual(all);
});

test("a model learns the places of what goes on from a text, where it writes there", async () => {
  using scope = cpu.scope("test");
  const learned = async (prompt: "original" | "none") => {
    const told = { epochs: 1, weightDecay: 0, prompt } as const;
    const options = async (learningRate: number) => {
      const made = await fitted(cpu, scope, { ...told, learningRate });
      const named = transformer.byLineage!(made.context, made.parameters, configOf(told));
      return (await cpu.read(named["positions"] as Tensor<"f32">))[0];
    };
    const [before, after] = [await options(0), await options(1e-2)];
    const rows = after.length / (12 * L);
    return Array.from({ length: rows }, (_, row) =>
      after.subarray(12 * row, 12 * row + 12).some((value, i) => value !== before[12 * row + i]),
    );
  };
  // Two rows that OPT leaves unused, then the places of a text, then those of what goes on from it.
  const unused = [false, false];
  // Nobody asks what comes after the last token of a text.
  const text = [...Array<boolean>(T - 1).fill(true), false];
  expect(await learned("none")).toEqual([...unused, ...text, ...text.map(() => false)]);
  expect(await learned("original")).toEqual([...unused, ...text, ...text]);
});

test("members may differ in how they choose their tokens", async () => {
  using scope = cpu.scope("test");
  const made = await fitted(cpu, scope, { epochs: 3 });
  const texts = (decoding: NonNullable<Told["decoding"]>) =>
    written(made, { beams: 3, decoding }, N);
  const [greedy, beam] = [await texts("greedy"), await texts("beam")];
  const mixed = await texts({ members: ["beam", "greedy"] });
  expect(mixed.slice(0, N * T)).toEqual(beam.slice(0, N * T));
  expect(mixed.slice(N * T)).toEqual(greedy.slice(N * T));
  expect(greedy).not.toEqual(beam);

  const drawn = (topK: NonNullable<Told["topK"]>) => written(made, { decoding: "sample", topK }, N);
  const cut = await drawn({ members: [1, space.vocabulary] });
  expect(cut.slice(0, N * T)).toEqual(greedy.slice(0, N * T));
  expect(cut.slice(N * T)).toEqual((await drawn(space.vocabulary)).slice(N * T));
});

test("what stands for the unknown is written only where it may be", async () => {
  using scope = cpu.scope("test");
  const made = await fitted(cpu, scope, { epochs: 1 });
  const unknown = (await written(made, {}, N))[0];
  const context = { ...made.context, space: { ...space, unknown } };
  const forbidden = await written({ ...made, context }, { forbidUnknown: true }, N);
  expect(forbidden).not.toContain(unknown);
  expect(await written({ ...made, context }, {}, N)).toContain(unknown);
});

test("heads that cannot share the width are refused", () => {
  const parts = { batch: 16, gradientAccumulation: 1 };
  const refused = transformer.refuses!({ ...parts, width: 64, heads: 5 } as never, 10);
  expect(refused).toMatchObject({ setting: "heads" });
  expect(transformer.refuses!({ ...parts, width: 64, heads: 4 } as never, 10)).toBeNull();
});
