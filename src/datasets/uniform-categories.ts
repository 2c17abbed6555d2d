import { integer } from "../config.ts";
import { defineDataset } from "./dataset.ts";
import { followed, groupsSetting } from "./followed.ts";
import { MOST_CATEGORIES, openCategories, realCategoryKernels } from "./real-categories.ts";

export const uniformCategories = defineDataset({
  name: "uniform-categories",
  title: "Uniform categories",
  summary: "Every category is equally frequent, so chance alone decides which one survives.",
  source: "Wright 1931, doi:10.1093/genetics/16.2.97",
  kind: "category",
  settings: {
    categories: integer({
      default: 10,
      min: 1,
      max: MOST_CATEGORIES,
      help: "Different things that a sample can be.",
    }),
    groups: groupsSetting,
  },
  kernels: realCategoryKernels,

  facts: ({ categories, groups }) => ({
    kind: "category",
    counts: new Uint32Array(categories).fill(1),
    total: categories,
    names: null,
    ...followed(groups, categories, null),
  }),
  open: openCategories,
});
