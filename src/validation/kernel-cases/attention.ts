import type { AnyKernel } from "../../compute/kernel.ts";
import { attentionMixFours } from "../../kernels/decoding/attention-mix-fours.ts";
import { attentionMix } from "../../kernels/decoding/attention-mix.ts";
import { attentionScoresJoint } from "../../kernels/decoding/attention-scores-joint.ts";
import { attentionScoresOwn } from "../../kernels/decoding/attention-scores-own.ts";
import { attentionScores } from "../../kernels/decoding/attention-scores.ts";
import { attentionWeights } from "../../kernels/decoding/attention-weights.ts";
import { jointTokens } from "../../kernels/decoding/joint.ts";
import { attentionBackwardKeysFours } from "../../kernels/layers/attention-backward-keys-fours.ts";
import { attentionBackwardKeysQuads } from "../../kernels/layers/attention-backward-keys-quads.ts";
import { attentionBackwardKeys } from "../../kernels/layers/attention-backward-keys.ts";
import { attentionBackwardPanels } from "../../kernels/layers/attention-backward-panels.ts";
import { attentionBackwardQueriesFours } from "../../kernels/layers/attention-backward-queries-fours.ts";
import { attentionBackwardQueriesQuads } from "../../kernels/layers/attention-backward-queries-quads.ts";
import { attentionBackwardQueries } from "../../kernels/layers/attention-backward-queries.ts";
import { attentionForwardFours } from "../../kernels/layers/attention-forward-fours.ts";
import { attentionForwardPanels16 } from "../../kernels/layers/attention-forward-panels-16.ts";
import { attentionForwardPanels32 } from "../../kernels/layers/attention-forward-panels-32.ts";
import { attentionForwardQuads } from "../../kernels/layers/attention-forward-quads.ts";
import { attentionForward } from "../../kernels/layers/attention-forward.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredNormal as normal } from "../scattered.ts";

const another = (i: number) => normal(i + 5000);
const any = { L: 2, B: 3, T: 13, E: 42, D: 14, H: 2 };
const fours = { L: 2, B: 3, T: 45, E: 72, D: 24, H: 3 };
/** Two panels, the second almost empty. */
const panels = (width: number) => ({ L: 2, B: 1, T: 67, E: 6 * width, D: 2 * width, H: 2 });

/** Scores of up to about ±30, so that some weights vanish. */
const forward = (kernel: AnyKernel, axes: typeof any): KernelCase => ({
  kernel,
  axes,
  inputs: { qkv: (i) => 3 * normal(i) },
  // An exponential of -30 may be off by 63 units in the last place.
  absolute: 5e-5,
});

/** With the log-sum-exp of softer scores, below which no weight is above e². */
const backward = (kernel: AnyKernel, axes: typeof any): KernelCase => {
  const all = {
    gradient: normal,
    qkv: normal,
    gradientOut: another,
    logSums: () => 3,
    out: (i: number) => 0.3 * normal(i + 9000),
    deltas: (i: number) => 0.3 * normal(i + 7000),
  };
  const given = Object.entries(all).filter(
    ([name]) => kernel.bindings[name]?.access !== "write" && name in kernel.bindings,
  );
  const inputs = Object.fromEntries(given);
  return { kernel, axes, scalars: { accumulate: 1 }, inputs, absolute: 1e-4, relative: 1e-5 };
};

/** Eleven tokens of a prompt and six new ones, of three beams for each of five texts. */
const [S, T, H, N, beams] = [11, 7, 3, 5, 3];
const R = N * beams;
const D = 4 * H;
const decoding = { L: 2, N, R, T, H, D, E: 3 * D, F: 2 * D, U: S + T, Y: S + beams * T };
const clock = () => 6;
/** As many of the first new tokens as the text's number went through its first row. */
const ancestors = (i: number) => {
  const row = Math.floor(i / T) % R;
  const text = Math.floor(row / beams);
  return i % T < text ? text * beams : row;
};
/** New tokens that all beams of a text share. */
const joint = (i: number) => Math.min(6, i % N);
const kept = another;
const mixing = {
  clock,
  weights: (i: number) => 0.1 + (i % 7),
  totals: (i: number) => 50 + (i % 3),
  kept,
  ancestors,
};
const newest = { axes: decoding, scalars: { S }, absolute: 2e-5 };

/** Attention as it is trained, in every variant that an adapter may choose, and as it generates. */
export const attentionCases: readonly KernelCase[] = [
  forward(attentionForward, any),
  forward(attentionForwardFours, fours),
  forward(attentionForwardQuads, fours),
  forward(attentionForwardPanels16.long, panels(16)),
  forward(attentionForwardPanels32.long, panels(32)),
  backward(attentionBackwardQueries, any),
  backward(attentionBackwardQueriesFours, fours),
  backward(attentionBackwardQueriesQuads, fours),
  backward(attentionBackwardKeys, any),
  backward(attentionBackwardKeysFours, fours),
  backward(attentionBackwardKeysQuads, fours),
  backward(attentionBackwardPanels(2), fours),
  { kernel: jointTokens, axes: decoding, inputs: { clock, ancestors } },
  { ...newest, kernel: attentionScores, inputs: { clock, qkv: normal, kept, ancestors } },
  { ...newest, kernel: attentionScoresJoint, inputs: { joint, qkv: normal, kept, ancestors } },
  { ...newest, kernel: attentionScoresOwn, inputs: { clock, joint, qkv: normal, kept, ancestors } },
  { ...newest, kernel: attentionWeights, inputs: { clock, scores: another } },
  { ...newest, kernel: attentionMix, inputs: mixing },
  { ...newest, kernel: attentionMixFours, inputs: { ...mixing, joint } },
];
