import { describe, expect, test } from "vitest";
import type { Backend, Scope } from "../../src/compute/backend.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import {
  type DecodeOptions,
  decode,
  decodeParts,
  decodingKernels,
} from "../../src/decoding/decode.ts";
import { modelOf } from "../../src/decoding/part.ts";
import { type Strategy, strategyOf } from "../../src/decoding/strategy.ts";
import { CountingBackend } from "../../src/engine/counting-backend.ts";
import { transformerStepKernels, transformerSteps } from "../../src/transformer/step.ts";
import { transformerParameters } from "../../src/transformer/shape.ts";
import { scatteredWord } from "../support/agree.ts";
import { backends } from "../support/backends.ts";
import { contextFor, resultOf } from "../support/contexts.ts";
import { type GoldenOpt, goldenFacts, goldenTensors } from "../support/golden.ts";
import {
  type PlainStrategy,
  plainContinuation,
  plainLogits,
  plainUniform,
  plainWeights,
} from "../support/plain-decoder.ts";

const shape = { vocabulary: 37, context: 20, width: 12, layers: 2, heads: 3, inner: 20 };
const [N, S, T] = [5, 4, 7];
const START = 6;
const weightsOf = [0, 1].map((l) => plainWeights(shape, l));
const promptsOf = [0, 1].map((l) =>
  Array.from({ length: N }, (_, n) =>
    Array.from({ length: S }, (_, s) => scatteredWord((l * N + n) * S + s) % shape.vocabulary),
  ),
);

/** Everything that decoding needs, for these lineages of the two. */
function setUp(backend: Backend, scope: Scope, lineages: readonly number[]) {
  const L = lineages.length;
  const weights = Object.fromEntries(
    transformerParameters(shape).map(({ name, shape: extents }) => {
      const values = Float32Array.from(lineages.flatMap((l) => weightsOf[l][name]));
      return [name, scope.tensor(name, "f32", [L, ...extents], values)];
    }),
  );
  const tokens = Uint32Array.from(lineages.flatMap((l) => promptsOf[l].flat()));
  const space = { kind: "tokens", vocabulary: 37, length: T, start: START } as const;
  return {
    context: contextFor(backend, scope, { lineages: L, space, keys: lineages, generation: 2 }),
    weights,
    model: transformerSteps(shape, weights),
    prompts: scope.tensor("prompts", "u32", [L, N, S], tokens),
  };
}

/** Texts by lineage. */
async function decoded(
  backend: Backend,
  lineages: readonly number[],
  told: PlainStrategy,
  options: Partial<DecodeOptions> = {},
): Promise<number[][][]> {
  await backend.prepare([...decodingKernels, ...transformerStepKernels]);
  using scope = backend.scope("test");
  const { context, model, prompts } = setUp(backend, scope, lineages);
  const work = decode(context, {
    model,
    prompts,
    texts: N,
    newTokens: T,
    unfinished: null,
    strategy: strategyFor(lineages.length, told),
    forbidden: told.forbidden ?? null,
    ...options,
  });
  return listed(backend, await resultOf(work));
}

async function listed(backend: Backend, texts: Tensor<"u32">): Promise<number[][][]> {
  const [values] = await backend.read(texts);
  const [L, count, length] = texts.shape;
  return Array.from({ length: L }, (_, l) =>
    Array.from({ length: count }, (_, n) =>
      Array.from(values.subarray((l * count + n) * length, (l * count + n + 1) * length)),
    ),
  );
}

function strategyFor(L: number, told: PlainStrategy) {
  const { kind, beams = 1, noRepeatNgram = 0 } = told;
  const all = (value: number) => new Float64Array(L).fill(value);
  return strategyOf(L, {
    kind,
    beams,
    noRepeatNgram,
    temperature: all(told.temperature ?? 1),
    topK: all(told.topK ?? 0),
    topP: all(told.topP ?? 1),
    repetitionPenalty: all(told.repetitionPenalty ?? 1),
  });
}

