import { integer, number } from "../config.ts";
import { defineDataset } from "./dataset.ts";
import { followed, groupsSetting } from "./followed.ts";
import {
  MOST_CATEGORIES,
  countsInProportion,
  openCategories,
  realCategoryKernels,
} from "./real-categories.ts";

export const zipf = defineDataset({
  name: "zipf",
  title: "Zipf's law",
  summary: "A few frequent categories and a long tail of rare ones, as words in a text.",
  source: "Zipf 1949, Human Behavior and the Principle of Least Effort",
  kind: "category",
  settings: {
    categories: integer({
      default: 50,
      min: 1,
      max: MOST_CATEGORIES,
      help: "Different things that a sample can be, numbered by rank.",
    }),
    exponent: number({
      default: 1,
      min: 0,
      max: 5,
      help: "Frequency falls with rank to the power of minus this; 0 makes all equally frequent.",
    }),
    groups: groupsSetting,
  },
  kernels: realCategoryKernels,

  facts: ({ categories, exponent, groups }) => ({
    kind: "category",
    ...countsInProportion(
      Float64Array.from({ length: categories }, (_, k) => (k + 1) ** -exponent),
    ),
    names: null,
    ...followed(groups, categories, null),
  }),
  open: openCategories,
});
