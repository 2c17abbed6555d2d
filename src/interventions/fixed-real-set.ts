import { integer } from "../config.ts";
import { defineIntervention } from "./intervention.ts";

/** Adds the same finite set of real data to every pool, drawn beside what generation 0 saw. */
export const fixedRealSet = defineIntervention({
  name: "fixed-real-set",
  title: "A fixed real set",
  summary: "The same real samples, drawn once beside the original ones, are added to every pool.",
  source: "Alemohammad et al. 2024, synthetic augmentation loop, arXiv:2307.01850",
  settings: {
    size: integer({
      default: 100,
      min: 1,
      max: 2 ** 28,
      unit: "samples",
      help: "How many real samples are added to each pool, the same ones every time.",
    }),
  },
  kernels: [],

  apply(context, proposed, { previous, real }, { size }) {
    const set = context.stream;
    const others = proposed.filter((segment) => segment.set !== set);
    // The same tensors as before, so that what follows from them is kept.
    const before = previous.find((segment) => segment.set === set && segment.rows === size);
    if (before !== undefined) {
      const { weight: _, lastingWeight: __, ...whole } = before;
      return [...others, before.weight === undefined ? before : whole];
    }
    return [...others, { ...real.draw({ ...context, generation: 0 }, size), set }];
  },
});
