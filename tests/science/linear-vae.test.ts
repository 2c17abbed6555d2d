import { expect, test } from "vitest";
import type { Tensor } from "../../src/compute/tensor.ts";
import { noise } from "../../src/kernels/layers/noise.ts";
import { Stream } from "../../src/random/streams.ts";
import { linear } from "../../src/training/layers/linear.ts";
import { reparameterise, stepNoise } from "../../src/training/layers/reparameterise.ts";
import { divergenceTerm, gaussianTerm, sumOfTerms } from "../../src/training/layers/terms.ts";
import { multiply } from "../../src/training/multiply.ts";
import {
  type ParameterSpec,
  initialWeights,
  parameterLayout,
  views,
  zeroChunks,
} from "../../src/training/parameters.ts";
import { type Loss, recordStep } from "../../src/training/step.ts";
import { TRACE_STEPS } from "../../src/training/training-trace.ts";
import { cpu } from "../support/backends.ts";

/** Lineages, points of a batch, and the dimensions of data and code, which are as many. */
const [L, B, D] = [4, 64, 2];
/** Of the decoder. */
const VARIANCE = 0.5;
const REAL = [3, 1.6];
const BETA = 1;

const layer = (name: string, from: number, to: number): ParameterSpec[] =>
  [
    { name: `${name}.weight`, shape: [from, to] },
    { name: `${name}.bias`, shape: [to] },
  ].map((spec) => ({
    ...spec,
    initial: { kind: "uniform", bound: 1 / Math.sqrt(from) },
    decays: false,
  }));
const layout = parameterLayout(
  [...layer("encoder", D, 2 * D), ...layer("decoder", D, D)],
  L,
  cpu.adapter,
);

/** The variances of z W along its axes, largest first, for W of rows (a, b) and (c, d). */
function spectrum([a, b, c, d]: ArrayLike<number> & Iterable<number>): number[] {
  const [x, y, xy] = [a * a + c * c, b * b + d * d, a * b + c * d];
  const root = Math.hypot((x - y) / 2, xy);
  return [(x + y) / 2 + root, (x + y) / 2 - root];
}

type Learned = readonly Float32Array[];

/**
 * Trains each lineage on endless draws of noise times `source` [L, D, D] and returns the weights of the
 * decoder, which are the source of the next generation where it decodes to means.
 */
async function trained(
  source: Float32Array<ArrayBuffer>,
  generation: number,
  from: Learned | null,
) {
  using scope = cpu.scope("linear VAE");
  const keyWords = Uint32Array.from({ length: 2 * L }, (_, i) => (i % 2 === 0 ? 11 : i >> 1));
  const keys = scope.tensor("keys", "u32", [L, 2], keyWords);
  const clock = scope.zeros("clock", "u32", [1]);
  const every = (value: number) => new Float64Array(L).fill(value);
  const beta = scope.tensor("beta", "f32", [L], Float32Array.from(every(BETA)));
  const mixing = scope.tensor("source", "f32", [L, D, D], source);
  const normals = scope.tensor("normals", "f32", [L, B, D]);
  const batch = scope.tensor("batch", "f32", [L, B, D]);
  const fill = () => {
    const out = scope.view("normals", normals, [L, B * D]);
    cpu.dispatch(noise, { keys, clock, out }, { stream: Stream.SAMPLE, generation });
    multiply(cpu, { product: "NN", a: normals, b: mixing, out: batch });
  };
  const loss: Loss = (tape, parameters, images) => {
    const targets = images as Tensor<"f32">;
    const weights = (name: string) => ({
      weight: parameters[`${name}.weight`],
      bias: parameters[`${name}.bias`],
    });
    const code = linear(tape, tape.constant(targets), weights("encoder"));
    const z = reparameterise(tape, code, stepNoise(tape, [L, B, D]));
    const means = linear(tape, z, weights("decoder"));
    return sumOfTerms(tape, [
      gaussianTerm(tape, means, targets, VARIANCE),
      divergenceTerm(tape, code, beta),
    ]);
  };
  const weights =
    from === null
      ? initialWeights({ backend: cpu, scope, keys, generation }, layout)
      : from.map((numbers, i) =>
          scope.tensor("weights", "f32", [L, layout.chunks[i]], numbers as never),
        );
  const total = from === null ? 1200 : 300;
  const memory = {
    first: zeroChunks(scope, layout, "first"),
    second: zeroChunks(scope, layout, "second"),
    clock,
    counters: scope.zeros("counters", "u32", [L, 3]),
    trace: scope.zeros("trace", "f32", [L, TRACE_STEPS, 2]),
  };
  const rates = {
    learningRate: every(0.06),
    weightDecay: every(0),
    clip: every(Infinity),
    warmUp: every(0),
    schedule: "cosine",
    total,
  } as const;
  using program = recordStep(
    { backend: cpu, scope, keys, generation },
    { layout, weights, memory, rates, loss, batch, fill },
  );
  cpu.replay(program, total);
  const [decoder] = await cpu.read(views(scope, layout, weights)["decoder.weight"]);
  return { decoder, learned: (await cpu.read(...weights)) as Learned };
}

test("a linear β-VAE that decodes to means loses β s² of every variance a generation", async () => {
  const turn = [Math.cos(0.6), Math.sin(0.6)];
  const [major, minor] = REAL.map(Math.sqrt);
  const real = [major * turn[0], major * turn[1], -minor * turn[1], minor * turn[0]];
  let source = Float32Array.from({ length: L * D * D }, (_, i) => real[i % (D * D)]);
  let learned: Learned | null = null;
  for (let n = 1; n <= 4; n++) {
    // Warm, since the optimum is the same and much closer.
    const { decoder, learned: own } = await trained(source, n, learned);
    [source, learned] = [decoder, own];
    const spectra = Array.from({ length: L }, (_, l) => spectrum(source.slice(4 * l, 4 * l + 4)));
    for (const [d, variance] of REAL.entries()) {
      const variances = spectra.map((spectrum) => spectrum[d]);
      const mean = variances.reduce((sum, value) => sum + value, 0) / L;
      // A derivation of this project, from Lucas et al. 2019, arXiv:1911.02469, section 4.
      const expected = Math.max(0, variance - n * BETA * VARIANCE);
      // What Adam leaves undone in so many steps on batches that differ.
      expect(Math.abs(mean - expected), `${d} at ${n}`).toBeLessThan(0.04);
    }
  }
});
