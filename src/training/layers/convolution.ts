import type { Tensor } from "../../compute/tensor.ts";
import { foldFours, foldOf } from "../../kernels/layers/fold-fours.ts";
import { fold } from "../../kernels/layers/fold.ts";
import { unfoldFours, unfoldOf } from "../../kernels/layers/unfold-fours.ts";
import { unfold } from "../../kernels/layers/unfold.ts";
import { multiply, multiplyKernels, sumRows } from "../multiply.ts";
import type { Tape, Variable } from "../tape.ts";

/** What both directions dispatch. */
export const convolutionKernels = [unfold, unfoldFours, fold, foldFours, ...multiplyKernels];

/** Squares of `size` pixels, `stride` apart, beginning `padding` outside of the image. */
export interface Window {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

interface Weights {
  /** A convolution: [L, size² I, O]; transposed: [L, I, size² O]. The channels of a pixel lie together. */
  readonly weight: Variable;
  /** [L, O]. */
  readonly bias: Variable;
}

/** Places that a window has along a side. */
export function placesAlong(extent: number, { size, stride, padding }: Window): number {
  return Math.floor((extent + 2 * padding - size) / stride) + 1;
}

/** Pixels along a side that has so many places. */
export function extentOf(places: number, { size, stride, padding }: Window): number {
  return (places - 1) * stride - 2 * padding + size;
}

/** Images [L, B, H, W, I] to [L, B, Y, X, O]. */
export function convolution(
  tape: Tape,
  images: Variable,
  { weight, bias }: Weights,
  window: Window,
): Variable {
  const { backend, precision } = tape;
  const [L, B, H, W, I] = images.value.shape;
  const [, K, O] = weight.value.shape;
  const [Y, X] = [placesAlong(H, window), placesAlong(W, window)];
  const patches = tape.variable("patches", [L, B, Y, X, K]);
  backend.dispatch(unfoldOf(I), { images: images.value, patches: patches.value }, window);
  const out = tape.variable("convolved", [L, B, Y, X, O]);
  const rows = rowsOf(tape, patches.value);
  const product = { a: rows, b: weight.value, bias: bias.value, out: rowsOf(tape, out.value) };
  multiply(backend, { product: "NN", precision, ...product });
  tape.release(patches);

  tape.onBackward(() => {
    const gradientOut = rowsOf(tape, tape.gradientOf(out));
    const toWeight = tape.sink(weight);
    const toBias = tape.sink(bias);
    if (toWeight !== null) {
      const { gradient, accumulate } = toWeight;
      const operands = { a: rows, b: gradientOut, gradient: "b" } as const;
      multiply(backend, { product: "TN", precision, ...operands, out: gradient, accumulate });
    }
    if (toBias !== null) {
      const { gradient, accumulate } = toBias;
      sumRows(backend, { x: gradientOut, out: gradient, accumulate });
    }
    const toImages = tape.sink(images);
    if (toImages !== null) {
      const spread = tape.overwrite(patches);
      const operands = { a: gradientOut, b: weight.value, gradient: "a" } as const;
      multiply(backend, { product: "NT", precision, ...operands, out: rows });
      const tensors = { patches: spread, bias: noBias(tape), images: toImages.gradient };
      backend.dispatch(foldOf(I), tensors, { ...window, accumulate: toImages.accumulate });
      tape.releaseGradient(patches);
    }
    tape.releaseGradient(out);
  });
  return out;
}

/** Images [L, B, Y, X, I] to [L, B, H, W, O]: the adjoint of a convolution from O to I channels. */
export function transposedConvolution(
  tape: Tape,
  images: Variable,
  { weight, bias }: Weights,
  window: Window,
): Variable {
  const { backend, precision } = tape;
  const [L, B, Y, X] = images.value.shape;
  const [, , K] = weight.value.shape;
  const [H, W] = [extentOf(Y, window), extentOf(X, window)];
  const patches = tape.variable("patches", [L, B, Y, X, K]);
  const rows = rowsOf(tape, patches.value);
  const inputs = rowsOf(tape, images.value);
  multiply(backend, { product: "NN", precision, a: inputs, b: weight.value, out: rows });
  const O = K / window.size ** 2;
  const out = tape.variable("spread out", [L, B, H, W, O]);
  const folded = { patches: patches.value, bias: bias.value, images: out.value };
  backend.dispatch(foldOf(O), folded, { ...window, accumulate: 0 });
  tape.release(patches);

  tape.onBackward(() => {
    const gradientOut = tape.gradientOf(out);
    const toBias = tape.sink(bias);
    if (toBias !== null) {
      const { gradient, accumulate } = toBias;
      sumRows(backend, { x: rowsOf(tape, gradientOut), out: gradient, accumulate });
    }
    const gathered = tape.overwrite(patches);
    backend.dispatch(unfoldOf(O), { images: gradientOut, patches: gathered }, window);
    const toWeight = tape.sink(weight);
    if (toWeight !== null) {
      const { gradient, accumulate } = toWeight;
      const operands = { a: inputs, b: rows, gradient: "b" } as const;
      multiply(backend, { product: "TN", precision, ...operands, out: gradient, accumulate });
    }
    const toImages = tape.sink(images);
    if (toImages !== null) {
      const { gradient, accumulate } = toImages;
      const toRows = rowsOf(tape, gradient);
      const operands = { a: rows, b: weight.value, gradient: "a" } as const;
      multiply(backend, { product: "NT", precision, ...operands, out: toRows, accumulate });
    }
    tape.releaseGradient(patches);
    tape.releaseGradient(out);
  });
  return out;
}

/** One row for each place of each image: [L, M, channels]. */
function rowsOf({ scope }: Tape, images: Tensor<"f32">): Tensor<"f32"> {
  const [L, B, Y, X, C] = images.shape;
  return scope.view(images.label, images, [L, B * Y * X, C]);
}

function noBias({ scope, lineages }: Tape): Tensor<"f32"> {
  return scope.zeros("no bias", "f32", [lineages, 0]);
}
