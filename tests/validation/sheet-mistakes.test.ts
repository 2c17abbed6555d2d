import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import type { AnyKernel } from "../../src/compute/kernel.ts";
import { sheet } from "../support/sheet.ts";

type Reference = (
  arrays: Readonly<Record<string, Float32Array | Uint32Array>>,
  scalars: Readonly<Record<string, number>>,
  axes: Readonly<Record<string, number>>,
) => void;

/** A CPU backend on which one kernel does something else. */
function withMistake(shader: string, mistake: (right: Reference) => Reference): Backend {
  const backend = new CpuBackend();
  const dispatch = backend.dispatch.bind(backend);
  backend.dispatch = (kernel: AnyKernel, tensors, scalars) => {
    const right: Reference = (arrays, ...rest) => kernel.reference(arrays, ...rest);
    if (kernel.shader !== shader) return dispatch(kernel, tensors, scalars);
    const { fast: _, ...exact } = kernel;
    dispatch({ ...exact, reference: mistake(right) }, tensors, scalars);
  };
  return backend;
}

// Without them each of these checks passes, as the other files of the sheet show.
describe("a mistake in the engine is found:", () => {
  const mistakes: readonly [string, string, (right: Reference) => Reference, string][] = [
    [
      "samples that are 1 % too narrow",
      "gaussian/sample.wgsl",
      (right) => (arrays, scalars, axes) => {
        right(arrays, scalars, axes);
        for (const [i, value] of arrays["samples"].entries()) arrays["samples"][i] = 0.99 * value;
      },
      "variance-shrinks",
    ],
    [
      "the same random numbers in every generation",
      "gaussian/sample.wgsl",
      (right) => (arrays, scalars, axes) => right(arrays, { ...scalars, generation: 0 }, axes),
      "log-variance-spreads",
    ],
    [
      "the same random numbers in every lineage",
      "gaussian/sample.wgsl",
      (right) => (arrays, scalars, axes) =>
        right({ ...arrays, keys: arrays["keys"].map(() => 1) }, scalars, axes),
      "unbiased-variance-stays",
    ],
    [
      "a tenth of a per cent of the dead revived",
      "categorical/sample.wgsl",
      (right) => (arrays, scalars, axes) => {
        right(arrays, scalars, axes);
        for (let i = 0; i < arrays["samples"].length; i += 1000) {
          arrays["samples"][i] = (37 * (i / 1000) + 101 * scalars["generation"]) % axes["K"];
        }
      },
      "survivors-20",
    ],
    [
      "a chance of real data that is half of what it should be",
      "pool/swap-rows.wgsl",
      (right) => (arrays, scalars, axes) =>
        right({ ...arrays, share: arrays["share"].map((share) => 0.5 * share) }, scalars, axes),
      "fresh-by-chance",
    ],
    [
      "weights of real and synthetic samples that change places",
      "pool/weigh-share.wgsl",
      (right) => (arrays, scalars, axes) =>
        right({ ...arrays, share: arrays["share"].map((share) => 1 - share) }, scalars, axes),
      "golden-weighting",
    ],
    [
      "a part of all data that is always the newest",
      "pool/choose-part.wgsl",
      (right) => (arrays, scalars, axes) => {
        right(arrays, scalars, axes);
        const isNewest = scalars["first"] + scalars["rows"] === axes["P"];
        arrays["weight"].fill(isNewest ? 1 : 0);
      },
      "subset-of-all-holds",
    ],
    [
      "a temperature that is 0.01 % off",
      "categorical/temper.wgsl",
      (right) => (arrays, scalars, axes) =>
        right(
          { ...arrays, temperature: arrays["temperature"].map((T) => 1.0001 * T) },
          scalars,
          axes,
        ),
      "tempering",
    ],
    [
      "weights that begin twice as wide",
      "training/initialize.wgsl",
      (right) => (arrays, scalars, axes) => {
        right(arrays, scalars, axes);
        for (const [i, value] of arrays["values"].entries()) arrays["values"][i] = 2 * value;
      },
      "initial-loss",
    ],
    [
      "a gradient towards the word beside the right one",
      "layers/cross-entropy-backward.wgsl",
      (right) => (arrays, scalars, axes) =>
        right({ ...arrays, targets: arrays["targets"].map((word) => word + 1) }, scalars, axes),
      "overfitted-batch",
    ],
    [
      "a code with a tenth too little noise",
      "layers/reparameterise-forward.wgsl",
      (right) => (arrays, scalars, axes) =>
        right({ ...arrays, noise: arrays["noise"].map((x) => 0.9 * x) }, scalars, axes),
      "linear-vae-major-3",
    ],
    [
      "neighbours that are a tenth too near",
      "metrics/neighbour-radius.wgsl",
      (right) => (arrays, scalars, axes) => {
        right(arrays, scalars, axes);
        for (const [i, value] of arrays["radius"].entries()) arrays["radius"][i] = 0.9 * value;
      },
      "coverage-of-the-same",
    ],
    [
      "a likeness to oneself that counts",
      "metrics/similarity-gaussian.wgsl",
      (right) => (arrays, scalars, axes) => right(arrays, { ...scalars, own: 0 }, axes),
      "discrepancy-of-two-normals",
    ],
    [
      "a verifier that takes a tenth of the wrong answers for right ones",
      "regression/agree.wgsl",
      (right) => (arrays, scalars, axes) => {
        right(arrays, scalars, axes);
        for (let i = 0; i < arrays["marks"].length; i += 10) arrays["marks"][i] = 1;
      },
      "verified-answers-hold",
    ],
    [
      "rules whose odds are a fiftieth off",
      "grammar/sample.wgsl",
      (right) => (arrays, scalars, axes) => {
        const off = (bits: number) => (bits > 2 ** 31 ? bits : 0.98 * bits);
        right({ ...arrays, thresholds: arrays["thresholds"].map(off) }, scalars, axes);
      },
      "grammar-refit",
    ],
  ];

  test.each(mistakes)("%s", async (_name, shader, mistake, check) => {
    const [result] = await sheet(withMistake(shader, mistake), [check]);
    expect(result.verdict).toBe("fail");
  });
});
