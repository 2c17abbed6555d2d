import { type ConfigOf, choice, integer, number } from "../config.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { type FactsOf, type RealFacts, realFormsOf } from "../distribution.ts";
import { chancesOfClass, classKernels, refusesClass, refusesClasses } from "../images/classes.ts";
import { refusesFeatures } from "../images/features.ts";
import { likenessKernels, likenessOf } from "../images/likeness.ts";
import { placeRows } from "../kernels/mixture/densities.ts";
import { Liking, scorePoints } from "../kernels/pool/score-points.ts";
import { variety } from "../kernels/text/variety.ts";
import type { Segment } from "../samples.ts";
import type { RefusedSetting, Sources } from "./intervention.ts";

/** What people may like, and what tells them. */
export const preferenceSettings = {
  preference: choice({
    default: "real-likelihood",
    options: [
      "real-likelihood",
      "first-likelihood",
      "first-coordinate",
      "nearness",
      "class",
      "ink",
      "likeness",
      "variety",
    ],
    help: "What is liked: what is likely in reality or to generation 0's model; of vectors a large first number, or to be near a place; of images to show a class, much ink, or to be like a real one; of texts many different tokens.",
  }),
  place: number({
    default: 0,
    min: -1e6,
    max: 1e6,
    varies: true,
    unit: "data units",
    help: "For nearness: the place, the same in every dimension.",
  }),
  class: integer({
    default: 0,
    min: 0,
    max: 255,
    help: "For class: which one, counted from 0; of digits the digit itself. How much an image is liked is the chance that it shows the class, from 0 to 1.",
  }),
};

/** The kernels that `likingOf` dispatches. */
export const likingKernels = [...classKernels, ...likenessKernels, scorePoints, variety];

type Preferences = ConfigOf<typeof preferenceSettings>;

const LIKELIHOODS = ["real-likelihood", "first-likelihood"];
/** What can be seen of samples of each kind, beside how likely they are. */
const SEEN: Readonly<Record<RealFacts["kind"], readonly string[]>> = {
  vector: ["first-coordinate", "nearness"],
  category: [],
  tokens: ["variety"],
  image: ["class", "ink", "likeness"],
};

/** Which setting makes that nobody could prefer samples in such a way, and why; null where one can. */
export function refusesPreference(
  facts: RealFacts,
  { preference, class: of }: Pick<Preferences, "preference" | "class">,
): RefusedSetting<"preference" | "class"> | null {
  const isKnown = realFormsOf(facts).includes("logProb");
  const possible = [...LIKELIHOODS.slice(isKnown ? 0 : 1), ...SEEN[facts.kind]];
  if (!possible.includes(preference)) {
    const names = possible.map((name) => `"${name}"`);
    const all = [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" or ");
    const reason = `nobody sees the ${preference} of these samples; prefer ${all}`;
    return { setting: "preference", reason };
  }
  if (facts.kind !== "image") return null;
  const unseen =
    preference === "class"
      ? refusesClasses(facts)
      : preference === "likeness"
        ? refusesFeatures(facts)
        : null;
  if (unseen !== null) return { setting: "preference", reason: `"${preference}" ${unseen}` };
  const unknown = preference === "class" ? refusesClass(facts, of) : null;
  return unknown === null ? null : { setting: "class", reason: unknown };
}

/** f32 [L, N]: how much each row is liked. */
export async function likingOf(
  context: Context,
  segment: Segment,
  { real, first, original }: Sources,
  { preference, place, class: of }: Preferences,
): Promise<Tensor<"f32">> {
  const { backend, scope } = context;
  const [L, N, D] = segment.values.shape;
  const examples = () => ({
    facts: real.facts as FactsOf<"image">,
    heldOut: real.forms.heldOut as Tensor<"f32">,
    anchor: original[0],
  });
  const scoresOf = (points: Tensor<"f32">, by: number) => {
    const scores = scope.tensor("liking", "f32", [L, N]);
    backend.dispatch(scorePoints, { points, near: context.vector(place), scores }, { by });
    return scores;
  };
  switch (preference) {
    case "real-likelihood":
      return await real.forms.logProb!(context, segment);
    case "first-likelihood":
      return await first.logProb!(context, segment);
    case "class":
      return await chancesOfClass(context, segment, examples(), of);
    case "likeness":
      return likenessOf(context, segment, examples());
    case "ink":
      return scoresOf(segment.values as Tensor<"f32">, Liking.MEAN);
    case "variety": {
      const scores = scope.tensor("variety", "f32", [L, N]);
      backend.dispatch(variety, { texts: segment.values as Tensor<"u32">, scores }, {});
      return scores;
    }
    case "first-coordinate":
    case "nearness": {
      const points = scope.zeros("points", "f32", [L, N, D]);
      const zeros = scope.zeros("data units", "f32", [L, D]);
      placeRows(context, segment, { mean: zeros, logDeviation: zeros }, points);
      return scoresOf(points, preference === "nearness" ? Liking.NEARNESS : Liking.FIRST);
    }
    default:
      return preference satisfies never;
  }
}
