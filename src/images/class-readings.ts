import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { ImageFacts } from "../distribution.ts";
import { RAREST } from "../groups.ts";
import { NEIGHBOURS } from "../kernels/metrics/neighbour-radius.ts";
import type { Segment } from "../samples.ts";
import { FEATURES, featuresOf, heldOutFeatures } from "./features.ts";
import { nearestClass } from "./nearest-class.ts";

/** What the images of one lineage look like that features are taken of. */
export interface ClassReading {
  /** By class: how many look like it. */
  readonly counts: readonly number[];
  /** By class: the share of its rarest real images that are reached; NaN where nobody can tell. */
  readonly recall: readonly number[];
}

/** A real image in the space of features, and what is near it. */
interface Ball {
  readonly center: Float32Array;
  /** Squared. */
  readonly radius: number;
}

/**
 * By lineage; made once for all who ask.
 *
 * The rarest of a class are the tenth of its held-out images that are least like the others: those whose
 * fifth nearest neighbour in the class is farthest, which is how Ramaswamy, Rastogi & Shim 2000,
 * doi:10.1145/342009.335437, find outliers. One is reached if an image that looks like the class lies
 * nearer to it than that neighbour, as in the coverage of Naeem et al. 2020, arXiv:2002.09797. The real
 * distribution reaches nearly all with as many images of the class as are held out.
 */
export function classReadings(
  context: Context,
  real: { readonly facts: ImageFacts; readonly heldOut: Tensor<"f32">; readonly samples: Segment },
  drawn: Segment,
): Promise<readonly ClassReading[]> {
  const { facts, heldOut, samples } = real;
  const { backend, lineages: L, dry } = context;
  const classes = facts.classes!.length;
  return context.derive(drawn, "classes", null, async () => {
    const unseen = heldOutFeatures(context, samples, heldOut);
    const features = featuresOf(context, drawn);
    if (dry) {
      const none = facts.classes!.map(() => 0);
      return Array.from({ length: L }, () => ({ counts: none, recall: none }));
    }
    const known = context.derive(samples, "examples of classes", null, async () => {
      const [images] = await backend.read(unseen);
      return examplesOf(images, facts.heldOutLabels!, classes);
    });
    const [examples, [all]] = await Promise.all([known, backend.read(features)]);
    const size = all.length / L;
    return Array.from({ length: L }, (_, l) =>
      readingOf(all.subarray(l * size, (l + 1) * size), examples),
    );
  });
}

interface Examples {
  readonly classify: (rows: Float32Array) => Uint8Array;
  /** By class. */
  readonly rarest: readonly (readonly Ball[])[];
}

function examplesOf(features: Float32Array, allLabels: Uint8Array, classes: number): Examples {
  const labels = allLabels.subarray(0, features.length / FEATURES);
  const ofClass = Array.from({ length: classes }, () => [] as Float32Array[]);
  for (const [n, k] of labels.entries()) {
    ofClass[k].push(features.subarray(n * FEATURES, (n + 1) * FEATURES));
  }
  return {
    classify: nearestClass(features, labels, classes, FEATURES),
    rarest: ofClass.map(rarestOf),
  };
}

/** None where no image has a fifth neighbour. */
export function rarestOf(images: readonly Float32Array[]): readonly Ball[] {
  if (images.length <= NEIGHBOURS) return [];
  return images
    .map((center): Ball => {
      const distances = Float64Array.from(images, (other) => squaredDistance(center, other));
      // Nearest of all is the image itself.
      return { center, radius: distances.sort()[NEIGHBOURS] };
    })
    .sort((a, b) => b.radius - a.radius)
    .slice(0, Math.ceil(RAREST * images.length));
}

function readingOf(features: Float32Array, { classify, rarest }: Examples): ClassReading {
  const counts = rarest.map(() => 0);
  const missing = rarest.map((balls) => new Set(balls));
  for (const [n, k] of classify(features).entries()) {
    counts[k]++;
    const row = features.subarray(n * FEATURES, (n + 1) * FEATURES);
    for (const ball of missing[k]) {
      if (squaredDistance(ball.center, row) <= ball.radius) missing[k].delete(ball);
    }
  }
  const recall = rarest.map((balls, k) => 1 - missing[k].size / balls.length);
  return { counts, recall };
}

function squaredDistance(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let f = 0; f < one.length; f++) sum += (one[f] - other[f]) ** 2;
  return sum;
}
