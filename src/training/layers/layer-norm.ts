import { layerNormBackwardFours } from "../../kernels/layers/layer-norm-backward-fours.ts";
import { layerNormBackward } from "../../kernels/layers/layer-norm-backward.ts";
import { layerNormForwardFours } from "../../kernels/layers/layer-norm-forward-fours.ts";
import { layerNormForward } from "../../kernels/layers/layer-norm-forward.ts";
import { layerNormPartials } from "../../kernels/layers/layer-norm-partials.ts";
import { ROWS } from "../../kernels/layers/partial-sums.ts";
import { sumPartials } from "../../kernels/layers/sum-partials.ts";
import type { Tape, Variable } from "../tape.ts";

export const layerNormKernels = [
  layerNormForward,
  layerNormForwardFours,
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

/** Every row of x [L, M, D] with mean 0 and variance 1, then scaled and shifted. */
export function layerNorm(
  tape: Tape,
  x: Variable,
  { scale, bias }: NormWeights,
  epsilon: number,
): Variable {
  const { backend, scope } = tape;
  const [L, M, D] = x.value.shape;
  const areFours = D % 4 === 0;
  const out = tape.variable("norm", [L, M, D]);
  const statistics = tape.variable("statistics", [L, M, 2]);
  const forward = { x: x.value, scale: scale.value, bias: bias.value };
  const made = { out: out.value, statistics: statistics.value };
  const kernel = areFours ? layerNormForwardFours : layerNormForward;
  backend.dispatch(kernel, { ...forward, ...made }, { epsilon });
  tape.release(statistics);

  tape.onBackward(() => {
    const read = { x: x.value, statistics: statistics.value, gradientOut: tape.gradientOf(out) };
    const toX = tape.sink(x);
    if (toX !== null) {
      const { gradient, accumulate } = toX;
      const tensors = { ...read, scale: scale.value, gradient };
      const back = areFours ? layerNormBackwardFours : layerNormBackward;
      backend.dispatch(back, tensors, { accumulate });
    }
    const toScale = tape.sink(scale);
    const toBias = tape.sink(bias);
    if (toScale !== null || toBias !== null) {
      const C = Math.ceil(M / ROWS);
      const scalePartials = scope.tensor("scale partials", "f32", [L, C, D]);
      const biasPartials = scope.tensor("bias partials", "f32", [L, C, D]);
      backend.dispatch(layerNormPartials, { ...read, scalePartials, biasPartials }, {});
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
