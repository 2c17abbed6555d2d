import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { chunkLength } from "../kernels/gaussian/chunk-moments.ts";
import { mixtureBegin } from "../kernels/mixture/begin.ts";
import { chunkSums, sumCount } from "../kernels/mixture/chunk-sums.ts";
import { decide } from "../kernels/mixture/decide.ts";
import { type Components, type Frame, placeRows } from "../kernels/mixture/densities.ts";
import { DONE } from "../kernels/mixture/done.ts";
import { expectPairs } from "../kernels/mixture/expect-pairs.ts";
import { expectPlane } from "../kernels/mixture/expect-plane.ts";
import { expectStep } from "../kernels/mixture/expect.ts";
import { keepBest } from "../kernels/mixture/keep.ts";
import { maximiseStep } from "../kernels/mixture/maximise.ts";
import { seedChoose } from "../kernels/mixture/seed-choose.ts";
import { seedMasses } from "../kernels/mixture/seed-masses.ts";
import { sumsPlane } from "../kernels/mixture/sums-plane.ts";
import type { GatheredPool } from "./gathered-pool.ts";

/** The kernels that `expectationMaximisation` dispatches. */
export const expectationKernels = [
  mixtureBegin,
  seedMasses,
  seedChoose,
  expectStep,
  expectPairs,
  expectPlane,
  sumsPlane,
  chunkSums,
  maximiseStep,
  decide,
  keepBest,
];

/** Steps of k-means before a fit, whose outcome is a beginning only. */
const GROUPING_STEPS = 24;
/** Mean squared distances, in units of the pool's variance, that change less are at rest. */
const GROUPING_TOLERANCE = 1e-4;
/** Steps before anyone looks whether all lineages are done; then twice as many each time. */
const FIRST_STEPS = 64;

interface Config {
  readonly components: number;
  readonly start: "k-means" | "random" | "previous";
  readonly tolerance: Float64Array;
  readonly maxIterations: number;
  readonly restarts: number;
  readonly divisor: "N" | "N-1";
}

type Own = ReturnType<typeof tensorsFor>;

/** The likeliest components of a pool, in the coordinates of its frame. */
export async function expectationMaximisation(
  context: Context,
  gathered: GatheredPool,
  config: Config,
  before: (Components & Frame) | null,
): Promise<Components> {
  const { backend, scope, lineages: L } = context;
  const { components: K, start, tolerance, maxIterations, restarts, divisor } = config;
  const own = tensorsFor(context, gathered, K);
  const { weight, center, root } = own;
  const best = scope.zeros("best score", "f32", [L]);
  const kept = {
    weight: scope.zeros("weights", "f32", weight.shape),
    center: scope.zeros("centers", "f32", center.shape),
    root: scope.zeros("roots", "f32", root.shape),
  };
  // What begins with the model before begins alike every time.
  const attempts = before === null ? restarts : 1;
  for (let attempt = 0; attempt < attempts; attempt++) {
    begin(context, gathered, own, before);
    if (before === null) {
      seed(context, gathered, own, attempt, start !== "random");
      if (start !== "random") {
        const rest = new Float32Array(L).fill(GROUPING_TOLERANCE);
        const threshold = scope.tensor("grouping tolerance", "f32", [L], rest);
        await steps(context, gathered, own, {
          hard: 1,
          tolerance: threshold,
          most: GROUPING_STEPS,
        });
      }
    }
    const threshold = context.vector(tolerance);
    const latest = await steps(context, gathered, own, {
      hard: 0,
      tolerance: threshold,
      most: maxIterations,
    });
    const outcome = { keptWeight: kept.weight, keptCenter: kept.center, keptRoot: kept.root };
    backend.dispatch(
      keepBest,
      { latest, weight, center, root, best, ...outcome },
      { attempt, unbiased: divisor === "N" ? 0 : 1 },
    );
  }
  return kept;
}

/** What a fit works on: the components so far, and what rows and chunks say of them. */
function tensorsFor({ scope, lineages: L }: Context, gathered: GatheredPool, K: number) {
  const [, N, D] = gathered.points.shape;
  const isPaired = isPairs(gathered, K);
  const rows = isPaired ? 0 : N;
  const length = chunkLength(N);
  const C = Math.ceil(N / length);
  return {
    length,
    isPaired,
    weight: scope.tensor("weights so far", "f32", [L, K]),
    center: scope.zeros("centers so far", "f32", [L, K, D]),
    root: scope.tensor("roots so far", "f32", [L, K, D, D]),
    inverse: scope.tensor("inverse roots so far", "f32", [L, K, D, D]),
    logScale: scope.tensor("log scales so far", "f32", [L, K]),
    responsibility: scope.zeros("responsibilities", "f32", [L, K, rows]),
    score: scope.zeros("scores of rows", "f32", [L, rows]),
    sums: scope.zeros("chunk sums", "f32", [L, C, K, sumCount(D)]),
    scores: scope.zeros("chunk scores", "f32", [L, C, 2]),
    nearest: scope.zeros("nearest", "f32", [L, N]),
    masses: scope.tensor("chunk masses", "f32", [L, C]),
  };
}

