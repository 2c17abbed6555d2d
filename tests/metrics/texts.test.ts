import { describe, expect, test } from "vitest";
import type { Tensor } from "../../src/compute/tensor.ts";
import { perLineage } from "../../src/config.ts";
import type { Context } from "../../src/context.ts";
import type { ClosedForms, TokenFacts } from "../../src/distribution.ts";
import { metrics } from "../../src/metrics/index.ts";
import type { Metric } from "../../src/metrics/metric.ts";
import type { Segment } from "../../src/samples.ts";
import { backends, cpu } from "../support/backends.ts";
import { scatteredWord } from "../support/agree.ts";
import { expectClose } from "../support/close.ts";
import { contextFor } from "../support/contexts.ts";

/** Texts of letters, all equally long; one list for each lineage. */
type Written = readonly (readonly string[])[];

const LETTERS = "abcdefgh";
const facts = (frequencies: readonly number[] = [8, 4, 2, 1, 1, 0, 0, 0]): TokenFacts => ({
  kind: "tokens",
  length: 4,
  pieces: Array.from(LETTERS, (letter) => new TextEncoder().encode(letter)),
  glue: "",
  start: 0,
  frequencies: Float64Array.from(frequencies),
  blocks: null,
  heldOut: new Uint32Array(4),
  grammar: null,
});

function segmentOf({ scope }: Context, written: Written): Segment {
  const [L, N, T] = [written.length, written[0].length, written[0][0].length];
  const tokens = written.flat().flatMap((text) => Array.from(text, (x) => LETTERS.indexOf(x)));
  const values = scope.tensor("texts", "u32", [L, N, T], Uint32Array.from(tokens));
  return { values, rows: N, birth: 1, frame: null };
}

async function measured(
  name: string,
  written: Written,
  {
    backend = cpu,
    config = {},
    original = written,
    current = {},
    first = {},
    known = facts(),
    heldOut = ["abab", "bbbb", "aaaa"],
    rows,
  }: {
    backend?: typeof cpu;
    config?: Readonly<Record<string, unknown>>;
    original?: Written;
    current?: ClosedForms;
    first?: ClosedForms;
    known?: TokenFacts;
    heldOut?: readonly string[];
    rows?: number;
  } = {},
) {
  using scope = backend.scope("test");
  const [L, T] = [written.length, written[0][0].length];
  const space = { kind: "tokens", vocabulary: LETTERS.length, length: T, start: 0 } as const;
  const context = contextFor(backend, scope, { lineages: L, space });
  const metric = (metrics as ReadonlyMap<string, Metric>).get(name)!;
  const defaults = Object.entries(metric.settings).map(([key, setting]) => [key, setting.default]);
  const chosen = { ...Object.fromEntries(defaults), ...config };
  const samples = segmentOf(context, written);
  const held = segmentOf(context, [heldOut]).values;
  const seen = {
    real: { samples: segmentOf(context, original), heldOut: held, facts: known },
    current: { samples: { ...samples, rows: rows ?? samples.rows }, ...current },
    first,
  };
  const vectors = perLineage(metric.settings, chosen, L);
  const result = await metric.measure(context, seen as never, vectors as never);
  const [values] = await backend.read(result);
  expect(result.shape[0]).toBe(L);
  return values;
}

/** Every lineage has a value of its own. */
async function expectValues(
  name: string,
  written: Written,
  expected: readonly number[],
  options: Parameters<typeof measured>[2] = {},
) {
  for (const backend of backends) {
    expectClose(await measured(name, written, { backend, ...options }), expected, {
      relative: 1e-6,
    });
  }
}

describe("distinct n-grams", () => {
  // ab ba ab | ab bc cd, and one and the same.
  const written = [
    ["abab", "abcd"],
    ["aaaa", "aaaa"],
  ];
  test.each([
    ["distinct-1", 4 / 8, 1 / 8],
    ["distinct-2", 4 / 6, 1 / 6],
    ["distinct-3", 4 / 4, 1 / 4],
    ["distinct-4", 2 / 2, 1 / 2],
  ])("%s", async (name, one, two) => {
    await expectValues(name, written, [one, two]);
  });

  test("only of the rows that count", async () => {
    await expectValues("distinct-1", written, [2 / 4, 1 / 4], { rows: 1 });
  });

  test("of texts too short for any are unknown", async () => {
    await expectValues("distinct-4", [["abc"]], [NaN]);
  });
});

test("type-token ratio: parts of so many tokens, wherever texts end", async () => {
  const written = [["abab", "abcd", "aaaa"]];
  // ababab: 2 types; cdaaaa: 3.
  await expectValues("type-token-ratio", written, [5 / 12], { config: { tokens: 6 } });
  await expectValues("type-token-ratio", written, [2 / 5 / 2 + 4 / 5 / 2], {
    config: { tokens: 5 },
  });
  await expectValues("type-token-ratio", written, [4 / 12]);
});

