import type { Backend } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import { noise } from "../kernels/layers/noise.ts";
import { initialize } from "../kernels/training/initialize.ts";
import { Stream } from "../random/streams.ts";
import { linear, linearKernels } from "../training/layers/linear.ts";
import {
  reparameterise,
  reparameteriseKernels,
  stepNoise,
} from "../training/layers/reparameterise.ts";
import { divergenceTerm, gaussianTerm, sumOfTerms, termKernels } from "../training/layers/terms.ts";
import { multiply } from "../training/multiply.ts";
import {
  type Layout,
  type ParameterSpec,
  initialWeights,
  parameterLayout,
  views,
  zeroChunks,
} from "../training/parameters.ts";
import { type Loss, recordStep, stepKernels } from "../training/step.ts";
import { TRACE_STEPS } from "../training/training-trace.ts";
import { type Check, STANDARD_ERRORS } from "./check.ts";
import { meanOf } from "./estimates.ts";
import type { Lab } from "./lab.ts";

/** Lineages, points of a batch, and the dimensions of data and code, which are as many. */
const [L, B, D] = [8, 64, 2];
/** Of the decoder. */
const VARIANCE = 0.5;
const BETA = 1;
const REAL = [3, 1.6];
const GENERATIONS = 4;
const STEPS = { first: 1200, later: 300 };
/** What Adam leaves undone in so many steps. */
const UNDONE = 0.01;

const layer = (name: string, from: number, to: number): ParameterSpec[] =>
  [
    { name: `${name}.weight`, shape: [from, to] },
    { name: `${name}.bias`, shape: [to] },
  ].map((spec) => ({
    ...spec,
    initial: { kind: "uniform", bound: 1 / Math.sqrt(from) },
    decays: false,
  }));
const specs = [...layer("encoder", D, 2 * D), ...layer("decoder", D, D)];

type Numbers = Float32Array<ArrayBuffer>;
interface Learned {
  /** [L, D, D]: the source of the next generation, where the model decodes to means. */
  readonly decoder: Numbers;
  readonly weights: readonly Numbers[];
}

/** Each lineage learns from endless draws of noise times `source` [L, D, D]. */
async function trained(
  backend: Backend,
  layout: Layout,
  source: Numbers,
  generation: number,
  from: Learned | null,
): Promise<Learned> {
  using scope = backend.scope("linear VAE");
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
    backend.dispatch(noise, { keys, clock, out }, { stream: Stream.SAMPLE, generation });
    multiply(backend, { product: "NN", a: normals, b: mixing, out: batch });
  };
  const loss: Loss = (tape, parameters, images) => {
    const targets = images as Tensor<"f32">;
    const named = (name: string) => ({
      weight: parameters[`${name}.weight`],
      bias: parameters[`${name}.bias`],
    });
    const code = linear(tape, tape.constant(targets), named("encoder"));
    const z = reparameterise(tape, code, stepNoise(tape, [L, B, D]));
    const means = linear(tape, z, named("decoder"));
    return sumOfTerms(tape, [
      gaussianTerm(tape, means, targets, VARIANCE),
      divergenceTerm(tape, code, beta),
    ]);
  };
  const weights =
    from === null
      ? initialWeights({ backend, scope, keys, generation }, layout)
      : from.weights.map((numbers, i) =>
          scope.tensor("weights", "f32", [L, layout.chunks[i]], numbers),
        );
  const total = from === null ? STEPS.first : STEPS.later;
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
    { backend, scope, keys, generation },
    { layout, weights, memory, rates, loss, batch, fill },
  );
  backend.replay(program, total);
  const [decoder] = await backend.read(views(scope, layout, weights)["decoder.weight"]);
  return { decoder, weights: await backend.read(...weights) };
}

/** Variances of z W along its axes, largest first, for W of rows (a, b) and (c, d). */
function spectrum([a, b, c, d]: Iterable<number> & ArrayLike<number>): number[] {
  const [x, y, xy] = [a * a + c * c, b * b + d * d, a * b + c * d];
  const root = Math.hypot((x - y) / 2, xy);
  return [(x + y) / 2 + root, (x + y) / 2 - root];
}

/** Variances by generation, dimension and lineage. */
function chain(lab: Lab): Promise<readonly (readonly (readonly number[])[])[]> {
  return lab.once("linear VAE", async () => {
    const { backend } = lab;
    await backend.prepare([
      noise,
      initialize,
      ...stepKernels,
      ...linearKernels,
      ...reparameteriseKernels,
      ...termKernels,
    ]);
    const layout = parameterLayout(specs, L, backend.adapter);
    const turn = [Math.cos(0.6), Math.sin(0.6)];
    const [major, minor] = REAL.map(Math.sqrt);
    const real = [major * turn[0], major * turn[1], -minor * turn[1], minor * turn[0]];
    let source = Float32Array.from({ length: L * D * D }, (_, i) => real[i % (D * D)]);
    let learned: Learned | null = null;
    const variances: number[][][] = [];
    for (let n = 1; n <= GENERATIONS; n++) {
      lab.signal.throwIfAborted();
      // Warm, since the optimum is the same and much closer.
      learned = await trained(backend, layout, source, n, learned);
      source = learned.decoder;
      const spectra = Array.from({ length: L }, (_, l) => spectrum(source.subarray(4 * l)));
      variances.push(REAL.map((_, d) => spectra.map((one) => one[d])));
    }
    return variances;
  });
}

function afterFits(dimension: number, fits: number): Check {
  const variance = REAL[dimension];
  return {
    name: `linear-vae-${dimension === 0 ? "major" : "minor"}-${fits}`,
    row: 30,
    title: `Linear β-VAE, s² = 0.5, means decoded, λ₀ = ${variance}, n = ${fits}: λ = max(0, λ₀ − nβs²)`,
    source: "this project, after Lucas et al. 2019, arXiv:1911.02469, section 4",
    run: async (lab) => {
      const found = meanOf((await chain(lab))[fits - 1][dimension]);
      return {
        predicted: Math.max(0, variance - fits * BETA * VARIANCE),
        ...found,
        tolerance: UNDONE + STANDARD_ERRORS * found.standardError,
      };
    },
  };
}

export const linearVaeChecks: readonly Check[] = [
  afterFits(0, 1),
  afterFits(1, 1),
  afterFits(0, 3),
  afterFits(1, 4),
];