/** What a plain decoder makes of both lineages, which takes longer than what it is held against. */
function expectedTexts(told: PlainStrategy, texts = N, start: number | null = null): number[][][] {
  const key = JSON.stringify([told, texts, start]);
  const known = plainTexts.get(key);
  if (known !== undefined) return known;
  const made = [0, 1].map((lineage) =>
    Array.from({ length: texts }, (_, text) =>
      plainContinuation(
        (tokens) => plainLogits(shape, weightsOf[lineage], tokens),
        start === null ? promptsOf[lineage][text % N] : [start],
        T,
        told,
        (step) => plainUniform({ lineage, text, step }),
      ),
    ),
  );
  plainTexts.set(key, made);
  return made;
}

const plainTexts = new Map<string, number[][][]>();

const STRATEGIES: Readonly<Record<string, PlainStrategy>> = {
  greedy: { kind: "greedy" },
  "greedy with penalties": {
    kind: "greedy",
    repetitionPenalty: 1.7,
    noRepeatNgram: 2,
    forbidden: 11,
  },
  "three beams": { kind: "beam", beams: 3 },
  "six beams with penalties": {
    kind: "beam",
    beams: 6,
    repetitionPenalty: 1.3,
    noRepeatNgram: 1,
    forbidden: 4,
  },
  sampling: { kind: "sample" },
  "sampling, cut and penalized": {
    kind: "sample",
    temperature: 1.8,
    topK: 9,
    topP: 0.8,
    repetitionPenalty: 2,
  },
};

const golden = goldenFacts("opt") as GoldenOpt;
const goldenWeights = [...goldenTensors("opt")].filter(([name]) => name.startsWith("weights."));

/** What the words of Hugging Face mean here. */
function strategyOfTheirs(
  L: number,
  { num_beams, repetition_penalty, no_repeat_ngram_size, length_penalty }: Theirs,
): Strategy {
  const all = (value: number) => new Float64Array(L).fill(value);
  return strategyOf(L, {
    kind: num_beams === undefined ? "greedy" : "beam",
    beams: num_beams ?? 1,
    noRepeatNgram: no_repeat_ngram_size ?? 0,
    repetitionPenalty: all(repetition_penalty ?? 1),
    lengthPenalty: all(length_penalty ?? 1),
  });
}

type Theirs = Readonly<Record<string, number>>;

