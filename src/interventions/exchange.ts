import type { Tensor } from "../compute/tensor.ts";
import { choice, integer, list, number } from "../config.ts";
import type { Context } from "../context.ts";
import { type Portion, TOPOLOGIES, portionsOf, sharesOf } from "../ecosystem.ts";
import { takeFloats } from "../kernels/pool/take-floats.ts";
import { takeWeights } from "../kernels/pool/take-weights.ts";
import { takeWords } from "../kernels/pool/take-words.ts";
import { weightOf } from "../pool/weights.ts";
import type { Parameters, Pool, Segment, Source } from "../samples.ts";
import { uniformValue } from "../uniform-value.ts";
import { defineIntervention } from "./intervention.ts";

const MOST_MEMBERS = 64;

/** Models that learn from each other's output: k neighbouring lineages are one ecosystem. */
export const exchange = defineIntervention({
  name: "exchange",
  title: "Ecosystem",
  summary: "Neighbouring lineages are models that learn from each other's samples as well.",
  source: "Vu et al. 2025, arXiv:2505.21677; islands: Wright 1931, doi:10.1093/genetics/16.2.97",
  settings: {
    members: integer({
      default: 2,
      min: 1,
      max: MOST_MEMBERS,
      unit: "models",
      help: "Models of one ecosystem, k; the number of lineages is a multiple of it.",
    }),
    topology: choice({
      default: "island",
      options: TOPOLOGIES,
      help: "Who hears whom: all alike, the two neighbours, the first one and the others, or by market shares.",
    }),
    rate: number({
      default: 0.1,
      min: 0,
      max: 1,
      sizes: true,
      varies: true,
      unit: "of the pool",
      help: "How much of a pool comes from other members; the rest is the model's own output.",
    }),
    shares: list({
      default: [],
      min: 0,
      max: 1e6,
      maxItems: MOST_MEMBERS,
      help: "Market shares by member, in any unit; none for equal ones.",
    }),
    enters: list({
      default: [],
      min: 0,
      max: 2 ** 24,
      maxItems: MOST_MEMBERS,
      help: "The generation from which on a member publishes; until then it learns from the others.",
    }),
    leaves: list({
      default: [],
      min: 0,
      max: 2 ** 24,
      maxItems: MOST_MEMBERS,
      help: "The generation from which on a member publishes no more.",
    }),
    learns: list({
      default: [],
      min: 0,
      max: 1,
      maxItems: MOST_MEMBERS,
      help: "Which part of its pool a member learns from, by member, in whole samples and at least one; none for all of it.",
    }),
  },
  kernels: [takeFloats, takeWords, takeWeights],

  refuses(_facts, { topology, shares }) {
    const sold = shares as readonly number[];
    if (topology !== "market" || sold.length === 0 || sold.some((share) => share > 0)) return null;
    return {
      setting: "shares",
      reason: "nobody has any; give one above 0, or none for equal ones",
    };
  },

  restsAt: ({ enters, leaves }) =>
    Math.max(0, ...(enters as readonly number[]), ...(leaves as readonly number[])),

  apply(context, proposed, _sources, { rate, ...mixing }) {
    const { members: k } = mixing;
    const shares = sharesOf({ ...mixing, rate: uniformValue("rate", rate) }, context.generation);
    return proposed.flatMap((segment) => {
      const portions = portionsOf(shares, segment.rows, mixing.learns);
      const offsets = Array.from({ length: k }, (_, offset) => offset);
      return offsets.flatMap((offset) => {
        const taken = portions.map((row, i) => row[(i + offset) % k]);
        return takenSegment(context, segment, offset, taken);
      });
    });
  },
});

