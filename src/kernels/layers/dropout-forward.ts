import { covering, defineKernel } from "../../compute/kernel.ts";
import { dropoutMask } from "./dropout-mask.ts";

const mask = new Float64Array(4);

/** Loses some of a branch before it joins. See shaders/layers/dropout-forward.wgsl. */
export const dropoutForward = defineKernel({
  shader: "layers/dropout-forward.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    clock: { dtype: "u32", shape: "1", access: "read" },
    rate: { dtype: "f32", shape: "L", access: "read" },
    x: { dtype: "f32", shape: "L E", access: "read" },
    residual: { dtype: "f32", shape: "L E", access: "read" },
    out: { dtype: "f32", shape: "L E", access: "write" },
  },
  scalars: ["stream", "generation", "place"],
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: ({ L, E }, { WORKGROUP_SIZE }) => covering(L * Math.ceil(E / 4), WORKGROUP_SIZE),

  reference({ keys, clock, rate, x, residual, out }, { stream, generation, place }, { L, E }) {
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      const at = { seed, lineage, stream, generation, step: clock[0], index: 0, draw: place };
      for (let e = 0; e < E; e++) {
        if (e % 4 === 0) {
          at.index = e / 4;
          dropoutMask(at, rate[l], mask);
        }
        out[l * E + e] = residual[l * E + e] + x[l * E + e] * mask[e % 4];
      }
    }
  },
});
