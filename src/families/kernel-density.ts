import { choice, number } from "../config.ts";
import { densityRoots } from "../kernels/kernel-density/roots.ts";
import { densitySample } from "../kernels/kernel-density/sample.ts";
import { mixtureMoments } from "../kernels/mixture/moments.ts";
import { poolMass, weightKernels } from "../pool/weights.ts";
import { defineFamily } from "./family.ts";
import { gatheredPool, gatheredPoolKernels } from "./gathered-pool.ts";
import {
  type KernelDensity,
  kernelRowsKernels,
  logDensities,
  presenceOfChunks,
} from "./kernel-rows.ts";
import { poolMoments } from "./moments.ts";

/** c of (c n)^(-1 / (D + 4)). */
const RULES = {
  scott: () => 1,
  silverman: (D: number) => (D + 2) / 4,
  fixed: () => 0,
} as const;

/** Every row of the pool with a Gaussian around it: a model that learns by heart and blurs. */
export const kernelDensity = defineFamily({
  name: "kernel-density",
  title: "Kernel density",
  summary:
    "Every sample by heart, each with a small Gaussian around it: a model that only ever blurs.",
  source: "Kazdan et al. 2024, arXiv:2410.16713",
  accepts: "vector",
  provides: ["moments", "logProb"],
  settings: {
    bandwidth: choice({
      default: "scott",
      options: ["scott", "silverman", "fixed"],
      help: "How wide the Gaussians are: by a rule from how many samples there are and how they spread, or as wide as you say.",
    }),
    width: number({
      default: 0.1,
      min: 1e-6,
      max: 1000,
      varies: true,
      unit: "data units",
      help: 'Deviation of each Gaussian in every dimension, for "fixed" alone.',
    }),
  },
  kernels: [
    ...gatheredPoolKernels,
    ...weightKernels,
    densityRoots,
    densitySample,
    ...kernelRowsKernels,
    mixtureMoments,
  ],

  correlated: () => true,

  fit(context, pool, { bandwidth, width }): KernelDensity {
    const { backend, scope, lineages: L } = context;
    const D = pool[0].values.shape[2];
    const none = scope.zeros("no regularisation", "f32", [L]);
    const { points, presence, frame } = gatheredPool(context, pool, none);
    const moments = poolMoments(context, pool, D === 1 ? "diagonal" : "full");
    const root = scope.tensor("roots", "f32", [L, 2, D, D]);
    backend.dispatch(
      densityRoots,
      {
        mass: poolMass(context, pool),
        width: context.vector(width),
        logDeviation: moments.logDeviation,
        factor: moments.factor ?? scope.tensor("no factor", "f32", [L, 0, 0]),
        scale: frame.logDeviation,
        root,
      },
      { rule: RULES[bandwidth](D) },
    );
    return { ...frame, points, presence, root };
  },

  sample(context, { mean, logDeviation, points, presence, root }: KernelDensity, count) {
    const { backend, scope, keys, stream, generation } = context;
    const [L, , D] = points.shape;
    const samples = scope.tensor("samples", "f32", [L, count, D]);
    const [masses, length] = presenceOfChunks(context, points, presence);
    backend.dispatch(
      densitySample,
      { keys, points, presence, masses, root, samples },
      { chunkLength: length, stream, generation },
    );
    return { values: samples, frame: { mean, logDeviation, factor: null } };
  },

  forms(context, { mean: frameMean, logDeviation: frameLogDeviation, ...model }: KernelDensity) {
    const { backend, scope } = context;
    const [L, , D] = model.points.shape;
    const moments = {
      mean: scope.tensor("mean", "f32", [L, D]),
      logDeviation: scope.tensor("log deviation", "f32", [L, D]),
      factor: scope.tensor("factor", "f32", [L, D, D]),
    };
    // Both covariances in full add up, at the middle of the rows.
    const weight = scope.tensor("both", "f32", [L, 2], new Float32Array(2 * L).fill(1));
    const center = scope.zeros("middle", "f32", [L, 2, D]);
    const components = { weight, center, root: model.root };
    const frame = { frameMean, frameLogDeviation };
    backend.dispatch(mixtureMoments, { ...components, ...frame, ...moments }, {});
    const own = { mean: frameMean, logDeviation: frameLogDeviation };
    return {
      moments,
      logProb: (asking, segment) => logDensities(asking, segment, { ...own, ...model }),
    };
  },
});
