import { integer, number } from "../config.ts";
import { ConfigError } from "../errors.ts";
import { defineDataset } from "./dataset.ts";
import { jointFacts } from "./joint.ts";
import { openVectors, realVectorKernels } from "./real-vectors.ts";

/** Shares that sum to 1 do so up to their last bits. */
const ROUNDING = 1e-9;

export const linearModel = defineDataset({
  name: "linear-model",
  title: "Linear model",
  summary: "Normal inputs, and last of all an answer that is linear in them but for some noise.",
  source:
    "Dohmatob et al. 2024, arXiv:2402.07712; shifted labels: arXiv:2410.04840; wrong ones: Feng et al. 2024, arXiv:2406.07515",
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
    wrongShare: number({
      default: 0,
      min: 0,
      max: 1,
      unit: "of the samples",
      help: "How many answers have the opposite sign, as of a generator that errs.",
    }),
  },
  kernels: realVectorKernels,

  facts({ inputs, signal, noise, shiftedShare, shift, wrongShare }) {
    if (shiftedShare + wrongShare > 1 + ROUNDING) {
      const most = Number((1 - shiftedShare).toPrecision(6));
      throw new ConfigError(
        "wrongShare",
        `${wrongShare} and the shiftedShare of ${shiftedShare} are more than all samples; take at most ${most}`,
      );
    }
    const mean = Array.from({ length: inputs + 1 }, () => 0);
    const rows = Array.from({ length: inputs }, (_, i) =>
      mean.map((_zero, j) => (i === j ? 1 : 0)),
    );
    const each = signal / Math.sqrt(inputs);
    const component = (weight: number, group: number, slopeOf: (i: number) => number) => {
      const slopes = Array.from({ length: inputs }, (_, i) => slopeOf(i));
      return { weight, mean, factor: [...rows, [...slopes, noise]], group };
    };
    const kinds = [
      { name: "right", share: Math.max(0, 1 - shiftedShare - wrongShare), slopeOf: () => each },
      // They differ in the first coefficient only.
      {
        name: "shifted",
        share: shiftedShare,
        slopeOf: (i: number) => each + (i === 0 ? shift : 0),
      },
      { name: "wrong", share: wrongShare, slopeOf: () => -each },
    ].filter(({ share }, i) => i === 0 || share > 0);
    return jointFacts(
      kinds.map(({ share, slopeOf }, group) => component(share, group, slopeOf)),
      kinds.map(({ name }) => name),
    );
  },
  open: openVectors,
});
