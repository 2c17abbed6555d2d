import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import {
  type FactsOf,
  type JointComponent,
  type Mixture,
  type Real,
  jointMoments,
  spaceOf,
} from "../distribution.ts";
import { densityKernels, logDensities } from "../kernels/mixture/densities.ts";
import { mixtureSample } from "../kernels/mixture/sample.ts";
import type { Moments } from "../samples.ts";
import { jointOf } from "./joint.ts";

/** The kernels of real vectors whose dimensions go together. */
export const realJointKernels = [mixtureSample, ...densityKernels];

type Facts = FactsOf<"vector">;
type Joint = readonly JointComponent[];

/** Real vectors out of one mixture in D dimensions. `facts[l]` is what lineage l learns from. */
export function openJoint(context: Context, facts: readonly Facts[]): Real {
  const { lineages: L } = context;
  const mixture = mixtureOf(context, facts);
  const moments = momentsOf(context, facts);
  const { weight, mean: center, root } = mixture;
  const [, , D] = center.shape;
  return {
    space: spaceOf(facts[0]),
    facts: facts[0],
    forms: {
      moments,
      mixture,
      logProb: (asking, segment) => logDensities(asking, segment, { weight, center, root }, null),
    },
    draw({ backend, scope, keys, stream, generation }, rows) {
      const samples = scope.tensor("real samples", "f32", [L, rows, D]);
      const tensors = { keys, weight, center, root, samples };
      backend.dispatch(mixtureSample, tensors, { stream, generation });
      return { values: samples, rows, birth: 0, frame: null, source: { moments, mixture } };
    },
  };
}

/** The real distribution as one mixture, whether its dimensions are independent or not. */
export function mixtureOf(context: Context, facts: readonly Facts[]): Mixture {
  const { length: K } = jointOf(facts[0]);
  const D = facts[0].marginals.length;
  const of = (name: string, shape: readonly number[], numbers: (joint: Joint) => number[]) =>
    table(context, name, facts, shape, numbers);
  return {
    weight: of("real weights", [K], (joint) => joint.map(({ weight }) => weight)),
    mean: of("real means", [K, D], (joint) => joint.flatMap(({ mean }) => mean)),
    root: of("real roots", [K, D, D], (joint) => joint.flatMap(({ factor }) => factor.flat())),
  };
}

function momentsOf(context: Context, facts: readonly Facts[]): Moments {
  const { lineages: L, scope } = context;
  const D = facts[0].marginals.length;
  const known = new Map([...new Set(facts)].map((one) => [one, factored(jointOf(one))]));
  const tensor = (label: string, shape: readonly number[], part: "mean" | "log" | "factor") =>
    scope.tensor(label, "f32", [L, ...shape], flat(facts.map((one) => known.get(one)![part])));
  return {
    mean: tensor("real mean", [D], "mean"),
    logDeviation: tensor("real log deviation", [D], "log"),
    factor: tensor("real factor", [D, D], "factor"),
  };
}

/** Mean, logarithms of deviations, and root of the correlations with rows of length 1. */
function factored(joint: Joint) {
  const { mean, covariance } = jointMoments(joint);
  const D = mean.length;
  const deviations = mean.map((_, d) => Math.sqrt(covariance[d * D + d]));
  const factor = Array.from({ length: D * D }, () => 0);
  for (let i = 0; i < D; i++) {
    for (let j = 0; j <= i; j++) {
      let entry = covariance[i * D + j] / (deviations[i] * deviations[j]);
      for (let k = 0; k < j; k++) entry -= factor[i * D + k] * factor[j * D + k];
      // A pivot below 0 is rounding: the direction has no width.
      if (i === j) factor[i * D + i] = Math.sqrt(Math.max(0, entry));
      else factor[i * D + j] = factor[j * D + j] === 0 ? 0 : entry / factor[j * D + j];
    }
  }
  return { mean, log: deviations.map(Math.log), factor };
}

/** [R, ...shape]: once where all lineages share their facts. */
function table(
  { scope }: Context,
  label: string,
  facts: readonly Facts[],
  shape: readonly number[],
  numbers: (joint: Joint) => readonly number[],
): Tensor<"f32"> {
  const distinct = new Set(facts);
  const rows = distinct.size === 1 ? [...distinct] : facts;
  const known = new Map([...distinct].map((one) => [one, numbers(jointOf(one))]));
  return scope.tensor(
    label,
    "f32",
    [rows.length, ...shape],
    flat(rows.map((one) => known.get(one)!)),
  );
}

function flat(rows: readonly (readonly number[])[]): Float32Array<ArrayBuffer> {
  return Float32Array.from(rows.flat());
}