/** What every member takes of the one that is `offset` further on; nothing where nobody does. */
function takenSegment(
  context: Context,
  segment: Segment,
  offset: number,
  portions: readonly Portion[],
): Pool {
  const { scope } = context;
  const k = portions.length;
  const counts = portions.map(({ count }) => count);
  const C = Math.max(...counts);
  if (C === 0) return [];
  const starts = Uint32Array.from(portions, ({ start }) => start);
  const from: Donation = { offset, start: scope.tensor("starts", "u32", [k], starts) };
  const whole: Donation = { offset, start: scope.zeros("starts", "u32", [k]) };
  const { rows, birth, frame, source, weight } = segment;

  const isEven = counts.every((count) => count === C);
  const isWeighted = weight !== undefined || !isEven;
  return [
    {
      values: take(context, segment.values, from, C, rows),
      rows: C,
      birth,
      frame: frame === null ? null : takeHolder(context, frame, whole),
      ...(isWeighted ? { weight: takenWeights(context, segment, from, counts) } : {}),
      ...(source === undefined ? {} : { source: takeSource(context, source, whole) }),
    },
  ];
}

/** f32 [L, C]: 0 beyond what a lineage takes. */
function takenWeights(
  context: Context,
  segment: Segment,
  from: Donation,
  counts: readonly number[],
): Tensor<"f32"> {
  const { backend, scope, lineages: L } = context;
  const { rows } = segment;
  const count = scope.tensor("counts", "u32", [counts.length], Uint32Array.from(counts));
  const taken = scope.tensor("taken weights", "f32", [L, Math.max(...counts)]);
  const weight = weightOf(context, segment);
  const { start, offset } = from;
  backend.dispatch(takeWeights, { weight, start, count, taken }, { rows, offset });
  return taken;
}

interface Donation {
  /** How much further on in its ecosystem the one is that each member takes from. */
  readonly offset: number;
  /** u32 [k]: by member, the first row that it takes. */
  readonly start: Tensor<"u32">;
}

/** [L, C, ...] of a tensor [L, N, ...] of which the first `rows` count. */
function take<T extends Tensor>(
  context: Context,
  tensor: T,
  from: Donation,
  C: number,
  rows: number,
): T {
  const [L, N, ...rest] = tensor.shape;
  const taken = context.scope.tensor("taken rows", tensor.dtype, [L, C, ...rest]);
  const W = rest.reduce((product, extent) => product * extent, 1);
  dispatchTake(context, { values: tensor, N, taken, C, W, rows }, from);
  return taken as T;
}

/** Tensors [L, ...], each lineage's from its donor. Those that all lineages share stay. */
function takeHolder<H extends Parameters>(context: Context, holder: H, whole: Donation): H {
  const { scope, lineages: L } = context;
  const entries = Object.entries(holder).map(([name, values]) => {
    if (values === null || values.shape[0] !== L) return [name, values];
    const taken = scope.tensor(values.label, values.dtype, values.shape);
    const W = values.shape.slice(1).reduce((product, extent) => product * extent, 1);
    dispatchTake(context, { values, N: 1, taken, C: 1, W, rows: 1 }, whole);
    return [name, taken];
  });
  return Object.fromEntries(entries) as H;
}

interface Taking {
  readonly values: Tensor;
  readonly N: number;
  readonly taken: Tensor;
  readonly C: number;
  readonly W: number;
  readonly rows: number;
}

function dispatchTake(
  { backend, scope, lineages: L }: Context,
  { values, N, taken, C, W, rows }: Taking,
  { offset, start }: Donation,
): void {
  const views = {
    values: scope.view("rows", values, [L, N, W]),
    taken: scope.view("taken rows", taken, [L, C, W]),
    start,
  };
  const scalars = { rows, offset };
  if (values.dtype === "f32") backend.dispatch(takeFloats, views as never, scalars);
  else backend.dispatch(takeWords, views as never, scalars);
}

function takeSource(context: Context, source: Source, whole: Donation): Source {
  const entries = Object.entries(source).map(([name, holder]) => [
    name,
    takeHolder(context, holder as Parameters, whole),
  ]);
  return Object.fromEntries(entries) as Source;
}
