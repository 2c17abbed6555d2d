import { type TrainingCase, trainingCases } from "./training-cases.ts";

/** One thing that is timed. What the names of `program` stand for is in the files beside. */
export interface Timed {
  readonly id: string;
  readonly title: string;
  /** Runs in a row that make one reading: more for what takes a moment only. */
  readonly runsPerReading: number;
}

export interface GaussianCase extends Timed {
  readonly program: "recursion" | "bare" | "peer";
  readonly lineages: number;
  /** Per lineage and generation. */
  readonly samples: number;
  readonly generations: number;
}

/** Fits of mixtures of Gaussians. */
export interface MixtureCase extends Timed {
  readonly program: "mixtures";
  readonly lineages: number;
  /** Per lineage and generation. */
  readonly samples: number;
  readonly generations: number;
}

export interface ProductCase extends Timed {
  readonly program: "product" | "product without a GPU";
  /** Rows, columns and inner elements alike. */
  readonly size: number;
}

export interface CeilingCase extends Timed {
  readonly program: "ceiling";
  readonly invocations: number;
  readonly rounds: number;
}

export interface GenerationCase extends Timed {
  readonly program:
    | "generation"
    | "generation without a GPU"
    | "generation by ONNX Runtime"
    | "generation by ONNX Runtime on the GPU";
  readonly texts: number;
  /** Of beam search; 1 draws tokens instead. */
  readonly beams: number;
}

/** A sweep over sampling biases and seeds. */
export interface SweepCase extends Timed {
  readonly program: "sweep" | "sweep, cell by cell";
  readonly biases: number;
  readonly seeds: number;
  readonly cell: Pick<GaussianCase, "lineages" | "samples" | "generations">;
}

export type BenchCase =
  | SweepCase
  | GenerationCase
  | GaussianCase
  | MixtureCase
  | ProductCase
  | CeilingCase
  | TrainingCase;

const MIXTURE = { samples: 1000, generations: 4 };
const SIZE = { samples: 1000, generations: 20 };
const SWEEP = { biases: 16, seeds: 16, cell: { lineages: 64, samples: 100, generations: 50 } };

/** In the order in which every repetition runs them. */
export const benchCases = [
  {
    id: "recursion",
    title: "recursive Gaussian, 1,024 lineages",
    program: "recursion",
    lineages: 1024,
    ...SIZE,
    runsPerReading: 1,
  },
  {
    id: "bare",
    title: "bare kernel: as many normals, only summed",
    program: "bare",
    lineages: 1024,
    ...SIZE,
    runsPerReading: 1,
  },
  {
    id: "one",
    title: "recursive Gaussian, 1 lineage",
    program: "recursion",
    lineages: 1,
    ...SIZE,
    runsPerReading: 10,
  },
  {
    id: "peer",
    title: "jax-js 0.1.25, 1,024 lineages",
    program: "peer",
    lineages: 1024,
    ...SIZE,
    runsPerReading: 1,
  },
  {
    id: "mixtures",
    title: "mixtures of two Gaussians, 256 lineages",
    program: "mixtures",
    lineages: 256,
    ...MIXTURE,
    runsPerReading: 1,
  },
  {
    id: "mixtures-one",
    title: "mixtures of two Gaussians, 1 lineage",
    program: "mixtures",
    lineages: 1,
    ...MIXTURE,
    runsPerReading: 1,
  },
  {
    id: "ceiling",
    title: "multiplications and additions alone",
    program: "ceiling",
    invocations: 65_536,
    rounds: 512,
    runsPerReading: 1,
  },
  {
    id: "product-512",
    title: "matrix product, 512",
    program: "product",
    size: 512,
    runsPerReading: 1,
  },
  {
    id: "product-1024",
    title: "matrix product, 1,024",
    program: "product",
    size: 1024,
    runsPerReading: 1,
  },
  {
    id: "product-2048",
    title: "matrix product, 2,048",
    program: "product",
    size: 2048,
    runsPerReading: 1,
  },
  {
    id: "product-cpu",
    title: "matrix product, 1,024, without a GPU",
    program: "product without a GPU",
    size: 1024,
    runsPerReading: 1,
  },
  ...trainingCases,
  {
    id: "generation-drawn",
    title: "generation, 64 texts of 64 + 64 drawn tokens",
    program: "generation",
    texts: 64,
    beams: 1,
    runsPerReading: 1,
  },
  {
    id: "generation-beams",
    title: "generation, 32 texts of 64 + 64 tokens by 5 beams",
    program: "generation",
    texts: 32,
    beams: 5,
    runsPerReading: 1,
  },
  {
    id: "generation-onnx",
    title: "generation by 5 beams, ONNX Runtime in WebAssembly",
    program: "generation by ONNX Runtime",
    texts: 32,
    beams: 5,
    runsPerReading: 1,
  },
  {
    id: "generation-onnx-gpu",
    title: "generation by 5 beams, ONNX Runtime on the GPU",
    program: "generation by ONNX Runtime on the GPU",
    texts: 32,
    beams: 5,
    runsPerReading: 1,
  },
  {
    id: "generation-cpu",
    title: "generation by 5 beams, without a GPU",
    program: "generation without a GPU",
    texts: 32,
    beams: 5,
    runsPerReading: 1,
  },
  {
    id: "sweep",
    title: "sweep of 16 × 16 cells in one batch",
    program: "sweep",
    ...SWEEP,
    runsPerReading: 1,
  },
  {
    id: "sweep-alone",
    title: "the same cells one by one",
    program: "sweep, cell by cell",
    ...SWEEP,
    runsPerReading: 1,
  },
] as const satisfies readonly BenchCase[];

export type CaseId = (typeof benchCases)[number]["id"];

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

/** What an adapter gets done at most: without loads, and with those of a product. */
const YARDSTICKS = [
  ["ceiling", "multiplications and additions alone"],
  ["product-512", "that of the matrix product of 512"],
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
    YARDSTICKS.map(([to, title]): Comparison => ({
      id: `of-${to}-${size}`,
      title: `arithmetic of training / ${title}, ${size}`,
      quantity: "arithmetic",
      of: `training-${size}`,
      to,
      bound: "at least",
      target: 0.5,
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

export const groups = [
  "gaussian",
  "mixtures",
  "products",
  "training",
  "generation",
  "memory",
  "sweeps",
] as const;
export type Group = (typeof groups)[number];

function groupOf({ program }: BenchCase): Group {
  if (program.startsWith("training")) return "training";
  if (program.startsWith("generation")) return "generation";
  if (program.startsWith("sweep")) return "sweeps";
  if (program === "mixtures") return "mixtures";
  return program === "ceiling" || program.startsWith("product") ? "products" : "gaussian";
}

/** The timed cases of some groups, and those that they are compared to. */
export function casesOf(chosen: readonly Group[]): BenchCase[] {
  const isChosen = (benchCase: BenchCase) => chosen.includes(groupOf(benchCase));
  const ids = new Set<string>(benchCases.filter(isChosen).map(({ id }) => id));
  const others = comparisons.flatMap(({ of, to }) => (ids.has(of) ? [to] : []));
  return benchCases.filter(({ id }) => ids.has(id) || others.includes(id));
}
