import { describe, expect, test } from "vitest";
import type { Tensor } from "../../../src/compute/tensor.ts";
import { convolution, transposedConvolution } from "../../../src/training/layers/convolution.ts";
import { reparameterise, stepNoise } from "../../../src/training/layers/reparameterise.ts";
import { reshape } from "../../../src/training/layers/reshape.ts";
import {
  bernoulliTerm,
  divergenceTerm,
  gaussianTerm,
  sumOfTerms,
} from "../../../src/training/layers/terms.ts";
import type { Tape, Variable } from "../../../src/training/tape.ts";
import { type VaeShape, decode, encode, vaeParameters } from "../../../src/vae/architecture.ts";
import { scatteredFraction } from "../../support/agree.ts";
import { expectClose } from "../../support/close.ts";
import { type Differentiable, gradients } from "../../support/double.ts";

function expectGradients(of: Differentiable): void {
  for (const [name, { byTape, byDifferences }] of Object.entries(gradients(of))) {
    expect(
      byTape.some((slope) => slope !== 0),
      name,
    ).toBe(true);
    // Differences over 10⁻⁵ leave 10⁻¹⁰ of curvature and 10⁻¹¹ of rounding, times what a loss is large.
    expectClose(byTape, byDifferences, { absolute: 1e-6, relative: 1e-6 });
  }
}

const L = 2;

function targetsOf({ scope }: Tape, shape: readonly number[]): Tensor<"f32"> {
  const count = shape.reduce((product, n) => product * n, 1);
  const numbers = Float32Array.from({ length: count }, (_, i) => scatteredFraction(i));
  return scope.tensor("targets", "f32", shape, numbers);
}

/** A loss that sees every number of an image, each in its own way. */
function lossOf(tape: Tape, images: Variable, B: number): Variable {
  const [, , Y, X, C] = images.value.shape;
  const flat = reshape(tape, images, [L, B, Y * X * C]);
  const targets = targetsOf(tape, flat.value.shape);
  return sumOfTerms(tape, [gaussianTerm(tape, flat, targets, 0.7)]);
}

const windows = [
  { size: 4, stride: 2, padding: 1 },
  { size: 3, stride: 1, padding: 0 },
  { size: 2, stride: 3, padding: 1 },
];

describe.each(windows)("windows $size wide, $stride apart, padded by $padding", (window) => {
  const taps = window.size ** 2;

  test("a convolution has its gradients", () => {
    expectGradients({
      shapes: { images: [L, 2, 6, 5, 3], weight: [L, taps * 3, 2], bias: [L, 2] },
      loss: (tape, { images, weight, bias }) =>
        lossOf(tape, convolution(tape, images, { weight, bias }, window), 2),
    });
  });

  test("a transposed convolution has its gradients", () => {
    expectGradients({
      shapes: { images: [L, 2, 3, 2, 3], weight: [L, 3, taps * 2], bias: [L, 2] },
      loss: (tape, { images, weight, bias }) =>
        lossOf(tape, transposedConvolution(tape, images, { weight, bias }, window), 2),
    });
  });
});

test("the divergence and a draw have their gradients, and add up where a code has both", () => {
  expectGradients({
    shapes: { code: [L, 3, 10] },
    loss(tape, { code }) {
      const beta = tape.scope.tensor("beta", "f32", [L], Float32Array.of(1, 2.5));
      const z = reparameterise(tape, code, stepNoise(tape, [L, 3, 5]));
      const targets = targetsOf(tape, [L, 3, 5]);
      return sumOfTerms(tape, [
        divergenceTerm(tape, code, beta),
        gaussianTerm(tape, z, targets, 0.5),
      ]);
    },
  });
});

test("a Bernoulli likelihood has its gradient", () => {
  expectGradients({
    shapes: { x: [L, 3, 70] },
    scale: 4,
    loss(tape, { x }) {
      const logits = reshape(tape, x, [L, 1, 210]);
      // The gradient takes the place of the logits, and x is asked again for each difference.
      const copy = tape.variable("copy", [L, 1, 210]);
      (copy.value as unknown as { numbers: Float64Array }).numbers.set(
        (logits.value as unknown as { numbers: Float64Array }).numbers,
      );
      tape.onBackward(() => tape.share(copy, logits));
      return sumOfTerms(tape, [bernoulliTerm(tape, copy, targetsOf(tape, [L, 1, 210]))]);
    },
  });
});

test.each(["mlp", "convolutional"] as const)(
  "a whole VAE has its gradients: %s",
  (architecture) => {
    const shape: VaeShape = {
      architecture,
      height: 8,
      width: 4,
      latent: 2,
      hidden: 5,
      channels: 2,
    };
    const specs = vaeParameters(shape);
    expectGradients({
      shapes: Object.fromEntries(specs.map(({ name, shape: own }) => [name, [L, ...own]])),
      scale: 0.5,
      loss(tape, parameters) {
        const images = targetsOf(tape, [L, 3, 32]);
        const beta = tape.scope.tensor("beta", "f32", [L], Float32Array.of(1, 2.5));
        const code = encode(tape, parameters, tape.constant(images), shape);
        const z = reparameterise(tape, code, stepNoise(tape, [L, 3, 2]));
        const logits = decode(tape, parameters, z, shape);
        return sumOfTerms(tape, [
          bernoulliTerm(tape, logits, images),
          divergenceTerm(tape, code, beta),
        ]);
      },
    });
  },
);

test("the architectures have the sizes of the published ones", () => {
  const sizes = { height: 28, width: 28, latent: 20, hidden: 400, channels: 64 };
  const count = (architecture: VaeShape["architecture"]) =>
    vaeParameters({ architecture, ...sizes }).reduce(
      (sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1),
      0,
    );
  // 784-400-(20, 20) and 20-400-784 with biases; the second is what Shumailov et al. trained.
  expect(count("mlp")).toBe(652_824);
  expect(count("convolutional")).toBe(647_081);
});
