import { integer } from "../config.ts";
import { defineDataset } from "./dataset.ts";
import { openVectors, realVectorKernels } from "./real-vectors.ts";

export const standardNormal = defineDataset({
  name: "standard-normal",
  title: "Standard normal",
  summary: "Points around 0 with deviation 1, independent in every dimension.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  kind: "vector",
  settings: {
    dimensions: integer({ default: 1, min: 1, max: 256, help: "Numbers that make up one sample." }),
  },
  kernels: realVectorKernels,

  facts: ({ dimensions }) => ({
    kind: "vector",
    marginals: Array.from({ length: dimensions }, () => [{ weight: 1, mean: 0, deviation: 1 }]),
  }),
  open: openVectors,
});
