import type { CaseId } from "./cases.ts";

/** A ratio that the lab promises to keep. */
export interface Comparison {
  readonly id: string;
  readonly title: string;
  /** A rate is work by time, as normals or tokens per second; arithmetic is operations by time. */
  readonly quantity: "milliseconds" | "rate" | "arithmetic";
  /** `of` divided by `to`. */
  readonly of: CaseId;
  readonly to: CaseId;
  readonly bound: "at least" | "at most";
  /** Null where nothing is promised. */
  readonly target: number | null;
  /** The target on a graphics card, where it is another one. */
  readonly targetOnHardware?: number | null;
}

/** What an adapter gets done without loads, of which half is to be reached, and by the usual product. */
const YARDSTICKS = [
  ["ceiling", "multiplications and additions alone", 0.5],
  ["product-registers", "that of a product of 512 in register tiles", 1],
] as const;

export const comparisons: readonly Comparison[] = [
  {
    id: "of-bare-kernel",
    title: "rate of the recursion / rate of the bare kernel",
    quantity: "rate",
    of: "recursion",
    to: "bare",
    bound: "at least",
    target: 0.5,
  },
  {
    id: "of-one-lineage",
    title: "time of 1,024 lineages / time of one",
    quantity: "milliseconds",
    of: "recursion",
    to: "one",
    bound: "at most",
    target: 100,
  },
  {
    id: "to-peer",
    title: "time of jax-js / time of the recursion",
    quantity: "milliseconds",
    of: "peer",
    to: "recursion",
    bound: "at least",
    target: 3,
  },
  ...([512, 1024, 2048] as const).map((size): Comparison => ({
    id: `of-ceiling-${size}`,
    title: `rate of the matrix product of ${size} / rate of multiplications and additions`,
    quantity: "rate",
    of: `product-${size}`,
    to: "ceiling",
    bound: "at least",
    target: 0.5,
  })),
  ...(["small", "large"] as const).flatMap((size): Comparison[] => [
    {
      id: `to-peer-${size}`,
      title: `rate of training / rate of jax-js, ${size}`,
      quantity: "rate",
      of: `training-${size}`,
      to: `training-${size}-peer`,
      bound: "at least",
      target: size === "small" ? 1.5 : 1.15,
      targetOnHardware: 4,
    },
    {
      id: `to-peer-${size}-cpu`,
      title: `rate of training / rate of jax-js, ${size}, without a GPU`,
      quantity: "rate",
      of: `training-${size}-cpu`,
      to: `training-${size}-cpu-peer`,
      bound: "at least",
      target: 1,
    },
  ]),
  ...(["small", "large"] as const).flatMap((size) =>
    YARDSTICKS.map(([to, title, target]): Comparison => ({
      id: `of-${to}-${size}`,
      title: `arithmetic of training / ${title}, ${size}`,
      quantity: "arithmetic",
      of: `training-${size}`,
      to,
      bound: "at least",
      target,
      // There it is dispatches that take the time of models so small.
      targetOnHardware: null,
    })),
  ),
  {
    id: "of-one-mixture",
    title: "rate of mixtures, 256 lineages / rate of one",
    quantity: "rate",
    of: "mixtures",
    to: "mixtures-one",
    bound: "at least",
    target: 3,
    targetOnHardware: 10,
  },
  {
    id: "of-cells-alone",
    title: "time of cells one by one / time of a batch",
    quantity: "milliseconds",
    of: "sweep-alone",
    to: "sweep",
    bound: "at least",
    target: 3,
    targetOnHardware: 20,
  },
  {
    id: "of-one-lineage-training",
    title: "time of training 16 lineages / time of one",
    quantity: "milliseconds",
    of: "training-sixteen",
    to: "training-one",
    bound: "at most",
    // A processor is filled by one.
    target: null,
    targetOnHardware: 8,
  },
];

/** What is promised on an adapter. */
export function comparisonsOn({ software }: { readonly software: boolean }): Comparison[] {
  return comparisons.map(({ targetOnHardware, ...comparison }) =>
    software || targetOnHardware === undefined
      ? comparison
      : { ...comparison, target: targetOnHardware },
  );
}
