import { choice, number } from "../config.ts";
import type { Tensor } from "../compute/tensor.ts";
import { ConfigError } from "../errors.ts";
import { gaussianSampler, gaussianSamplers } from "../kernels/gaussian/sample-fours.ts";
import { gramOf } from "../kernels/regression/gram.ts";
import { respond } from "../kernels/regression/respond.ts";
import { solveRegression } from "../kernels/regression/solve.ts";
import { massesUpTo, weightKernels, weightOf } from "../pool/weights.ts";
import { defineFamily } from "./family.ts";

type Coefficients = {
  /** [L, D - 1], what the last dimension is predicted by from the others. */
  readonly coefficients: Tensor<"f32">;
};

/** A linear model that learns from its own answers: the error of every generation is added up. */
export const regression = defineFamily({
  name: "regression",
  title: "Linear regression",
  summary: "Least squares for the last number of every sample, which the next model learns from.",
  source: "Dohmatob et al. 2024, arXiv:2402.07712; Gerstgrasser et al. 2024, arXiv:2404.01413",
  accepts: "vector",
  provides: ["coefficients"],
  settings: {
    ridge: number({
      default: 0,
      min: 0,
      max: 1e6,
      varies: true,
      help: "Penalty on squared coefficients, per sample; 0 is ordinary least squares.",
    }),
    noise: number({
      default: 1,
      min: 0,
      max: 1e6,
      varies: true,
      unit: "data units",
      help: "Deviation of what is added to every answer of a model, as of the real ones.",
    }),
    design: choice({
      default: "fresh",
      options: ["fresh", "fixed"],
      help: "Whether models are asked at new places, standard normal, or at those of the real data.",
    }),
  },
  kernels: [...gaussianSamplers, ...weightKernels, gramOf, solveRegression, respond],

  fit(context, pool, { ridge }): Coefficients {
    const { backend, scope, lineages: L } = context;
    const D = pool[0].values.shape[2];
    const gram = scope.zeros("gram", "f32", [L, D, D]);
    for (const segment of pool) {
      if (segment.birth === 0 && segment.frame !== null) {
        throw new ConfigError("$.dataset.name", 'regression learns from "linear-model"');
      }
      const values = segment.values as Tensor<"f32">;
      const weight = weightOf(context, segment);
      backend.dispatch(gramOf, { values, weight, gram }, { rows: segment.rows, accumulate: 1 });
    }
    const root = scope.zeros("gram root", "f32", [L, D - 1, D - 1]);
    const coefficients = scope.zeros("coefficients", "f32", [L, D - 1]);
    const mass = massesUpTo(context, pool).at(-1)!;
    const left = { gram, ridge: context.vector(ridge), mass };
    backend.dispatch(solveRegression, { ...left, root, coefficients }, {});
    return { coefficients };
  },

  sample(context, { coefficients }: Coefficients, count, { noise, design: kind }, { original }) {
    const { backend, scope, keys, stream, generation, lineages: L } = context;
    const D = coefficients.shape[1] + 1;
    const normals = scope.tensor("normals", "f32", [L, count, D]);
    const samples = scope.tensor("samples", "f32", [L, count, D]);
    const spread = context.vector(noise, one);
    const place = { stream, generation };
    backend.dispatch(gaussianSampler(count, D), { keys, spread, samples: normals }, place);
    const design =
      kind === "fixed"
        ? (original[0].values as Tensor<"f32">)
        : scope.zeros("no design", "f32", [L, 0, D]);
    const tensors = { normals, design, coefficients, noise: context.vector(noise), samples };
    backend.dispatch(respond, tensors, {});
    return { values: samples, frame: null };
  },

  forms: (_context, { coefficients }: Coefficients) => ({ coefficients }),
});
const one = () => 1;
