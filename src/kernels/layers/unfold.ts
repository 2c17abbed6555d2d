import { covering, defineKernel } from "../../compute/kernel.ts";

/** The patches under a convolution. See shaders/layers/unfold.wgsl. */
export const unfold = defineKernel({
  shader: "layers/unfold.wgsl",
  bindings: {
    images: { dtype: "f32", shape: "L B H W C", access: "read" },
    patches: { dtype: "f32", shape: "L B Y X K", access: "write" },
  },
  scalars: ["size", "stride", "padding"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B, Y, X, K }, { WORKGROUP_SIZE }) =>
    covering(L * B * Y * X * Math.ceil(K / 4), WORKGROUP_SIZE),

  reference({ images, patches }, { size, stride, padding }, { L, B, H, W, C, Y, X, K }) {
    for (let image = 0; image < L * B; image++) {
      for (let y = 0; y < Y; y++) {
        for (let x = 0; x < X; x++) {
          for (let k = 0; k < K; k++) {
            const tap = Math.floor(k / C);
            const row = y * stride + Math.floor(tap / size) - padding;
            const column = x * stride + (tap % size) - padding;
            const isInside = row >= 0 && row < H && column >= 0 && column < W;
            const from = ((image * H + row) * W + column) * C + (k % C);
            patches[((image * Y + y) * X + x) * K + k] = isInside ? images[from] : 0;
          }
        }
      }
    }
  },

  /** Copies whole pixels. */
  fast({ images, patches }, { size, stride, padding }, { L, B, H, W, C, Y, X, K }) {
    patches.fill(0);
    for (let image = 0; image < L * B; image++) {
      for (let place = 0; place < Y * X; place++) {
        const top = Math.floor(place / X) * stride - padding;
        const left = (place % X) * stride - padding;
        // Taps of a row that are inside the image lie together in both.
        const start = Math.max(0, -left);
        const end = Math.min(size, W - left);
        if (start >= end) continue;
        for (let i = Math.max(0, -top); i < Math.min(size, H - top); i++) {
          const from = ((image * H + top + i) * W + left + start) * C;
          const to = (image * Y * X + place) * K + (i * size + start) * C;
          for (let j = 0; j < (end - start) * C; j++) patches[to + j] = images[from + j];
        }
      }
    }
  },
});
