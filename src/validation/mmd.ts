import { noise } from "../kernels/layers/noise.ts";
import { discrepancyOf, mmdKernels } from "../metrics/mmd.ts";
import { Stream } from "../random/streams.ts";
import type { Moments, Segment } from "../samples.ts";
import { gaussianMmd } from "../theory/mmd.ts";
import type { Check } from "./check.ts";
import { compared } from "./compared.ts";
import { meanOf } from "./estimates.ts";
import { gaussianExperiment } from "./experiments.ts";
import type { Lab } from "./lab.ts";

/** Few samples in many lineages tell most for their price, which grows with the square of the former. */
const [L, N, WIDTH] = [5000, 30, 1];
const [real, model] = [
  { mean: 0, variance: 1 },
  { mean: 0.3, variance: 0.25 },
];

/** By lineage, between two sets of N points each. */
async function measured({ backend }: Lab): Promise<ArrayLike<number>> {
  await backend.prepare([noise, ...mmdKernels]);
  using scope = backend.scope("discrepancy");
  const words = Uint32Array.from({ length: 2 * L }, (_, i) => (i % 2 === 0 ? 34 : i >> 1));
  const keys = scope.tensor("keys", "u32", [L, 2], words);
  const clock = scope.zeros("clock", "u32", [1]);
  const filled = (label: string, shape: readonly number[], value: number) =>
    scope.tensor(label, "f32", shape, new Float32Array(L).fill(value));
  const [first, second] = [real, model].map(({ mean, variance }, generation): Segment => {
    const values = scope.tensor("points", "f32", [L, N, 1]);
    const out = scope.view("points in a row", values, [L, N]);
    backend.dispatch(noise, { keys, clock, out }, { stream: Stream.SAMPLE, generation });
    const frame: Moments = {
      mean: filled("mean", [L, 1], mean),
      logDeviation: filled("log deviation", [L, 1], Math.log(variance) / 2),
      factor: null,
    };
    return { values, rows: N, birth: generation, frame };
  });
  const widths = filled("width", [L], WIDTH);
  const place = { backend, scope, lineages: L };
  const [squared] = await backend.read(discrepancyOf(place, first, second, { most: N, widths }));
  return squared;
}

const wandering = gaussianExperiment("discrepancy", {
  metrics: [{ name: "mmd", config: { bandwidth: "fixed", width: WIDTH, draws: 10 } }],
  lineages: 5000,
  generations: 5,
  samples: 10,
  seed: 91,
});

const GRETTON = "Gretton et al. 2012, https://jmlr.org/papers/v13/gretton12a.html";

export const mmdChecks: readonly Check[] = [
  {
    name: "discrepancy-of-two-normals",
    row: 34,
    title: "30 points of N(0, 1) and of N(0.3, 0.25), kernel of width 1: E[MMD²], unbiased",
    source: GRETTON,
    run: async (lab) => ({
      predicted: gaussianMmd([real], [model], WIDTH),
      ...meanOf(await measured(lab)),
    }),
  },
  {
    name: "discrepancy-grows",
    row: null,
    title:
      "Divisor N, M = 10, n = 5, kernel of width 1: E[MMD²] by the law of one sample of the model",
    source: `this project; ${GRETTON}`,
    run: (lab) => compared(lab, wandering, "mmd"),
  },
];
