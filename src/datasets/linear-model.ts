import { integer, number } from "../config.ts";
import { defineDataset } from "./dataset.ts";
import { jointFacts } from "./joint.ts";
import { openVectors, realVectorKernels } from "./real-vectors.ts";

export const linearModel = defineDataset({
  name: "linear-model",
  title: "Linear model",
  summary: "Normal inputs, and last of all an answer that is linear in them but for some noise.",
  source:
    "Dohmatob et al. 2024, arXiv:2402.07712; shifted labels: Dohmatob et al. 2024, arXiv:2410.04840",
  kind: "vector",
  settings: {
    inputs: integer({ default: 10, min: 1, max: 64, help: "Numbers that the answer depends on." }),
    signal: number({
      default: 1,
      min: 0,
      max: 1000,
      help: "Length of the vector of true coefficients, which are equal to each other.",
    }),
    noise: number({
      default: 1,
      min: 0,
      max: 1000,
      unit: "data units",
      help: "Deviation of the noise in the answers.",
    }),
    shiftedShare: number({
      default: 0,
      min: 0,
      max: 1,
      unit: "of the samples",
      help: "How many samples come from another, wrong linear model, as of a generator.",
    }),
    shift: number({
      default: 1,
      min: 0,
      max: 1000,
      help: "Distance of its coefficients from the true ones.",
    }),
  },
  kernels: realVectorKernels,

  facts({ inputs, signal, noise, shiftedShare, shift }) {
    const mean = Array.from({ length: inputs + 1 }, () => 0);
    const rows = Array.from({ length: inputs }, (_, i) =>
      mean.map((_zero, j) => (i === j ? 1 : 0)),
    );
    /** The wrong ones differ in the first coefficient only. */
    const component = (weight: number, wrong: number, group: number) => {
      const slopes = Array.from(
        { length: inputs },
        (_, i) => signal / Math.sqrt(inputs) + (i === 0 ? wrong : 0),
      );
      return { weight, mean, factor: [...rows, [...slopes, noise]], group };
    };
    const shifted = shiftedShare > 0 ? [component(shiftedShare, shift, 1)] : [];
    const groups = ["right", "shifted"].slice(0, 1 + shifted.length);
    return jointFacts([component(1 - shiftedShare, 0, 0), ...shifted], groups);
  },
  open: openVectors,
});
