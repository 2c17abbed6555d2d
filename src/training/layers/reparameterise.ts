import type { Tensor } from "../../compute/tensor.ts";
import { noise as normals } from "../../kernels/layers/noise.ts";
import { reparameteriseBackward } from "../../kernels/layers/reparameterise-backward.ts";
import { reparameteriseForward } from "../../kernels/layers/reparameterise-forward.ts";
import { Stream } from "../../random/streams.ts";
import type { Tape, Variable } from "../tape.ts";

export const reparameteriseKernels = [normals, reparameteriseForward, reparameteriseBackward];

type Noisy = Pick<Tape, "backend" | "scope" | "keys" | "clock" | "generation">;

/** Standard normals of any shape [L, ...], others at every step of the tape's clock. */
export function stepNoise(
  { backend, scope, keys, clock, generation }: Noisy,
  shape: readonly number[],
  stream: number = Stream.NOISE,
): Tensor<"f32"> {
  const noise = scope.tensor("noise", "f32", shape);
  const [L, ...own] = shape;
  const out = scope.view("noise", noise, [L, own.reduce((product, n) => product * n, 1)]);
  backend.dispatch(normals, { keys, clock, out }, { stream, generation });
  return noise;
}

/**
 * Draws z [L, M, Z] from the Gaussians of `code` [L, M, 2 Z]: means, then the logarithms of variances.
 * `noise` [L, M, Z] is standard normal; zeros give the means themselves.
 */
export function reparameterise(tape: Tape, code: Variable, noise: Tensor<"f32">): Variable {
  const { backend } = tape;
  const z = tape.variable("latent variables", noise.shape);
  backend.dispatch(reparameteriseForward, { code: code.value, noise, z: z.value }, {});
  tape.onBackward(() => {
    const sink = tape.sink(code);
    if (sink === null) return;
    const { gradient, accumulate } = sink;
    const gradientOut = tape.gradientOf(z);
    const tensors = { code: code.value, noise, gradientOut, gradient };
    backend.dispatch(reparameteriseBackward, tensors, { accumulate });
    tape.releaseGradient(z);
  });
  return z;
}
