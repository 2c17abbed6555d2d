import { covering, defineKernel } from "../../compute/kernel.ts";

/** Patches laid over each other. See shaders/layers/fold.wgsl. */
export const fold = defineKernel({
  shader: "layers/fold.wgsl",
  bindings: {
    patches: { dtype: "f32", shape: "L B Y X K", access: "read" },
    bias: { dtype: "f32", shape: "L E", access: "read" },
    images: { dtype: "f32", shape: "L B H W C", access: "update" },
  },
  scalars: ["size", "stride", "padding", "accumulate"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B, H, W, C }, { WORKGROUP_SIZE }) =>
    covering(L * B * H * W * C, WORKGROUP_SIZE),

  reference(arrays, { size, stride, padding, accumulate }, { L, B, H, W, C, Y, X, K, E }) {
    const { patches, bias, images } = arrays;
    const sums = new Float64Array(H * W * C);
    for (let image = 0; image < L * B; image++) {
      const l = Math.floor(image / B);
      for (let i = 0; i < sums.length; i++) {
        const start = E > 0 ? bias[l * E + (i % C)] : 0;
        sums[i] = start + (accumulate === 0 ? 0 : images[image * sums.length + i]);
      }
      for (let y = 0; y < Y; y++) {
        for (let x = 0; x < X; x++) {
          for (let k = 0; k < K; k++) {
            const tap = Math.floor(k / C);
            const row = y * stride + Math.floor(tap / size) - padding;
            const column = x * stride + (tap % size) - padding;
            if (row < 0 || row >= H || column < 0 || column >= W) continue;
            sums[(row * W + column) * C + (k % C)] += patches[((image * Y + y) * X + x) * K + k];
          }
        }
      }
      images.set(sums, image * sums.length);
    }
  },

  /** Adds whole rows of taps. */
  fast(arrays, { size, stride, padding, accumulate }, { L, B, H, W, C, Y, X, K, E }) {
    const { patches, bias, images } = arrays;
    const extent = H * W * C;
    if (accumulate === 0) images.fill(0);
    for (let image = 0; image < L * B; image++) {
      const l = Math.floor(image / B);
      const own = images.subarray(image * extent, (image + 1) * extent);
      if (E > 0) for (let i = 0; i < extent; i++) own[i] += bias[l * E + (i % C)];
      for (let place = 0; place < Y * X; place++) {
        const top = Math.floor(place / X) * stride - padding;
        const left = (place % X) * stride - padding;
        const start = Math.max(0, -left);
        const end = Math.min(size, W - left);
        if (start >= end) continue;
        for (let i = Math.max(0, -top); i < Math.min(size, H - top); i++) {
          const to = ((top + i) * W + left + start) * C;
          const from = (image * Y * X + place) * K + (i * size + start) * C;
          for (let j = 0; j < (end - start) * C; j++) own[to + j] += patches[from + j];
        }
      }
    }
  },
});
