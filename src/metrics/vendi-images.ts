import { Matrix } from "ml-matrix";
import type { Tensor } from "../compute/tensor.ts";
import {
  FEATURES,
  FEATURES_NOTE,
  featuresOf,
  heldOutFeatures,
  imageFeatureKernels,
  refusesFeatures,
} from "../images/features.ts";
import { spectrum } from "./feature-moments.ts";
import { defineMetric } from "./metric.ts";
import { onHost } from "./on-host.ts";

export const vendiImages = defineMetric({
  name: "vendi-images",
  title: "Vendi score",
  summary: `How many quite different images the model draws, in effect: the exponential of the entropy of their similarities, by cosine about the real mean, ${FEATURES_NOTE}.`,
  source: "Friedman & Dieng 2023, arXiv:2210.02410",
  unit: "images",
  settings: {},
  kernels: imageFeatureKernels,
  needsReal: ["heldOut", "samples"],
  needs: ["samples"],
  kind: "image",
  refuses: refusesFeatures,

  measure(context, { real, current }) {
    const heldOut = heldOutFeatures(context, real.samples, real.heldOut as Tensor<"f32">);
    return onHost(context, featuresOf(context, current.samples), heldOut, (unseen) => {
      const mean = new Float64Array(FEATURES);
      for (const [i, value] of unseen.entries()) {
        mean[i % FEATURES] += (value * FEATURES) / unseen.length;
      }
      return (own) => vendiScore(own, mean);
    });
  },
});

/**
 * The Vendi score of rows about `center` by cosine. The similarities of N rows have the same eigenvalues,
 * but for zeros, as the second moments of the F numbers of a row of length 1.
 */
export function vendiScore(rows: Float32Array, center: Float64Array): number {
  const F = center.length;
  const N = rows.length / F;
  const sums = Matrix.zeros(F, F);
  for (let n = 0; n < N; n++) {
    const row = center.map((mean, f) => rows[n * F + f] - mean);
    const length = Math.hypot(...row) || 1;
    for (let f = 0; f < F; f++) {
      for (let e = 0; e <= f; e++) {
        const value = sums.get(f, e) + (row[f] / length) * (row[e] / length / N);
        sums.set(f, e, value);
        sums.set(e, f, value);
      }
    }
  }
  const entropy = spectrum(sums).reduce((sum, p) => (p === 0 ? sum : sum - p * Math.log(p)), 0);
  return Math.exp(entropy);
}
