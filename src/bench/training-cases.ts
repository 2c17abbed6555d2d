import type { TransformerShape } from "../transformer/shape.ts";
import type { Timed } from "./cases.ts";

/** Steps of AdamW on a transformer. */
export interface TrainingCase extends Timed {
  readonly program:
    | "training"
    | "training without a GPU"
    | "training by a peer"
    | "training by a peer without a GPU";
  readonly shape: TransformerShape;
  readonly lineages: number;
  /** Texts of a whole context, per step and lineage. */
  readonly batch: number;
  /** In a row, of which only the last is waited for: as many times more on a graphics card. */
  readonly steps: number;
}

const SMALL = {
  shape: { vocabulary: 256, context: 64, width: 64, layers: 2, heads: 4, inner: 256 },
  lineages: 1,
  batch: 16,
  runsPerReading: 1,
} as const;
const LARGE = {
  ...SMALL,
  shape: { vocabulary: 512, context: 64, width: 128, layers: 4, heads: 4, inner: 512 },
} as const;
/** So little that one lineage fills no adapter, not even a processor that plays one. */
const TINY = {
  ...SMALL,
  shape: { vocabulary: 64, context: 16, width: 32, layers: 1, heads: 2, inner: 128 },
  batch: 4,
} as const;

/** In the order in which every repetition runs them. */
export const trainingCases = [
  {
    id: "training-small",
    title: "training, width 64, 2 layers",
    program: "training",
    ...SMALL,
    steps: 2,
  },
  {
    id: "training-small-peer",
    title: "jax-js 0.1.25, width 64, 2 layers",
    program: "training by a peer",
    ...SMALL,
    steps: 2,
  },
  {
    id: "training-large",
    title: "training, width 128, 4 layers",
    program: "training",
    ...LARGE,
    steps: 1,
  },
  {
    id: "training-large-peer",
    title: "jax-js 0.1.25, width 128, 4 layers",
    program: "training by a peer",
    ...LARGE,
    steps: 1,
  },
  {
    id: "training-small-cpu",
    title: "training, width 64, 2 layers, without a GPU",
    program: "training without a GPU",
    ...SMALL,
    steps: 8,
  },
  {
    id: "training-small-cpu-peer",
    title: "jax-js 0.1.25 in WebAssembly, width 64, 2 layers",
    program: "training by a peer without a GPU",
    ...SMALL,
    steps: 8,
  },
  {
    id: "training-large-cpu",
    title: "training, width 128, 4 layers, without a GPU",
    program: "training without a GPU",
    ...LARGE,
    steps: 4,
  },
  {
    id: "training-large-cpu-peer",
    title: "jax-js 0.1.25 in WebAssembly, width 128, 4 layers",
    program: "training by a peer without a GPU",
    ...LARGE,
    steps: 4,
  },
  {
    id: "training-one",
    title: "training, width 32, 1 layer, 1 lineage",
    program: "training",
    ...TINY,
    steps: 16,
  },
  {
    id: "training-sixteen",
    title: "training, width 32, 1 layer, 16 lineages",
    program: "training",
    ...TINY,
    lineages: 16,
    steps: 16,
  },
] as const satisfies readonly TrainingCase[];
