import type { Tensor } from "../compute/tensor.ts";
import { choice, integer, number } from "../config.ts";
import type { Context } from "../context.ts";
import { discrepancy } from "../kernels/metrics/discrepancy.ts";
import { similarityGaussian } from "../kernels/metrics/similarity-gaussian.ts";
import { densityKernels, placeRows } from "../kernels/mixture/densities.ts";
import { type Segment, firstRows } from "../samples.ts";
import { discrepancyBetween } from "./discrepancy.ts";
import { medianDistance } from "./median-distance.ts";
import { defineMetric } from "./metric.ts";

type Place = Pick<Context, "backend" | "scope" | "lineages">;

export const mmdKernels = [...densityKernels, similarityGaussian, discrepancy];

export const mmd = defineMetric({
  name: "mmd",
  title: "Maximum mean discrepancy MMD²",
  summary:
    "How much more like its own kind a sample of the model or a fresh real one is than like the other, squared and without bias: about 0 for the real distribution itself.",
  source: "Gretton et al. 2012, https://jmlr.org/papers/v13/gretton12a.html",
  unit: "",
  settings: {
    bandwidth: choice({
      default: "median",
      options: ["median", "fixed"],
      help: "How far likeness reaches: the median distance of two real points, or as far as you say.",
    }),
    width: number({
      default: 1,
      min: 1e-6,
      max: 1e6,
      unit: "data units",
      help: 'Deviation of the Gaussian kernel, for "fixed" alone.',
    }),
    draws: integer({
      default: 250,
      min: 2,
      max: 10_000,
      unit: "samples",
      help: "Samples of the model that are compared with as many real ones, drawn anew in every generation.",
    }),
  },
  kernels: mmdKernels,
  needsReal: [],
  needs: ["samples"],
  kind: "vector",

  measure(context, { real, current }, { bandwidth, width, draws }) {
    const { facts } = real;
    if (facts.kind !== "vector") throw new RangeError("distances are between vectors");
    const { scope, lineages: L } = context;
    const widths =
      bandwidth === "fixed"
        ? context.vector(width)
        : scope.tensor(
            "median distance",
            "f32",
            [L],
            new Float32Array(L).fill(medianDistance(facts)),
          );
    const drawn = real.draw(context, draws);
    return discrepancyOf(context, current.samples, drawn, { most: draws, widths });
  },
});

/** MMD² of the first rows of two segments, without bias: f32 [L]. `widths` are f32 [L], data units. */
export function discrepancyOf(
  place: Place,
  first: Segment,
  second: Segment,
  { most, widths: width }: { readonly most: number; readonly widths: Tensor<"f32"> },
): Tensor<"f32"> {
  const { backend, scope, lineages: L } = place;
  const [one, other] = [first, second].map((segment) => {
    const [, , D] = segment.values.shape;
    const rows = Math.min(segment.rows, most);
    const points = scope.zeros("points", "f32", [L, rows, D]);
    const origin = scope.zeros("data units", "f32", [L, D]);
    placeRows(place, firstRows(segment, rows), { mean: origin, logDeviation: origin }, points);
    return points;
  });
  return discrepancyBetween(place, one, other, (points, others) => {
    const similarity = scope.tensor("similarity", "f32", [L, points.shape[1]]);
    const scalars = { own: Number(points === others) };
    backend.dispatch(similarityGaussian, { points, others, width, similarity }, scalars);
    return similarity;
  });
}
