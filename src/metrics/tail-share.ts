import { number } from "../config.ts";
import { shareBelow } from "../kernels/metrics/share-below.ts";
import { uniformValue } from "../uniform-value.ts";
import { defineMetric } from "./metric.ts";
import { lowRegion } from "./real-density.ts";

const UNKNOWN_DENSITY = "needs the real density, which is known of vectors and categories only";

export const tailShare = defineMetric({
  name: "tail-share",
  title: "Share of the tails",
  summary:
    "How often the model draws where the real density is lowest, for each time that it should.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  unit: "of the real share",
  settings: {
    mass: number({
      default: 0.05,
      min: 0.001,
      max: 0.5,
      sizes: true,
      unit: "of the real distribution",
      help: "How much of the real distribution counts as its tails.",
    }),
  },
  kernels: [shareBelow],
  needsReal: ["logProb"],
  needs: ["samples"],

  refuses(facts, _correlated, { mass }) {
    if (facts.kind === "vector") return null;
    const region = lowRegion(facts, mass as number);
    if (region === null) return UNKNOWN_DENSITY;
    return region.mass > 0
      ? null
      : `has no category that is so rare: all of them are more than ${String(mass)} of the real distribution, or as many as that are equally frequent`;
  },

  async measure(context, { real, current }, { mass }) {
    const region = lowRegion(real.facts, uniformValue("mass", mass))!;
    const values = await real.logProb(context, current.samples);
    const share = context.scope.tensor("tail share", "f32", [context.lineages]);
    const { rows } = current.samples;
    const scalars = { rows, threshold: region.threshold, whole: region.mass };
    context.backend.dispatch(shareBelow, { values, share }, scalars);
    return share;
  },
});