/** Weights and roots that a fit begins with; where it goes on from a model, its centers as well. */
function begin(
  context: Context,
  { frame }: GatheredPool,
  { weight, center, root, inverse, logScale }: Own,
  before: (Components & Frame) | null,
): void {
  const { backend, scope } = context;
  const [, K, D] = center.shape;
  backend.dispatch(
    mixtureBegin,
    {
      beforeWeight: before?.weight ?? scope.tensor("none", "f32", [0, K]),
      beforeRoot: before?.root ?? scope.tensor("none", "f32", [0, K, D, D]),
      beforeScale: before?.logDeviation ?? scope.tensor("none", "f32", [0, D]),
      scale: frame.logDeviation,
      weight,
      root,
      inverse,
      logScale,
    },
    {},
  );
  if (before === null) return;
  const own = { mean: before.mean, logDeviation: before.logDeviation, factor: null };
  const rows = { values: before.center, rows: K, birth: 0, frame: own };
  placeRows(context, rows, frame, center);
}

/** Rows of the pool as centers: at random, or each far from those before. */
function seed(
  { backend, keys, stream, generation }: Context,
  { points, presence }: GatheredPool,
  { length, center, nearest, masses }: Own,
  restart: number,
  isSpread: boolean,
): void {
  const [, K] = center.shape;
  for (let k = 0; k < K; k++) {
    const scalars = { chunkLength: length, seed: k };
    const rows = { points, presence, center, nearest, masses };
    backend.dispatch(seedMasses, rows, { ...scalars, spread: isSpread ? 1 : 0 });
    backend.dispatch(seedChoose, { keys, ...rows }, { ...scalars, restart, stream, generation });
  }
}

/** Two components in the plane, and every row counts once: there is a faster kernel for those. */
function isPairs({ points, presence }: GatheredPool, K: number): boolean {
  return K === 2 && points.shape[2] === 2 && presence.shape[1] === 0;
}

/** Expectation and maximisation in turn until all lineages are at rest. Gives [L, 2]: see decide. */
async function steps(
  context: Context,
  { points, presence, leastVariance }: GatheredPool,
  own: Own,
  options: { readonly hard: 0 | 1; readonly tolerance: Tensor<"f32">; readonly most: number },
): Promise<Tensor<"f32">> {
  const { backend, scope, signal, lineages: L } = context;
  const { hard, tolerance, most } = options;
  const { length, isPaired, weight, center, root, inverse, logScale } = own;
  const { responsibility, score, sums, scores } = own;
  const latest = scope.zeros("latest score", "f32", [L, 2]);
  const taken = scope.zeros("steps taken", "u32", [L]);
  const components = { weight, center, root, inverse, logScale };
  let lineages: Uint32Array<ArrayBuffer> = Uint32Array.from({ length: L }, (_, l) => l);
  for (let before = 0, count = FIRST_STEPS; before < most; before += count, count = before) {
    // Those that are at rest are left out from here on, and nobody waits for them.
    const listed = scope.tensor("active lineages", "u32", [lineages.length], lineages);
    const rows = { points, presence, center, listed, responsibility, score };
    using step = backend.record("expectation and maximisation", () => {
      if (isPaired) {
        const pairs = { points, center, inverse, logScale, listed, sums, scores };
        backend.dispatch(expectPairs, pairs, { chunkLength: length, hard });
      } else if (points.shape[2] === 2) {
        backend.dispatch(expectPlane, { ...rows, inverse, logScale }, { hard });
        backend.dispatch(sumsPlane, { ...rows, sums, scores }, { chunkLength: length });
      } else {
        backend.dispatch(expectStep, { ...rows, inverse, logScale }, { hard });
        backend.dispatch(chunkSums, { ...rows, sums, scores }, { chunkLength: length });
      }
      backend.dispatch(maximiseStep, { sums, leastVariance, listed, ...components }, {});
      backend.dispatch(decide, { scores, tolerance, latest, steps: taken, listed }, {});
    });
    const next = Math.min(count, most - before);
    backend.replay(step, next);
    if (before + next >= most || context.dry) break;
    const [left] = await backend.read(listed);
    signal.throwIfAborted();
    lineages = left.filter((lineage) => lineage !== DONE);
    if (lineages.length === 0) break;
  }
  return latest;
}
