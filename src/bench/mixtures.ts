import type { Backend } from "../compute/backend.ts";
import { generationsOf } from "../engine/run.ts";
import { resolveExperiment } from "../experiments/resolve.ts";
import type { MixtureCase } from "./cases.ts";
import type { Program } from "./measure.ts";
import { varianceFinding } from "./programs.ts";

/** The paper's mixture: two components fitted to one blob by expectation and maximisation. */
export async function mixtures(backend: Backend, benchCase: MixtureCase): Promise<Program> {
  const { lineages, samples, generations } = benchCase;
  const experiment = await resolveExperiment(
    {
      name: "bench",
      dataset: { name: "standard-normal", config: { dimensions: 2 } },
      family: { name: "mixture", config: { tolerance: 1e-5, maxIterations: 2000 } },
      interventions: [],
      metrics: [{ name: "variance" }],
      lineages,
      generations,
      samples,
      seed: 1,
    },
    () => Promise.reject(new Error("the bench reads no files")),
  );
  return {
    case: benchCase,
    // The real data, and what every generation draws: two dimensions each.
    work: 2 * lineages * samples * (generations + 1),
    unit: "normals",
    async run() {
      let variances: ArrayLike<number> = [];
      for await (const { record } of generationsOf(experiment, { backend })) {
        variances = record.metrics["variance"];
      }
      // Maximisation gives a mixture the variance of its pool, whatever the components are.
      const sum = Array.from(variances).reduce((total, variance) => total + variance, 0);
      return varianceFinding(sum / lineages, benchCase);
    },
  };
}
