import { covering, defineKernel } from "../../compute/kernel.ts";

/** Neighbours that reach as far as the ball around a point. */
export const NEIGHBOURS = 5;

/** How far the fifth nearest point is. See shaders/metrics/neighbour-radius.wgsl. */
export const neighbourRadius = defineKernel({
  shader: "metrics/neighbour-radius.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "R N F", access: "read" },
    radius: { dtype: "f32", shape: "R N", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, NEIGHBOURS },
  workgroups: ({ R, N }, { WORKGROUP_SIZE }) => covering(R * N, WORKGROUP_SIZE),

  reference({ points, radius }, _scalars, { R, N, F }) {
    const distances = new Float64Array(N);
    for (let r = 0; r < R; r++) {
      for (let n = 0; n < N; n++) {
        for (let m = 0; m < N; m++) {
          distances[m] =
            m === n ? Infinity : squaredDistance(points, r * N + n, points, r * N + m, F);
        }
        radius[r * N + n] = distances.toSorted()[NEIGHBOURS - 1];
      }
    }
  },

  /** Gives up on a point as soon as it is further than the fifth nearest so far. */
  fast({ points, radius }, _scalars, { R, N, F }) {
    const nearest = new Float64Array(NEIGHBOURS);
    for (let r = 0; r < R; r++) {
      for (let n = r * N; n < (r + 1) * N; n++) {
        nearest.fill(Infinity);
        for (let m = r * N; m < (r + 1) * N; m++) {
          if (m === n) continue;
          const distance = distanceUpTo(nearest[NEIGHBOURS - 1], points, n * F, points, m * F, F);
          let k = NEIGHBOURS - 1;
          if (distance >= nearest[k]) continue;
          for (; k > 0 && nearest[k - 1] > distance; k--) nearest[k] = nearest[k - 1];
          nearest[k] = distance;
        }
        radius[n] = nearest[NEIGHBOURS - 1];
      }
    }
  },
});

/** Between row i of one table and row j of another, of F numbers each. */
export function squaredDistance(
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  F: number,
): number {
  let sum = 0;
  for (let f = 0; f < F; f++) sum += (a[i * F + f] - b[j * F + f]) ** 2;
  return sum;
}

/** The same for F numbers from places i and j on; anything above `most` where it is larger than that. */
export function distanceUpTo(
  most: number,
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  F: number,
): number {
  let sum = 0;
  for (let f = 0; f < F && sum <= most; f += 4) {
    const x = a[i + f] - b[j + f];
    const y = a[i + f + 1] - b[j + f + 1];
    const z = a[i + f + 2] - b[j + f + 2];
    const w = a[i + f + 3] - b[j + f + 3];
    sum += x * x + y * y + z * z + w * w;
  }
  return sum;
}
