import { randomBits } from "../../src/random/philox.ts";
import { uniformOf } from "../../src/random/uniform.ts";
import { type TransformerShape, transformerParameters } from "../../src/transformer/shape.ts";
import { scatteredNormal } from "./agree.ts";

/** The weights of one lineage, by name. */
export type PlainWeights = Readonly<Record<string, readonly number[]>>;

/** Weights that make some tokens much likelier than others. */
export function plainWeights(shape: TransformerShape, lineage: number): PlainWeights {
  let i = 100_000 * lineage;
  return Object.fromEntries(
    transformerParameters(shape).map(({ name, shape: extents, role }) => {
      const count = extents.reduce((product, extent) => product * extent, 1);
      const next = () => Math.fround(scatteredNormal(i++) * 0.5 + (role === "scale" ? 1 : 0));
      return [name, Array.from({ length: count }, next)];
    }),
  );
}

/** The logits after a whole text, with nothing kept from token to token. */
export function plainLogits(
  { width: D, heads: H, layers, inner, vocabulary: V }: TransformerShape,
  weights: PlainWeights,
  tokens: readonly number[],
): number[] {
  const times = (name: string, x: readonly number[], columns: number) =>
    Array.from({ length: columns }, (_, j) =>
      x.reduce((sum, value, k) => sum + value * weights[`${name}.weight`][k * columns + j], 0),
    ).map((value, j) => value + weights[`${name}.bias`][j]);
  const norm = (name: string, x: readonly number[]) => {
    const mean = x.reduce((a, b) => a + b, 0) / D;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / D;
    const y = x.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
    return y.map((value, d) => value * weights[`${name}.scale`][d] + weights[`${name}.bias`][d]);
  };
  let x = tokens.map((token, t) =>
    Array.from(
      { length: D },
      (_, d) => weights["embedding"][token * D + d] + weights["positions"][(t + 2) * D + d],
    ),
  );
  for (let i = 0; i < layers; i++) {
    const qkv = x.map((row) => times(`layer${i}.qkv`, norm(`layer${i}.norm1`, row), 3 * D));
    x = x.map((row, t) => {
      const mixed = Array.from({ length: D }, (_, d) => {
        const head = Math.floor((d * H) / D) * (D / H);
        const scores = qkv.slice(0, t + 1).map((other) => {
          let score = 0;
          for (let e = head; e < head + D / H; e++) score += qkv[t][e] * other[D + e];
          return Math.exp(score / Math.sqrt(D / H));
        });
        const total = scores.reduce((a, b) => a + b);
        return scores.reduce((sum, share, u) => sum + (share / total) * qkv[u][2 * D + d], 0);
      });
      const middle = times(`layer${i}.out`, mixed, D).map((value, d) => value + row[d]);
      const up = times(`layer${i}.up`, norm(`layer${i}.norm2`, middle), inner);
      const down = times(
        `layer${i}.down`,
        up.map((value) => Math.max(0, value)),
        D,
      );
      return down.map((value, d) => value + middle[d]);
    });
  }
  const last = norm("norm", x[x.length - 1]);
  return Array.from({ length: V }, (_, v) =>
    last.reduce((sum, value, d) => sum + value * weights["embedding"][v * D + d], 0),
  );
}

/** One lineage's part of a strategy, in the words of `Strategy`. */
export interface PlainStrategy {
  readonly kind: "greedy" | "sample" | "beam";
  readonly beams?: number;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly repetitionPenalty?: number;
  readonly noRepeatNgram?: number;
  readonly forbidden?: number;
}

/** Continues one text; `uniforms` gives the number that the token of a step is drawn by. */
export function plainContinuation(
  logitsOf: (tokens: readonly number[]) => number[],
  prompt: readonly number[],
  newTokens: number,
  strategy: PlainStrategy,
  uniforms: (step: number) => number,
): number[] {
  const isBeam = strategy.kind === "beam";
  let beams = [{ tokens: [...prompt], sum: 0 }];
  for (let step = 0; step < newTokens; step++) {
    const candidates = beams.flatMap(({ tokens, sum }) => {
      const scores = logitsOf(tokens);
      if (isBeam) {
        const total = scores.reduce((all, score) => all + Math.exp(score), 0);
        for (const v of scores.keys()) scores[v] -= Math.log(total);
      }
      punish(scores, tokens, strategy);
      if (strategy.kind === "sample") {
        return [{ tokens: [...tokens, drawn(scores, strategy, uniforms(step))], sum: 0 }];
      }
      return scores.map((score, v) => ({
        tokens: [...tokens, v],
        sum: isBeam ? sum + score : score,
      }));
    });
    beams = candidates.sort((a, b) => b.sum - a.sum).slice(0, isBeam ? strategy.beams : 1);
  }
  return beams[0].tokens.slice(prompt.length);
}

function punish(scores: number[], tokens: readonly number[], strategy: PlainStrategy): void {
  const { repetitionPenalty: penalty = 1, noRepeatNgram: n = 0, forbidden } = strategy;
  for (const v of new Set(tokens)) {
    scores[v] = scores[v] < 0 ? scores[v] * penalty : scores[v] / penalty;
  }
  const runs = n === 0 ? [] : tokens.map((_, u) => tokens.slice(u, u + n).join());
  for (const v of scores.keys()) {
    if (runs.includes([...tokens, v].slice(-n).join())) scores[v] = -Infinity;
  }
  if (forbidden !== undefined) scores[forbidden] = -Infinity;
}

function drawn(scores: number[], strategy: PlainStrategy, u: number): number {
  const { temperature = 1, topK = 0, topP = 1 } = strategy;
  const weights = scores.map((score) => Math.exp(score / temperature));
  const keepLargest = (isEnough: (count: number, mass: number) => boolean) => {
    const whole = weights.reduce((a, b) => a + b);
    let [count, mass] = [0, 0];
    for (const v of [...weights.keys()].sort((a, b) => weights[b] - weights[a])) {
      if (isEnough(count, mass / whole)) weights[v] = 0;
      count++;
      mass += weights[v];
    }
  };
  if (topK > 0) keepLargest((count) => count >= topK);
  if (topP < 1) keepLargest((_count, mass) => mass >= topP);
  const whole = weights.reduce((a, b) => a + b);
  let sum = 0;
  return weights.findIndex((weight) => (sum += weight) > u * whole);
}

const words = new Uint32Array(4);

/** The number by which a token of a small vocabulary is drawn, which has one strand. */
export function plainUniform(address: {
  readonly lineage: number;
  readonly text: number;
  readonly step: number;
}): number {
  const { lineage, text: index, step } = address;
  randomBits({ seed: 7, lineage, stream: 3, generation: 2, step, index, draw: 0 }, words);
  return uniformOf(words[1]);
}
