import { integer, number } from "../config.ts";
import { chooseBest } from "../kernels/pool/choose-best.ts";
import { meanScores } from "../kernels/pool/mean-scores.ts";
import { takeRows, takeRowsKernels } from "../pool/take-rows.ts";
import { weightKernels, weightOf } from "../pool/weights.ts";
import type { Segment } from "../samples.ts";
import { defineIntervention } from "./intervention.ts";
import { likingKernels, likingOf, preferenceSettings, refusesPreference } from "./preferences.ts";

const settings = {
  candidates: integer({
    default: 2,
    min: 1,
    max: 64,
    unit: "samples",
    help: "Drawn for each sample that is kept: the one that is liked best.",
  }),
  ...preferenceSettings,
  temperature: number({
    default: 0,
    min: 0,
    max: 1e6,
    varies: true,
    help: "How much the choice wavers: a candidate is taken in proportion to e^(liking / temperature); at 0 always the best.",
  }),
};

/** People choose among what a model draws, and the next one learns from their choices. */
export const curation = defineIntervention({
  name: "curation",
  title: "Curation",
  summary: "Of every few samples that a model draws only the one that is liked best is kept.",
  source: "Ferbach et al. 2024, arXiv:2407.09499",
  settings,
  kernels: [...weightKernels, ...takeRowsKernels, ...likingKernels, chooseBest, meanScores],
  reports: {
    "liking-drawn": { title: "Mean liking of what was drawn", unit: "" },
    "liking-kept": { title: "Mean liking of what was kept", unit: "" },
  },
  needsFirst: ({ preference }) => (preference === "first-likelihood" ? ["logProb"] : []),
  needsReal: ({ preference }) => (preference === "real-likelihood" ? ["logProb"] : []),
  refuses: (facts, config) => refusesPreference(facts, config as never),

  draws: (samples, _generation, { candidates }) => samples * candidates,

  async apply(context, proposed, sources, config) {
    const { backend, scope, keys, stream, generation, lineages: L } = context;
    const size = config.candidates;
    const report = {
      "liking-drawn": scope.zeros("liking of the drawn", "f32", [L]),
      "liking-kept": scope.zeros("liking of the kept", "f32", [L]),
    };
    const pool: Segment[] = [];
    for (const segment of proposed) {
      const { rows, birth } = segment;
      // Only what is new is looked at.
      if (birth !== generation + 1) {
        pool.push(segment);
        continue;
      }
      const scores = await likingOf(context, segment, sources, config);
      const weight = weightOf(context, segment);
      const G = Math.ceil(rows / size);
      const chosen = scope.tensor("chosen", "u32", [L, G]);
      const chosenWeight = scope.tensor("chosen weight", "f32", [L, G]);
      const temperature = context.vector(config.temperature);
      backend.dispatch(
        chooseBest,
        { keys, scores, weight, temperature, chosen, chosenWeight },
        { rows, size, stream, generation },
      );
      const means = { ofAll: report["liking-drawn"], ofChosen: report["liking-kept"] };
      backend.dispatch(meanScores, { scores, weight, chosen, chosenWeight, ...means }, { rows });
      const isWeighted = segment.weight !== undefined;
      pool.push(takeRows(context, segment, chosen, isWeighted ? chosenWeight : null));
    }
    return { pool, report };
  },
});
