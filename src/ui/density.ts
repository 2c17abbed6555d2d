import type { RealFacts } from "../distribution.ts";
import type { Picture } from "../hosts/browser/protocol.ts";

type Components = Extract<RealFacts, { kind: "vector" }>["marginals"][number];

/** A Gaussian or a mixture of them along one dimension, data units. */
export interface Curve {
  readonly components: Components;
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

const POINTS = 240;
/** Deviations on either side that a picture shows. */
export const REACH = 4;

/** The first dimension of a model. Its deviation may be far below the smallest float. */
export function modelCurve(picture: Extract<Picture, { kind: "vector" }>): Curve {
  const deviation = Math.exp(picture.logDeviation[0]);
  return { components: [{ weight: 1, mean: picture.mean[0], deviation }] };
}

/** Where all but the far tails of the curves are. */
export function windowOf(...curves: readonly Curve[]): Window {
  const all = curves.flatMap(({ components }) => components);
  return {
    from: Math.min(...all.map(({ mean, deviation }) => mean - REACH * deviation)),
    to: Math.max(...all.map(({ mean, deviation }) => mean + REACH * deviation)),
  };
}

/**
 * Heights at even steps through the window, 1 at the highest peak; a peak that falls between two
 * steps is not missed, for every mean is a step of its own. Pairs of [0 to 1 across, height].
 */
export function profile({ components }: Curve, { from, to }: Window): [number, number][] {
  const width = to - from;
  const peak = (mean: number) => density(components, mean);
  const highest = Math.max(...components.map(({ mean }) => peak(mean)));
  const places = Array.from({ length: POINTS + 1 }, (_, i) => from + (width * i) / POINTS);
  for (const { mean, deviation } of components) {
    for (const offset of [-3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3]) {
      const place = mean + offset * deviation;
      if (place > from && place < to) places.push(place);
    }
  }
  return places
    .sort((a, b) => a - b)
    .map((x) => [(x - from) / width, highest === 0 ? 0 : density(components, x) / highest]);
}

/** Relative heights are all that is asked for, so the common factor is left out. */
function density(components: Components, x: number): number {
  return components.reduce((sum, { weight, mean, deviation }) => {
    if (deviation === 0) return sum + (x === mean ? weight : 0);
    const z = (x - mean) / deviation;
    return sum + (weight / deviation) * Math.exp(-0.5 * z * z);
  }, 0);
}
