import { refusesClasses } from "../images/classes.ts";
import { FEATURES_NOTE, imageFeatureKernels } from "../images/features.ts";
import { MOST_CLASSES, classCounts } from "./class-shares.ts";
import { defineMetric } from "./metric.ts";

export const classHistogram = defineMetric({
  name: "class-histogram",
  title: "Classes",
  summary: `How many of the model's images look like each class: the nearest mean of real ones, ${FEATURES_NOTE}.`,
  source: "this project",
  unit: "class",
  settings: {},
  kernels: imageFeatureKernels,
  needsReal: ["heldOut", "samples"],
  needs: ["samples"],
  kind: "image",
  bins: { edges: Array.from({ length: MOST_CLASSES + 1 }, (_, k) => k), scale: "linear" },

  refuses: (facts, _correlated) =>
    facts.kind === "image" && (facts.classes?.length ?? 0) > MOST_CLASSES
      ? `shows at most ${MOST_CLASSES} classes`
      : refusesClasses(facts),

  measure: (context, { real, current }) =>
    classCounts(
      context,
      real,
      current.samples,
      (counts) => Array.from({ length: MOST_CLASSES }, (_, k) => counts[k] ?? 0),
      MOST_CLASSES,
    ),
});
