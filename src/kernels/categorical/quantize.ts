import { covering, defineKernel } from "../../compute/kernel.ts";
import { PROBABILITY_SCALE } from "./probability-scale.ts";

/** Tempered probabilities as integers. See shaders/categorical/quantize.wgsl. */
export const quantize = defineKernel({
  shader: "categorical/quantize.wgsl",
  bindings: {
    temperature: { dtype: "f32", shape: "L", access: "read" },
    counts: { dtype: "u32", shape: "L K", access: "read" },
    tempered: { dtype: "f32", shape: "L K", access: "read" },
    weights: { dtype: "u32", shape: "L K", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, K }, { WORKGROUP_SIZE }) => covering(L * K, WORKGROUP_SIZE),

  reference({ temperature, counts, tempered, weights }, _scalars, { L, K }) {
    for (let l = 0; l < L; l++) {
      for (let i = l * K; i < (l + 1) * K; i++) {
        if (temperature[l] === 1 || counts[i] === 0) weights[i] = counts[i];
        else weights[i] = Math.max(1, Math.floor(PROBABILITY_SCALE * Math.exp(tempered[i])));
      }
    }
  },
});