test("n-gram entropy with Miller and Madow", async () => {
  const written = [["abab"], ["aaaa"], ["abcd"]];
  // ab twice and ba once.
  const plain = -(2 / 3) * Math.log(2 / 3) - (1 / 3) * Math.log(1 / 3);
  await expectValues("ngram-entropy", written, [plain + 1 / 6, 0, Math.log(3) + 2 / 6]);
  await expectValues("ngram-entropy", written, [Math.LN2 + 1 / 8, 0, Math.log(4) + 3 / 8], {
    config: { n: 1 },
  });
});

describe("repetition", () => {
  const written = [
    ["abababab", "abcdefgh"],
    ["aaaaaaaa", "aabbaabb"],
  ];
  test("seq-rep counts what a text has said before", async () => {
    // Pairs: 7 each; different ones: 2 and 7, 1 and 4.
    await expectValues("seq-rep", written, [(5 / 7 + 0) / 2, (6 / 7 + 3 / 7) / 2], {
      config: { n: 2 },
    });
    // Fours: 5 each; different ones: 2 and 5, 1 and 4.
    await expectValues("seq-rep", written, [3 / 10, (4 + 1) / 10]);
  });

  test("repeated phrases count whenever they come back", async () => {
    await expectValues("repeated-phrases", written, [3 / 2, (4 + 1) / 2]);
    await expectValues("repeated-phrases", written, [5 / 2, (6 + 3) / 2], { config: { n: 2 } });
    await expectValues("repeated-phrases", written, [0, 0], { config: { n: 9 } });
  });
});

test("compression: the same text again and again is smaller than different ones", async () => {
  const same = Array.from({ length: 200 }, () => "abcdefgh");
  const different = Array.from({ length: 200 }, (_, n) =>
    Array.from({ length: 8 }, (_, t) => LETTERS[scatteredWord(8 * n + t) % 8]).join(""),
  );
  const [first, second] = await measured("compression-ratio", [same, different]);
  // Three bits of eight, and what ends a line; and hardly anything.
  expect(second).toBeGreaterThan(1.8);
  expect(second).toBeLessThan(8 / 3);
  expect(first).toBeGreaterThan(50);
});

describe("self-BLEU", () => {
  test("is 1 where all are the same, and small where nothing is shared", async () => {
    const nothing = Math.exp(
      (Math.log(0.1 / 4) + Math.log(0.1 / 3) + Math.log(0.1 / 2) + Math.log(0.1)) / 4,
    );
    await expectValues(
      "self-bleu",
      [
        ["abcd", "abcd"],
        ["aabb", "ccdd"],
      ],
      [1, nothing],
    );
  });

  test("clips by the best other text, as the plain definition does", async () => {
    const texts = Array.from({ length: 9 }, (_, n) =>
      Array.from({ length: 6 }, (_, t) => LETTERS[scatteredWord(6 * n + t) % 3]).join(""),
    );
    const grams = (text: string, n: number) =>
      Array.from({ length: text.length - n + 1 }, (_, t) => text.slice(t, t + n));
    const countIn = (text: string, gram: string) =>
      grams(text, gram.length).filter((one) => one === gram).length;
    const bleu = (own: number, all: readonly string[]) => {
      let sum = 0;
      for (const n of [1, 2, 3, 4]) {
        const of = grams(all[own], n);
        let matched = 0;
        for (const gram of new Set(of)) {
          const others = all.filter((_, i) => i !== own).map((text) => countIn(text, gram));
          matched += Math.min(countIn(all[own], gram), Math.max(...others));
        }
        sum += Math.log(Math.max(0.1, matched) / of.length) / 4;
      }
      return Math.exp(sum);
    };
    const mean = (all: readonly string[]) =>
      all.reduce((sum, _, i) => sum + bleu(i, all), 0) / all.length;
    await expectValues("self-bleu", [texts], [mean(texts)]);
    await expectValues("self-bleu", [texts], [mean(texts.slice(0, 5))], { config: { texts: 5 } });
  });
});

test("Vendi score: as many as there are different ones, and between", async () => {
  const written = [
    ["aabb", "ccdd", "eeff", "gghh"],
    ["abab", "bbaa", "aabb", "abba"],
    ["aabb", "aabb", "ccdd", "ccdd"],
  ];
  await expectValues("vendi-texts", written, [4, 1, 2]);
  // One pair of texts with cosine 1/2: eigenvalues (1 ± 1/2) / 2.
  const score = Math.exp(-(3 / 4) * Math.log(3 / 4) - (1 / 4) * Math.log(1 / 4));
  await expectValues("vendi-texts", [["aabb", "aacc"]], [score]);
  await expectValues("vendi-texts", [written[0]], [3], { config: { texts: 3 } });
  // Of pairs, ab ba ab and ba aa ab share more than bb aa would show.
  await expectValues("vendi-texts", [["abab", "cdcd"]], [2], { config: { n: 2 } });
});

