import { choice, number } from "../config.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { ballsOf, likenessKernels } from "../images/likeness.ts";
import { refusesNeighbours } from "../images/neighbours.ts";
import { atLeast } from "../kernels/pool/at-least.ts";
import {
  type Marks,
  filterKernels,
  keptByChance,
  keptOf,
  provenanceOf,
  provenanceReports,
} from "../pool/filter.ts";
import type { Segment } from "../samples.ts";
import { type Schedule, boundsOf } from "../schedule.ts";
import { correctTexts } from "../text/grammar/correct.ts";
import { trueSlopes } from "../true-slopes.ts";
import { type Sources, defineIntervention } from "./intervention.ts";
import { answerKernels, rightAnswers } from "./right-answers.ts";

/** Keeps most of what is right and throws out most of what is wrong, as a person or a program would. */
export const verifier = defineIntervention({
  name: "verifier",
  title: "Verifier",
  summary:
    "Correct samples are kept with one probability and wrong ones with another; a text is correct where its sentences parse, an image where it is as near to a real one as real ones are to each other, an answer where its sign is right, anything else where it is likely enough in reality.",
  source: "Feng et al. 2024, arXiv:2406.07515",
  settings: {
    keepsCorrect: number({
      default: 0.9,
      min: 0,
      max: 1,
      varies: true,
      help: "φ: the probability that a correct sample is kept.",
    }),
    keepsWrong: number({
      default: 0.3,
      min: 0,
      max: 1,
      varies: true,
      help: "ψ: the probability that a wrong one is kept.",
    }),
    threshold: number({
      default: -3,
      min: -1e6,
      max: 1e6,
      varies: true,
      unit: "nats",
      help: "A vector or category is correct where the logarithm of its real density or probability is at least this.",
    }),
    by: choice({
      default: "likelihood",
      options: ["likelihood", "answer"],
      help: "What of a vector is looked at: how likely it is in reality, or whether the answer of a linear model, its last number, has the right sign.",
    }),
    judges: choice({
      default: "synthetic",
      options: ["synthetic", "all"],
      help: "Whether real samples have to pass as well.",
    }),
  },
  kernels: [...filterKernels, ...likenessKernels, ...answerKernels, atLeast],
  reports: {
    "correct-kept": { title: "Correct samples kept", unit: "" },
    "wrong-kept": { title: "Wrong samples kept", unit: "" },
    "correct-before": { title: "Correct share before", unit: "" },
    "correct-after": { title: "Correct share after", unit: "" },
    ...provenanceReports,
  },

  refuses(facts, { by, keepsCorrect, keepsWrong }) {
    if (facts.kind === "tokens" && facts.grammar === null) {
      return 'reads texts by their grammar, which only a source such as "grammar" has';
    }
    if (by === "answer" && trueSlopes(facts) === null) {
      const reason = 'right answers are known of the dataset "linear-model" alone';
      return { setting: "by", reason };
    }
    const chances = [keepsCorrect, keepsWrong] as readonly (number | Schedule)[];
    if (chances.every((chance) => boundsOf(chance).most === 0)) {
      const reason = "with keepsWrong at 0 as well, nothing ever passes; take a number above 0";
      return { setting: "keepsCorrect", reason };
    }
    return refusesNeighbours(facts);
  },

  async apply(
    context,
    proposed,
    { real, original },
    { keepsCorrect, keepsWrong, threshold, by, judges },
  ) {
    const correct = new Map<Segment, Marks>();
    const slopes = by === "answer" ? trueSlopes(real.facts) : null;
    for (const segment of proposed) {
      const marks =
        slopes === null
          ? await correctIn(context, { real, original }, segment, threshold)
          : rightAnswers(context, segment, slopes);
      correct.set(segment, marks);
    }
    const passesUnseen = ({ birth }: Segment) => birth === 0 && judges === "synthetic";
    const pool = proposed.map((segment) =>
      passesUnseen(segment)
        ? segment
        : keptByChance(context, segment, correct.get(segment)!, {
            marked: keepsCorrect,
            other: keepsWrong,
          }),
    );
    const marksOf = (segment: Segment) => correct.get(segment)!;
    const judged = (_: Segment, i: number) => !passesUnseen(proposed[i]);
    const kept = keptOf(context, proposed.filter(judged), pool.filter(judged), marksOf);
    const shares = keptOf(context, proposed, pool, marksOf);
    const report = {
      "correct-kept": kept.markedKept,
      "wrong-kept": kept.otherKept,
      "correct-before": shares.markedBefore,
      "correct-after": shares.markedAfter,
      ...provenanceOf(context, proposed, pool),
    };
    return { pool, report };
  },
});

/** f32 [L, N]: not 0 for rows that are correct. */
async function correctIn(
  context: Context,
  { real, original }: Pick<Sources, "real" | "original">,
  segment: Segment,
  threshold: Float64Array,
): Promise<Marks> {
  const { backend, scope, dry, lineages: L } = context;
  const [, N, T] = segment.values.shape;
  const { facts } = real;
  if (facts.kind === "tokens") {
    if (dry) return scope.tensor("correct", "f32", [L, N]);
    const [texts] = await backend.read(segment.values as Tensor<"u32">);
    const marks = correctTexts(facts.grammar!, texts, { T, end: facts.start });
    return scope.tensor("correct", "f32", [L, N], marks);
  }
  if (facts.kind === "image") {
    const heldOut = real.forms.heldOut as Tensor<"f32">;
    return ballsOf(context, segment, { heldOut, anchor: original[0] });
  }
  const scores = await real.forms.logProb!(context, segment);
  const marks = scope.tensor("correct", "f32", [L, N]);
  backend.dispatch(atLeast, { scores, threshold: context.vector(threshold), marks }, {});
  return marks;
}
