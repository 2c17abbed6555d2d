/** One thing that is timed. What the names of `program` stand for is in programs.ts. */
export interface BenchCase {
  readonly id: string;
  readonly title: string;
  readonly program: "recursion" | "bare" | "peer";
  readonly lineages: number;
  /** Per lineage and generation. */
  readonly samples: number;
  readonly generations: number;
  /** Runs in a row that make one reading: more for what takes a moment only. */
  readonly runsPerReading: number;
}

const SIZE = { samples: 1000, generations: 20 };

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
] as const satisfies readonly BenchCase[];

export type CaseId = (typeof benchCases)[number]["id"];

/** A ratio that the lab promises to keep. */
export interface Comparison {
  readonly id: string;
  readonly title: string;
  readonly quantity: "milliseconds" | "normals per second";
  /** `of` divided by `to`. */
  readonly of: CaseId;
  readonly to: CaseId;
  readonly bound: "at least" | "at most";
  readonly target: number;
}

export const comparisons: readonly Comparison[] = [
  {
    id: "of-bare-kernel",
    title: "rate of the recursion / rate of the bare kernel",
    quantity: "normals per second",
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
];
