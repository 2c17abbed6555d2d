import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomNormals } from "../../random/normal.ts";
import { randomBits } from "../../random/philox.ts";
import { uniformOf } from "../../random/uniform.ts";

/** Draws rows again, each with noise of its own. See shaders/kernel-density/sample.wgsl. */
export const densitySample = defineKernel({
  shader: "kernel-density/sample.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    points: { dtype: "f32", shape: "L M D", access: "read" },
    presence: { dtype: "f32", shape: "L W", access: "read" },
    masses: { dtype: "f32", shape: "L C", access: "read" },
    root: { dtype: "f32", shape: "L 2 D D", access: "read" },
    samples: { dtype: "f32", shape: "L N D", access: "write" },
  },
  scalars: ["chunkLength", "stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, { stream, generation }, { L, N, M, D, W }) {
    const { keys, points, presence, root, samples } = arrays;
    const words = new Uint32Array(4);
    const four = new Float64Array(4);
    const z = new Float64Array(D);
    const upTo = new Float64Array(M);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      let total = 0;
      for (let m = 0; m < M; m++) upTo[m] = total += W === 0 ? 1 : presence[l * M + m];
      for (let n = 0; n < N; n++) {
        const at = { seed, lineage, stream, generation, step: 0, index: n, draw: 0 };
        randomBits(at, words);
        const place = uniformOf(words[0]) * total;
        let lower = 0;
        for (let upper = M - 1; lower < upper;) {
          const middle = (lower + upper) >> 1;
          if (place < upTo[middle]) upper = middle;
          else lower = middle + 1;
        }
        for (let d = 0; d < D; d++) {
          if (d % 4 === 0) {
            at.draw++;
            randomNormals(at, four);
          }
          z[d] = four[d % 4];
        }
        for (let i = 0; i < D; i++) {
          let value = points[(l * M + lower) * D + i];
          for (let j = 0; j <= i; j++) value += root[((2 * l + 1) * D + i) * D + j] * z[j];
          samples[(l * N + n) * D + i] = value;
        }
      }
    }
  },
});
