import { covering, defineKernel } from "../../compute/kernel.ts";

/** How much of every strand lies at or above each threshold. See shaders/decoding/above.wgsl. */
export const aboveThresholds = defineKernel({
  shader: "decoding/above.wgsl",
  bindings: {
    weights: { dtype: "f32", shape: "L R V", access: "read" },
    threshold: { dtype: "u32", shape: "L R", access: "read" },
    above: { dtype: "f32", shape: "L R C 16", access: "write" },
  },
  scalars: ["shift", "mass"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, C }, { WORKGROUP_SIZE }) => covering(L * R * C, WORKGROUP_SIZE),

  reference({ weights, threshold, above }, { shift, mass }, { L, R, V, C }) {
    const bits = new Uint32Array(weights.buffer, weights.byteOffset, weights.length);
    const sums = new Float64Array(16);
    for (let row = 0; row < L * R; row++) {
      const start = shift === 28 ? 0 : threshold[row];
      for (let c = 0; c < C; c++) {
        sums.fill(0);
        for (let v = c; v < V; v += C) {
          const level = Math.floor((bits[row * V + v] - start) / 2 ** shift);
          const counted = mass === 1 ? weights[row * V + v] : 1;
          for (let j = 0; j <= Math.min(level, 15); j++) sums[j] += counted;
        }
        above.set(sums, (row * C + c) * 16);
      }
    }
  },

  fast({ weights, threshold, above }, { shift, mass }, { L, R, V, C }) {
    const bits = new Uint32Array(weights.buffer, weights.byteOffset, weights.length);
    const sums = new Float64Array(16);
    for (let strand = 0; strand < L * R * C; strand++) {
      const row = Math.floor(strand / C);
      const start = shift === 28 ? 0 : threshold[row];
      sums.fill(0);
      for (let at = row * V + (strand % C); at < (row + 1) * V; at += C) {
        if (bits[at] < start) continue;
        sums[Math.min(15, (bits[at] - start) >>> shift)] += mass === 1 ? weights[at] : 1;
      }
      for (let j = 14; j >= 0; j--) sums[j] += sums[j + 1];
      above.set(sums, 16 * strand);
    }
  },
});
