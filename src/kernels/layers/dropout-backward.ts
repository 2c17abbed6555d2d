import { covering, defineKernel } from "../../compute/kernel.ts";
import { dropoutMask } from "./dropout-mask.ts";

const mask = new Float64Array(4);

/** The gradient of the branch in `dropoutForward`. See shaders/layers/dropout-backward.wgsl. */
export const dropoutBackward = defineKernel({
  shader: "layers/dropout-backward.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    clock: { dtype: "u32", shape: "1", access: "read" },
    rate: { dtype: "f32", shape: "L", access: "read" },
    gradientOut: { dtype: "f32", shape: "L E", access: "read" },
    gradient: { dtype: "f32", shape: "L E", access: "update" },
  },
  scalars: ["stream", "generation", "place", "accumulate"],
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: ({ L, E }, { WORKGROUP_SIZE }) => covering(L * Math.ceil(E / 4), WORKGROUP_SIZE),

  reference({ keys, clock, rate, gradientOut, gradient }, scalars, { L, E }) {
    const { stream, generation, place, accumulate } = scalars;
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      const at = { seed, lineage, stream, generation, step: clock[0], index: 0, draw: place };
      for (let e = 0; e < E; e++) {
        if (e % 4 === 0) {
          at.index = e / 4;
          dropoutMask(at, rate[l], mask);
        }
        const before = accumulate === 0 ? 0 : gradient[l * E + e];
        gradient[l * E + e] = before + gradientOut[l * E + e] * mask[e % 4];
      }
    }
  },
});
