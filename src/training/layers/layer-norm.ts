import type { Backend } from "../../compute/backend.ts";
import type { AnyKernel } from "../../compute/kernel.ts";
import { layerNormBackwardFours } from "../../kernels/layers/layer-norm-backward-fours.ts";
import { layerNormBackwardQuads } from "../../kernels/layers/layer-norm-backward-quads.ts";
import { layerNormBackward } from "../../kernels/layers/layer-norm-backward.ts";
import { layerNormForwardFours } from "../../kernels/layers/layer-norm-forward-fours.ts";
import { layerNormForwardQuads } from "../../kernels/layers/layer-norm-forward-quads.ts";
import { layerNormForward } from "../../kernels/layers/layer-norm-forward.ts";
import { layerNormPartials } from "../../kernels/layers/layer-norm-partials.ts";
import { forWidth, suitsNormQuads } from "../../kernels/layers/norm-quads.ts";
import { ROWS } from "../../kernels/layers/partial-sums.ts";
import { sumPartials } from "../../kernels/layers/sum-partials.ts";
import type { Tape, Variable } from "../tape.ts";

/** What every adapter may be asked for. */
export const layerNormForwardKernels = [layerNormForward, layerNormForwardFours] as const;
export const layerNormKernels = [
  ...layerNormForwardKernels,
  layerNormBackward,
  layerNormBackwardFours,
  layerNormPartials,
  sumPartials,
] as const;

export interface NormWeights {
  /** Both [L, D]. */
  readonly scale: Variable;
  readonly bias: Variable;
}

/** The kernel for rows of D numbers. */
export function layerNormFor({ adapter }: Backend, D: number): AnyKernel {
  const quads = suitsNormQuads(adapter) ? forWidth(layerNormForwardQuads, D) : null;
  return quads ?? (D % 4 === 0 ? layerNormForwardFours : layerNormForward);
}

/** Every row of x [L, M, D] with mean 0 and variance 1, then scaled and shifted. */
export function layerNorm(
  tape: Tape,
  x: Variable,
  { scale, bias }: NormWeights,
  epsilon: number,
): Variable {
  const { backend, scope } = tape;
  const [L, M, D] = x.value.shape;
  const out = tape.variable("norm", [L, M, D]);
  const statistics = tape.variable("statistics", [L, M, 2]);
  const forward = { x: x.value, scale: scale.value, bias: bias.value };
  const made = { out: out.value, statistics: statistics.value };
  backend.dispatch(layerNormFor(backend, D), { ...forward, ...made }, { epsilon });
  tape.release(statistics);

  tape.onBackward(() => {
    const read = { x: x.value, statistics: statistics.value, gradientOut: tape.gradientOf(out) };
    const toX = tape.sink(x);
    const toScale = tape.sink(scale);
    const toBias = tape.sink(bias);
    const hasPartials = toScale !== null || toBias !== null;
    const isWhole = hasPartials && suitsNormQuads(backend.adapter);
    const quads = isWhole ? forWidth(layerNormBackwardQuads, D) : null;
    if (toX !== null && quads === null) {
      const { gradient, accumulate } = toX;
      const tensors = { ...read, scale: scale.value, gradient };
      const back = D % 4 === 0 ? layerNormBackwardFours : layerNormBackward;
      backend.dispatch(back, tensors, { accumulate });
    }
    if (hasPartials) {
      const C = Math.ceil(M / ROWS);
      const scalePartials = scope.tensor("scale partials", "f32", [L, C, D]);
      const biasPartials = scope.tensor("bias partials", "f32", [L, C, D]);
      const partial = { ...read, scalePartials, biasPartials };
      if (toX !== null && quads !== null) {
        const { gradient, accumulate } = toX;
        backend.dispatch(quads[accumulate], { ...partial, scale: scale.value, gradient }, {});
      } else {
        backend.dispatch(layerNormPartials, partial, {});
      }
      for (const [sink, partials] of [
        [toScale, scalePartials],
        [toBias, biasPartials],
      ] as const) {
        if (sink === null) continue;
        const { gradient, accumulate } = sink;
        backend.dispatch(sumPartials, { partials, out: gradient }, { factor: 1, accumulate });
      }
    }
    tape.releaseGradient(out);
  });
  return out;
}
