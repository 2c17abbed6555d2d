import { noise } from "../kernels/layers/noise.ts";
import { ballsAround, neighbourKernels, occupied, within } from "../images/neighbours.ts";
import { Stream } from "../random/streams.ts";
import type { Check } from "./check.ts";
import { meanOf } from "./estimates.ts";
import type { Lab } from "./lab.ts";

/** Lineages, points of each set, features of a point, and the neighbours that a ball reaches to. */
const [L, N, F, K] = [24, 400, 4, 5];
const NAEEM = "Naeem et al. 2020, arXiv:2002.09797, section 3.2";

/** By lineage, of two sets of points with the same distribution. */
function likeness(lab: Lab) {
  return lab.once("neighbours", async () => {
    const { backend } = lab;
    await backend.prepare([noise, ...neighbourKernels]);
    using scope = backend.scope("neighbours");
    const words = Uint32Array.from({ length: 2 * L }, (_, i) => (i % 2 === 0 ? 33 : i >> 1));
    const keys = scope.tensor("keys", "u32", [L, 2], words);
    const clock = scope.zeros("clock", "u32", [1]);
    const place = { backend, scope, lineages: L };
    const [real, model] = [0, 1].map((generation) => {
      const points = scope.tensor("points", "f32", [L, N, F]);
      const out = scope.view("points in a row", points, [L, N * F]);
      backend.dispatch(noise, { keys, clock, out }, { stream: Stream.SAMPLE, generation });
      return ballsAround(place, points);
    });
    const [coverage, density, precision, recall] = await backend.read(
      occupied(place, real, model),
      within(place, model, real, "mean"),
      within(place, model, real, "share"),
      within(place, real, model, "share"),
    );
    return { coverage, density, precision, recall };
  });
}

const coverageOfTheSame: Check = {
  name: "coverage-of-the-same",
  row: 33,
  title: "Two sets of 400 normal points, k = 5: E[coverage] = 1 − ∏(N − 1 − i)/(2N − 1 − i)",
  source: NAEEM,
  run: async (lab) => {
    // Of the nearest k of all 2N − 1 other points of both sets, one at least is the model's.
    const none = Array.from({ length: K }, (_, i) => (N - 1 - i) / (2 * N - 1 - i));
    return {
      predicted: 1 - none.reduce((product, factor) => product * factor, 1),
      ...meanOf((await likeness(lab)).coverage),
    };
  },
};

const densityOfTheSame: Check = {
  name: "density-of-the-same",
  row: 33,
  title: "The same: E[density] = 1",
  source: NAEEM,
  run: async (lab) => ({ predicted: 1, ...meanOf((await likeness(lab)).density) }),
};

const precisionIsRecall: Check = {
  name: "precision-is-recall",
  row: null,
  title: "The same, turned around: E[precision] = E[recall]",
  source: "Kynkäänniemi et al. 2019, arXiv:1904.06991",
  run: async (lab) => {
    const { precision, recall } = await likeness(lab);
    const differences = Float64Array.from(precision, (share, l) => share - recall[l]);
    const { standardError, lineages, measured } = meanOf(differences);
    return { predicted: 0, measured, standardError, lineages };
  },
};

export const neighbourChecks: readonly Check[] = [
  coverageOfTheSame,
  densityOfTheSame,
  precisionIsRecall,
];
