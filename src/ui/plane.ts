import type { RealFacts } from "../distribution.ts";
import type { PlanePicture } from "../hosts/browser/protocol.ts";

type Vectors = Extract<RealFacts, { kind: "vector" }>;

/** A rectangle of the plane, data units. */
export interface PlaneWindow {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** One Gaussian in the plane. */
interface Blob {
  readonly weight: number;
  readonly mean: readonly [number, number];
  /** The lower triangular root of its covariance: a, b, c of [[a, 0], [b, c]]. */
  readonly root: readonly [number, number, number];
}

/** Deviations on either side that a picture shows. */
const REACH = 3.5;
/** A component with less than this is no more than a trace. */
const LEAST_WEIGHT = 1e-3;
const RING_POINTS = 64;

/** The real distribution, whose dimensions may be independent. */
export function realBlobs({ joint, marginals }: Vectors): Blob[] {
  if (joint !== undefined) {
    return joint.map(({ weight, mean, factor }) => ({
      weight,
      mean: [mean[0], mean[1]],
      root: [factor[0][0], factor[1][0], factor[1][1]],
    }));
  }
  const [across, up] = marginals;
  return across.flatMap((x) =>
    up.map((y) => ({
      weight: x.weight * y.weight,
      mean: [x.mean, y.mean] as const,
      root: [x.deviation, 0, y.deviation] as const,
    })),
  );
}

/** The components of a model that anyone could see. */
export function modelBlobs({ weight, mean, root }: PlanePicture): Blob[] {
  return Array.from(weight, (own, k): Blob => {
    const [a, , b, c] = root.subarray(4 * k, 4 * k + 4);
    return { weight: own, mean: [mean[2 * k], mean[2 * k + 1]], root: [a, b, c] };
  }).filter((blob) => blob.weight >= LEAST_WEIGHT);
}

/** Where all but the far tails of the components are. */
export function windowAround(blobs: readonly Blob[]): PlaneWindow {
  const reach = (axis: 0 | 1, side: 1 | -1) =>
    blobs.map(({ mean, root: [a, b, c] }) => {
      const deviation = axis === 0 ? a : Math.hypot(b, c);
      return mean[axis] + side * REACH * deviation;
    });
  return {
    left: Math.min(...reach(0, -1)),
    right: Math.max(...reach(0, 1)),
    bottom: Math.min(...reach(1, -1)),
    top: Math.max(...reach(1, 1)),
  };
}

/** The smallest window around both, but none that goes further than as wide again on a side. */
export function windowWith(window: PlaneWindow, other: PlaneWindow): PlaneWindow {
  const width = window.right - window.left;
  const height = window.top - window.bottom;
  return {
    left: Math.max(window.left - width, Math.min(window.left, other.left)),
    right: Math.min(window.right + width, Math.max(window.right, other.right)),
    bottom: Math.max(window.bottom - height, Math.min(window.bottom, other.bottom)),
    top: Math.min(window.top + height, Math.max(window.top, other.top)),
  };
}

/** The same middle, and a unit as long across as up, in a picture of so many pixels. */
export function proportioned(window: PlaneWindow, width: number, height: number): PlaneWindow {
  const unit = Math.max(
    (window.right - window.left) / width,
    (window.top - window.bottom) / height,
  );
  const x = (window.left + window.right) / 2;
  const y = (window.bottom + window.top) / 2;
  const [across, up] = [(unit * width) / 2, (unit * height) / 2];
  return { left: x - across, right: x + across, bottom: y - up, top: y + up };
}

/** Points at so many deviations around a component. */
export function ring({ mean, root: [a, b, c] }: Blob, deviations: number): [number, number][] {
  return Array.from({ length: RING_POINTS }, (_, i) => {
    const angle = (2 * Math.PI * i) / RING_POINTS;
    const u = deviations * Math.cos(angle);
    const v = deviations * Math.sin(angle);
    return [mean[0] + a * u, mean[1] + b * u + c * v];
  });
}

/** The density in the middle of each cell, row by row from the top, as a part of the highest. */
export function densities(
  blobs: readonly Blob[],
  { left, right, bottom, top }: PlaneWindow,
  columns: number,
  rows: number,
): Float64Array {
  const cells = new Float64Array(columns * rows);
  const [width, height] = [(right - left) / columns, (top - bottom) / rows];
  for (const { weight, mean, root } of blobs) {
    const [a, b, c] = root;
    const tall = Math.hypot(b, c);
    // Further away it has less than e^-12 of its height.
    const first = Math.max(0, Math.floor((mean[0] - 5 * a - left) / width));
    const last = Math.min(columns - 1, Math.ceil((mean[0] + 5 * a - left) / width));
    const upper = Math.max(0, Math.floor((top - mean[1] - 5 * tall) / height));
    const lower = Math.min(rows - 1, Math.ceil((top - mean[1] + 5 * tall) / height));
    for (let row = upper; row <= lower; row++) {
      for (let column = first; column <= last; column++) {
        const u = (left + (column + 0.5) * width - mean[0]) / a;
        const v = (top - (row + 0.5) * height - mean[1] - b * u) / c;
        cells[row * columns + column] += (weight / (a * c)) * Math.exp(-0.5 * (u * u + v * v));
      }
    }
  }
  const highest = cells.reduce((most, value) => Math.max(most, value), 0);
  return highest === 0 ? cells : cells.map((value) => value / highest);
}