describe.each(backends)("on $adapter.backend", (backend) => {
  test.each(Object.keys(golden.strategies))("PyTorch continues the same: %s", async (name) => {
    await backend.prepare([...decodingKernels, ...transformerStepKernels]);
    using scope = backend.scope("test");
    // Two lineages with the same weights: the second begins elsewhere in every tensor.
    const L = 2;
    const weights = Object.fromEntries(
      goldenWeights.map(([key, { shape: extents, values }]) => {
        const twice = Float32Array.from([...values, ...values]);
        return [key.replace("weights.", ""), scope.tensor(key, "f32", [L, ...extents], twice)];
      }),
    );
    const { vocabulary } = golden.shape;
    const tokens = Uint32Array.from([...golden.prompts, ...golden.prompts].flat());
    const extents = [L, golden.prompts.length, golden.prompts[0].length];
    const space = { kind: "tokens", vocabulary, length: golden.newTokens, start: 0 } as const;
    const work = decode(contextFor(backend, scope, { lineages: L, space }), {
      model: transformerSteps(golden.shape, weights),
      texts: golden.prompts.length,
      newTokens: golden.newTokens,
      prompts: scope.tensor("prompts", "u32", extents, tokens),
      strategy: strategyOfTheirs(L, golden.strategies[name]),
      unfinished: null,
    });
    const expected = golden.continuations[name];
    expect(await listed(backend, await resultOf(work))).toEqual([expected, expected]);
  });

  test.each(Object.keys(STRATEGIES))("%s is what a plain decoder does", async (name) => {
    const told = STRATEGIES[name];
    expect(await decoded(backend, [0, 1], told)).toEqual(expectedTexts(told));
  });

  test("texts without a prompt begin with the start token", async () => {
    const told = { kind: "sample" } as const;
    const texts = await decoded(backend, [0, 1], told, { prompts: START });
    expect(texts).toEqual(expectedTexts(told, N, START));
  });

  test("more texts than prompts begin with them again", async () => {
    const told = { kind: "sample", topK: 4 } as const;
    const texts = await decoded(backend, [0, 1], told, { texts: 7 });
    expect(texts).toEqual(expectedTexts(told, 7));
  });

  test.each(["sampling, cut and penalized", "six beams with penalties"])(
    "%s does not depend on the company",
    async (name) => {
      const together = await decoded(backend, [0, 1], STRATEGIES[name]);
      // Each text in a batch of its own, and each lineage in a run of its own.
      expect(await decoded(backend, [0, 1], STRATEGIES[name], { memoryBytes: 1 })).toEqual(
        together,
      );
      expect(await decoded(backend, [1], STRATEGIES[name])).toEqual([together[1]]);
    },
  );

  test("every lineage has numbers of its own for how it draws", async () => {
    const ways: readonly PlainStrategy[] = [
      { kind: "sample", temperature: 0.5, topK: 30, topP: 0.9, repetitionPenalty: 2 },
      { kind: "sample", temperature: 2.5, topK: 9, topP: 0.4, repetitionPenalty: 1.2 },
    ];
    const own = (of: (told: PlainStrategy) => number) => Float64Array.from(ways, of);
    const strategy = strategyOf(2, {
      kind: "sample",
      temperature: own(({ temperature }) => temperature!),
      topK: own(({ topK }) => topK!),
      topP: own(({ topP }) => topP!),
      repetitionPenalty: own(({ repetitionPenalty }) => repetitionPenalty!),
    });
    const texts = await decoded(backend, [0, 1], ways[0], { strategy });
    expect(texts).toEqual(ways.map((told, l) => expectedTexts(told)[l]));
  });

  test("a decoding that was left at any moment ends as one that was not", async () => {
    await backend.prepare([...decodingKernels, ...transformerStepKernels]);
    const whole = await decoded(backend, [0, 1], { kind: "beam", beams: 3 });
    using scope = backend.scope("test");
    const { context, model, prompts } = setUp(backend, scope, [0, 1]);
    const given = { model, prompts, texts: N, newTokens: T };
    // Two texts of both lineages at a time.
    const { total } = model.bytesOf({ prompt: S, newTokens: T, beams: 3 });
    const strategy = strategyFor(2, { kind: "beam", beams: 3 });
    const options = { ...given, strategy, memoryBytes: 4 * total };
    const dones = [];
    for await (const { done, total: all, state } of decode(context, {
      ...options,
      unfinished: null,
    })) {
      dones.push(done);
      expect(all).toBe(2 * N * T);
      const [[finished]] = await backend.read(state["finished"] as Tensor<"u32">);
      expect(finished, "texts that need not be made again").toBe(
        done === all ? N : 2 * Math.floor(done / (4 * T)),
      );
      // The state as a checkpoint has it: a copy of its numbers.
      const copies = Object.entries(state).map(async ([name, tensor]) => {
        const [numbers] = await backend.read(tensor as Tensor<"u32">);
        return [name, scope.tensor(name, "u32", tensor!.shape, numbers)] as const;
      });
      const unfinished = { done, state: Object.fromEntries(await Promise.all(copies)) };
      const texts = await resultOf(decode(context, { ...options, unfinished }));
      expect(await listed(backend, texts)).toEqual(whole);
    }
    // Three batches, of which the last is smaller; a look at the clock after 1, 2 and 4 tokens more.
    expect(dones).toEqual([4, 8, 16, 28, 32, 36, 44, 56, 58, 60, 64, 70]);
  });

  test("lineages whose tokens are chosen differently are each as they would be alone", async () => {
    await backend.prepare([...decodingKernels, ...transformerStepKernels]);
    const ways = [
      { kind: "sample", temperature: 0.7 },
      { kind: "beam", beams: 3 },
    ] as const;
    // Lineages 1, 0, 1 and 0 of the two; the first and the third draw, the others search.
    const all = [1, 0, 1, 0];
    const alone = ways.map((told, i) => expectedTexts(told)[1 - i]);
    const expected = [alone[0], alone[1], alone[0], alone[1]];
    using scope = backend.scope("test");
    const { context, weights, model, prompts } = setUp(backend, scope, all);
    const parts = ways.map((told, i) => ({
      lineages: [i, i + 2],
      strategy: strategyFor(2, told),
      model: modelOf(weights, [i, i + 2], (own) => transformerSteps(shape, own)),
    }));
    // Three texts of both lineages at a time.
    const { total } = model.bytesOf({ prompt: S, newTokens: T, beams: 1 });
    const options = { prompts, texts: N, newTokens: T, memoryBytes: 6 * total };
    let left = null;
    let last = 0;
    for await (const { done, total: sum, state } of decodeParts(context, parts, {
      ...options,
      unfinished: null,
    })) {
      expect(done).toBeGreaterThan(last);
      expect(sum).toBe(4 * N * T);
      last = done;
      const [finished] = await backend.read(state["finished"] as Tensor<"u32">);
      if (left !== null || finished[1] === 0) continue;
      // The part that draws is done, and some of what the other one searches for.
      expect(Array.from(finished)).toEqual([N, finished[1], N, finished[1]]);
      const copies = Object.entries(state).map(async ([name, tensor]) => {
        const [numbers] = await backend.read(tensor as Tensor<"u32">);
        return [name, scope.tensor(name, "u32", tensor!.shape, numbers)] as const;
      });
      left = { done, state: Object.fromEntries(await Promise.all(copies)) };
    }
    expect(last).toBe(4 * N * T);
    const whole = decodeParts(context, parts, { ...options, unfinished: null });
    expect(await listed(backend, await resultOf(whole))).toEqual(expected);
    const rest = decodeParts(context, parts, { ...options, unfinished: left });
    expect(await listed(backend, await resultOf(rest))).toEqual(expected);
  });

  test("whoever stops is heard between two tokens", async () => {
    using scope = backend.scope("test");
    const { context, model, prompts } = setUp(backend, scope, [0, 1]);
    const stop = new AbortController();
    const work = decode(
      { ...context, signal: stop.signal },
      {
        model,
        prompts,
        texts: N,
        newTokens: T,
        unfinished: null,
        strategy: strategyOf(2, { kind: "greedy" }),
      },
    );
    await work.next();
    stop.abort(new Error("enough"));
    await expect(work.next()).rejects.toThrow("enough");
  });
});