test("Good-Turing: what occurs once, over all", async () => {
  await expectValues(
    "good-turing",
    [
      ["abab", "acde"],
      ["aaaa", "aaaa"],
    ],
    [3 / 8, 0],
  );
  await expectValues("good-turing", [["abab"]], [1 / 3], { config: { n: 2 } });
});

describe("words that are lost", () => {
  const original = [
    ["aaaa", "bbbc", "bdee"],
    ["aaaa", "aaaa", "aaab"],
  ];
  test("survivors are the rarest of the original words of each lineage", async () => {
    const written = [
      ["aaad", "aaaa", "aaaa"],
      ["bbbb", "bbbb", "bbbb"],
    ];
    // By frequency: d, c, e, b, a; of the three rarest one is there. Of b and a the rarest is b.
    await expectValues("rare-word-survival", written, [1 / 3, 1], { original });
    await expectValues("rare-word-survival", written, [2 / 5, 1 / 2], {
      original,
      config: { rarest: 1 },
    });
    // Of two that are equally rare the later one is the rarer: d is there, c is not; nor is b.
    await expectValues("rare-word-survival", written, [1, 1], {
      original,
      config: { rarest: 0.2 },
    });
    await expectValues("rare-word-survival", written, [NaN, NaN], {
      original,
      config: { rarest: 0 },
    });
  });

  test("their mass is that of the real text", async () => {
    const written = [["aaad"], ["hhhh"], ["abcd"]];
    await expectValues("lost-word-mass", written, [7 / 16, 1, 1 / 16]);
  });
});

describe("surprise", () => {
  /** So many nats for each letter after the first, by lineage and letter. */
  const surprise: NonNullable<ClosedForms["surprise"]> = async (context, texts) => {
    const [R, N, T] = texts.shape;
    const L = context.lineages;
    const [tokens] = await context.backend.read(texts);
    const nats = new Float32Array(L * N * T);
    for (let i = 0; i < nats.length; i++) {
      const l = Math.floor(i / (N * T));
      nats[i] =
        i % T === 0 ? 0 : (l + 1) * (0.5 + tokens[(R === 1 ? 0 : l * N * T) + (i % (N * T))]);
    }
    return context.scope.tensor("surprise", "f32", [L, N, T], nats) satisfies Tensor<"f32">;
  };
  const written = [
    ["abab", "bbbb", "abbb"],
    ["aaaa", "baaa", "aaab"],
  ];

  test("of held-out texts is a mean over the tokens that are foretold", async () => {
    // abab: 1.5 + .5 + 1.5; bbbb: 4.5; aaaa: 1.5, of nine tokens.
    const loss = 9.5 / 9;
    const current = { surprise };
    await expectValues("held-out-loss", written, [loss, 2 * loss], { current });
    await expectValues("held-out-perplexity", written, [Math.exp(loss), Math.exp(2 * loss)], {
      current,
    });
    await expectValues("held-out-loss", written, [3.5 / 3, 7 / 3], {
      current,
      config: { texts: 1 },
    });
  });

  test("of the model's texts under the first: the median of the texts", async () => {
    const first = { surprise };
    const [low, high] = [Math.exp(3.5 / 3 + 1 / 3), Math.exp(2 * 0.5)];
    // Lineage 0: 3.5, 4.5, 4.5 nats; lineage 1: 3, 3, 5.
    expect(low).toBeCloseTo(Math.exp(1.5), 12);
    await expectValues("perplexity-under-first", written, [low, high], { first });
    // Of the first alone, where the others do not count.
    const alone = [Math.exp(3.5 / 3), Math.exp(2 * 0.5)];
    await expectValues("perplexity-under-first", written, alone, { first, rows: 1 });
  });

  test("as a histogram has every text once, each lineage its own", async () => {
    const { edges } = (metrics as ReadonlyMap<string, Metric>).get("perplexity-histogram")!.bins!;
    const counts = await measured("perplexity-histogram", written, { first: { surprise } });
    expect(counts).toHaveLength(2 * (edges.length - 1));
    const binOf = (nats: number) =>
      edges.findIndex((edge, i) => edge <= Math.exp(nats / 3) && Math.exp(nats / 3) < edges[i + 1]);
    const expected = new Float32Array(counts.length);
    for (const nats of [3.5, 4.5, 4.5]) expected[binOf(nats)]++;
    for (const nats of [3, 3, 5]) expected[edges.length - 1 + binOf(nats)]++;
    expect(counts).toEqual(expected);
  });

  test("without bounds falls into the last bin", async () => {
    const endless: NonNullable<ClosedForms["surprise"]> = ({ scope }, { shape: [, N, T] }) =>
      Promise.resolve(
        scope.tensor("nats", "f32", [1, N, T], new Float32Array(N * T).fill(Infinity)),
      );
    const counts = await measured("perplexity-histogram", [["abab", "aaaa"]], {
      first: { surprise: endless },
    });
    expect(counts.at(-1)).toBe(2);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
  });
});
