import { comparisons } from "./comparisons.ts";
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
  readonly program: "product" | "product by registers" | "product without a GPU";
  /** Rows, columns and inner elements alike. */
  readonly size: number;
}

export interface CeilingCase extends Timed {
  /** Also with so few factors that a processor's registers hold everything. */
  readonly program: "ceiling" | "ceiling in registers";
  readonly invocations: number;
  readonly rounds: number;
}

/** Numbers that are loaded and added up, and nothing else. */
export interface LoadCase extends Timed {
  readonly program: "loads";
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
  /** Of the transformer. */
  readonly width: number;
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
  | LoadCase
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
    id: "ceiling-registers",
    title: "multiplications and additions in few registers",
    program: "ceiling in registers",
    invocations: 65_536,
    rounds: 512,
    runsPerReading: 1,
  },
  {
    id: "loads",
    title: "loads alone",
    program: "loads",
    invocations: 65_536,
    rounds: 16,
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
    id: "product-registers",
    title: "matrix product, 512, a tile of 8 × 8 in registers",
    program: "product by registers",
    size: 512,
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
    width: 64,
    runsPerReading: 1,
  },
  {
    id: "generation-beams",
    title: "generation, 32 texts of 64 + 64 tokens by 5 beams",
    program: "generation",
    texts: 32,
    beams: 5,
    width: 64,
    runsPerReading: 1,
  },
  {
    id: "generation-onnx",
    title: "generation by 5 beams, ONNX Runtime in WebAssembly",
    program: "generation by ONNX Runtime",
    texts: 32,
    beams: 5,
    width: 64,
    runsPerReading: 1,
  },
  {
    id: "generation-onnx-gpu",
    title: "generation by 5 beams, ONNX Runtime on the GPU",
    program: "generation by ONNX Runtime on the GPU",
    texts: 32,
    beams: 5,
    width: 64,
    runsPerReading: 1,
  },
  {
    id: "generation-cpu",
    title: "generation by 5 beams, without a GPU",
    program: "generation without a GPU",
    texts: 32,
    beams: 5,
    width: 64,
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
  if (program.startsWith("training") || program === "loads") return "training";
  if (program.startsWith("generation")) return "generation";
  if (program.startsWith("sweep")) return "sweeps";
  if (program === "mixtures") return "mixtures";
  const isProduct = program.startsWith("ceiling") || program.startsWith("product");
  return isProduct ? "products" : "gaussian";
}

/** The timed cases of some groups, and those that they are compared to. */
export function casesOf(chosen: readonly Group[]): BenchCase[] {
  const isChosen = (benchCase: BenchCase) => chosen.includes(groupOf(benchCase));
  const ids = new Set<string>(benchCases.filter(isChosen).map(({ id }) => id));
  const others = comparisons.flatMap(({ of, to }) => (ids.has(of) ? [to] : []));
  return benchCases.filter(({ id }) => ids.has(id) || others.includes(id));
}
