import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomBits } from "../../random/philox.ts";
import { uniformOf } from "../../random/uniform.ts";

/** The row that becomes the next center. See shaders/mixture/seed-choose.wgsl. */
export const seedChoose = defineKernel({
  shader: "mixture/seed-choose.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    points: { dtype: "f32", shape: "L N D", access: "read" },
    presence: { dtype: "f32", shape: "L W", access: "read" },
    nearest: { dtype: "f32", shape: "L N", access: "read" },
    masses: { dtype: "f32", shape: "L C", access: "read" },
    center: { dtype: "f32", shape: "L K D", access: "update" },
  },
  scalars: ["chunkLength", "seed", "restart", "stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference(arrays, { chunkLength, seed, restart, stream, generation }, { L, N, D, K, C, W }) {
    const { keys, points, presence, nearest, masses, center } = arrays;
    const words = new Uint32Array(4);
    for (let l = 0; l < L; l++) {
      const [key, lineage] = keys.subarray(2 * l);
      randomBits(
        { seed: key, lineage, stream, generation, step: restart, index: seed, draw: 0 },
        words,
      );
      const chunks = masses.subarray(l * C, (l + 1) * C);
      let left = uniformOf(words[0]) * chunks.reduce((sum, mass) => sum + mass, 0);
      let c = 0;
      while (c < C - 1 && left >= chunks[c]) left -= chunks[c++];
      let chosen = c * chunkLength;
      for (let n = chosen; n < Math.min(N, (c + 1) * chunkLength) && left >= 0; n++) {
        const own = (W === 0 ? 1 : presence[l * N + n]) * nearest[l * N + n];
        if (own > 0) chosen = n;
        left -= own;
      }
      const row = points.subarray((l * N + chosen) * D, (l * N + chosen + 1) * D);
      center.set(row, (l * K + seed) * D);
    }
  },
});