test("a dry run makes what one batch and the last one make, however many there are", async () => {
  const changesOf = async (texts: number) => {
    const backend = new CountingBackend(1, backends[0].adapter);
    using scope = backend.scope();
    const { context, model, prompts } = setUp(backend, scope, [0]);
    const { total } = model.bytesOf({ prompt: S, newTokens: T, beams: 1 });
    const strategy = strategyOf(1, { kind: "greedy" });
    const batches = { texts, memoryBytes: 4 * total, strategy, unfinished: null };
    await resultOf(decode({ ...context, dry: true }, { model, prompts, newTokens: T, ...batches }));
    return backend.changes
      .filter(({ label }) => !["texts", "finished texts"].includes(label))
      .map(({ label, size, sign }) => ({ label, size, sign }));
  };
  // Of four texts each, and three in the last.
  expect(await changesOf(4003)).toEqual(await changesOf(7));
});

test("a strategy that makes no sense is refused before anything is computed", async () => {
  const [backend] = backends;
  await expect(decoded(backend, [0], { kind: "beam", beams: 38 })).rejects.toThrow(
    "$.family.config.beams: expected a whole number up to the vocabulary of 37, found 38",
  );
  await expect(decoded(backend, [0], { kind: "sample", temperature: 0 })).rejects.toThrow(
    "temperature must be above 0",
  );
  const long = { newTokens: 17 };
  await expect(decoded(backend, [0], { kind: "greedy" }, long)).rejects.toThrow(
    "a text of 4 + 17 tokens does not fit into a context of 20",
  );
});
