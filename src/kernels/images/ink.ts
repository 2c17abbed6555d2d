import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomNormals } from "../../random/normal.ts";

/** Pixels over which the edge of a line fades. */
const SOFTNESS = 1.2;

/** What a pen leaves on the pixels. See shaders/images/ink.wgsl. */
export const inkPixels = defineKernel({
  shader: "images/ink.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    hands: { dtype: "f32", shape: "L 3", access: "read" },
    segments: { dtype: "f32", shape: "L N E 4", access: "read" },
    pens: { dtype: "f32", shape: "L N 2", access: "read" },
    values: { dtype: "f32", shape: "L N D", access: "write" },
  },
  scalars: ["width", "stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, D }, { WORKGROUP_SIZE }) => covering(L * N * (D / 4), WORKGROUP_SIZE),

  reference(arrays, scalars, { L, N, E, D }) {
    const { segments, pens, values } = arrays;
    for (let image = 0; image < L * N; image++) {
      for (let d = 0; d < D; d++) {
        const x = (d % scalars.width) + 0.5;
        const y = Math.floor(d / scalars.width) + 0.5;
        let nearest = Infinity;
        for (let e = 0; e < pens[2 * image + 1]; e++) {
          const at = 4 * (image * E + e);
          nearest = Math.min(nearest, squaredDistance(x, y, segments, at));
        }
        values[image * D + d] = inkAt(Math.sqrt(nearest), pens[2 * image]);
      }
    }
    addNoise(arrays, scalars, N, D);
  },

  /** Looks at each piece of line only from the pixels that it may reach. */
  fast(arrays, scalars, { N, E, D }) {
    const { segments, pens, values } = arrays;
    const { width } = scalars;
    const height = D / width;
    values.fill(0);
    for (let image = 0; image < pens.length / 2; image++) {
      const radius = pens[2 * image];
      const reach = radius + SOFTNESS / 2;
      for (let e = 0; e < pens[2 * image + 1]; e++) {
        const at = 4 * (image * E + e);
        const [x0, y0, x1, y1] = segments.subarray(at, at + 4);
        const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
        const right = Math.min(width - 1, Math.ceil(Math.max(x0, x1) + reach));
        const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
        const bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y1) + reach));
        for (let row = top; row <= bottom; row++) {
          for (let column = left; column <= right; column++) {
            const squared = squaredDistance(column + 0.5, row + 0.5, segments, at);
            if (squared >= reach * reach) continue;
            const place = image * D + row * width + column;
            values[place] = Math.max(values[place], inkAt(Math.sqrt(squared), radius));
          }
        }
      }
    }
    addNoise(arrays, scalars, N, D);
  },
});

function inkAt(distance: number, radius: number): number {
  return Math.min(Math.max((radius - distance) / SOFTNESS + 0.5, 0), 1);
}

/** From a point to the piece of line that begins at `at`. */
function squaredDistance(x: number, y: number, segments: Float32Array, at: number): number {
  const wayX = segments[at + 2] - segments[at];
  const wayY = segments[at + 3] - segments[at + 1];
  const fromX = x - segments[at];
  const fromY = y - segments[at + 1];
  const square = Math.max(wayX * wayX + wayY * wayY, 1e-12);
  const t = Math.min(Math.max((fromX * wayX + fromY * wayY) / square, 0), 1);
  return (fromX - t * wayX) ** 2 + (fromY - t * wayY) ** 2;
}

interface Noisy {
  readonly keys: Uint32Array;
  readonly hands: Float32Array;
  readonly values: Float32Array;
}

function addNoise(
  { keys, hands, values }: Noisy,
  { stream, generation }: { readonly stream: number; readonly generation: number },
  N: number,
  D: number,
): void {
  const normals = new Float64Array(4);
  for (let i = 0; i < values.length; i += 4) {
    // Where there is no ink there is no noise either.
    if (values[i] + values[i + 1] + values[i + 2] + values[i + 3] === 0) continue;
    const image = Math.floor(i / D);
    const l = Math.floor(image / N);
    const [seed, lineage] = keys.subarray(2 * l);
    const at = { seed, lineage, stream, generation, step: 0, index: image - l * N };
    randomNormals({ ...at, draw: 16 + ((i % D) >> 2) }, normals);
    for (let j = 0; j < 4; j++) {
      const ink = values[i + j] * (1 + hands[3 * l + 2] * normals[j]);
      values[i + j] = Math.min(Math.max(ink, 0), 1);
    }
  }
}
