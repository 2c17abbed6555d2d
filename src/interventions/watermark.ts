import { number } from "../config.ts";
import {
  filterKernels,
  keptByChance,
  provenanceOf,
  provenanceReports,
  realMarks,
} from "../pool/filter.ts";
import { defineIntervention } from "./intervention.ts";

/**
 * Drops samples in which a detector finds a watermark. Every synthetic sample carries one, but for
 * those whose mark somebody has removed; real ones have none.
 */
export const watermark = defineIntervention({
  name: "watermark",
  title: "Watermark detector",
  summary: "Samples that are taken for synthetic by their watermark are thrown out of every pool.",
  source: "Kirchenbauer et al. 2023, arXiv:2301.10226; the loop: this project",
  settings: {
    truePositiveRate: number({
      default: 0.9,
      min: 0,
      max: 1,
      varies: true,
      help: "Share of the marked samples that the detector finds.",
    }),
    falsePositiveRate: number({
      default: 0.01,
      min: 0,
      max: 1,
      varies: true,
      help: "Share of the samples without a mark that it takes for marked.",
    }),
    attack: number({
      default: 0,
      min: 0,
      max: 1,
      varies: true,
      unit: "of the synthetic samples",
      help: "How many have lost their mark, as by paraphrase: found no oftener than real ones.",
    }),
  },
  kernels: filterKernels,
  reports: provenanceReports,

  apply(context, proposed, _sources, { truePositiveRate, falsePositiveRate, attack }) {
    const passes = falsePositiveRate.map((rate) => 1 - rate);
    const synthetic = passes.map(
      (pass, l) => attack[l] * pass + (1 - attack[l]) * (1 - truePositiveRate[l]),
    );
    const pool = proposed.map((segment) =>
      keptByChance(context, segment, realMarks(context, segment), {
        marked: passes,
        other: synthetic,
      }),
    );
    return { pool, report: provenanceOf(context, proposed, pool) };
  },
});
