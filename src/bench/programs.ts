import type { Backend } from "../compute/backend.ts";
import { generationsOf } from "../engine/run.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import { resolveExperiment } from "../experiments/resolve.ts";
import { sumNormals } from "../kernels/bench/sum-normals.ts";
import { Stream } from "../random/streams.ts";
import type { GaussianCase } from "./cases.ts";
import type { Finding, Program } from "./measure.ts";

const SEED = 1;

/** What the recursion is: one-dimensional, maximum likelihood, nothing kept, every metric. */
export async function recursion(backend: Backend, benchCase: GaussianCase): Promise<Program> {
  const { lineages, samples, generations } = benchCase;
  const experiment = await resolveExperiment(
    {
      name: "bench",
      dataset: { name: "standard-normal", config: { dimensions: 1 } },
      family: { name: "gaussian" },
      interventions: [],
      metrics: [{ name: "mean" }, { name: "variance" }, { name: "log-variance" }, { name: "w2" }],
      lineages,
      generations,
      samples,
      seed: SEED,
    },
    () => Promise.reject(new Error("the bench reads no files")),
  );
  return {
    case: benchCase,
    // The real data, and what every generation draws.
    work: lineages * samples * (generations + 1),
    unit: "normals",
    run: () => finalVariance(backend, experiment),
  };
}

async function finalVariance(backend: Backend, experiment: ResolvedExperiment): Promise<Finding> {
  let variances: ArrayLike<number> = [];
  for await (const { record } of generationsOf(experiment, { backend })) {
    variances = record.metrics["variance"];
  }
  const { lineages, samples, generations } = experiment;
  const sum = Array.from(variances).reduce((total, variance) => total + variance, 0);
  return varianceFinding(sum / lineages, { lineages, samples, generations });
}

/**
 * The variance after so many refits, averaged over lineages: its expectation falls by 1 - 1/M a
 * refit, and the relative errors of the refits add up to a variance of 2/M each in every lineage.
 */
export function varianceFinding(
  value: number,
  { lineages, samples, generations }: Pick<GaussianCase, "lineages" | "samples" | "generations">,
): Finding {
  const expected = (1 - 1 / samples) ** generations;
  const standardError = expected * Math.sqrt((2 * generations) / (samples * lineages));
  return { name: "mean variance of the last generation", value, expected, standardError };
}

/** As many normals as the recursion draws, in as many dispatches. */
export function bareKernel(backend: Backend, benchCase: GaussianCase): Program {
  const { lineages, samples, generations } = benchCase;
  const words = { length: 2 * lineages };
  const keyWords = Uint32Array.from(words, (_, i) => (i % 2 === 0 ? SEED : i >> 1));
  return {
    case: benchCase,
    work: lineages * samples * (generations + 1),
    unit: "normals",
    async run() {
      await backend.prepare([sumNormals]);
      using scope = backend.scope("bare kernel");
      const keys = scope.tensor("keys", "u32", [lineages, 2], keyWords);
      const sums = scope.tensor("sums", "f32", [lineages, Math.ceil(samples / 4)]);
      for (let generation = 0; generation <= generations; generation++) {
        const random = { stream: Stream.SAMPLE, generation };
        backend.dispatch(sumNormals, { keys, sums }, { ...random, elements: samples });
      }
      const [last] = await backend.read(sums);
      const count = lineages * samples;
      const value = last.reduce((total, sum) => total + sum, 0) / count;
      const standardError = 1 / Math.sqrt(count);
      return { name: "mean of the last normals", value, expected: 0, standardError };
    },
  };
}
