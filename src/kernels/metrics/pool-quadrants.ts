import { covering, defineKernel } from "../../compute/kernel.ts";

/** Means over the quarters of images. See shaders/metrics/pool-quadrants.wgsl. */
export const poolQuadrants = defineKernel({
  shader: "metrics/pool-quadrants.wgsl",
  bindings: {
    images: { dtype: "f32", shape: "B H W C", access: "read" },
    pooled: { dtype: "f32", shape: "B F", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ B, F }, { WORKGROUP_SIZE }) => covering(B * F, WORKGROUP_SIZE),

  reference({ images, pooled }, _scalars, { B, H, W, C, F }) {
    for (let b = 0; b < B; b++) {
      const sums = new Float64Array(F);
      const counts = new Float64Array(F);
      for (let y = 0; y < H; y++) {
        for (let x = 0; x < W; x++) {
          const q = 2 * Math.floor((2 * y) / (H + (H % 2))) + Math.floor((2 * x) / (W + (W % 2)));
          for (let c = 0; c < C; c++) {
            sums[q * C + c] += images[((b * H + y) * W + x) * C + c];
            counts[q * C + c]++;
          }
        }
      }
      for (let f = 0; f < F; f++) pooled[b * F + f] = sums[f] / counts[f];
    }
  },
});
