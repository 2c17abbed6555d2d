import type { Backend } from "../compute/backend.ts";
import { generationsOf } from "../engine/run.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import { resolveSweep } from "../sweeps/resolve.ts";
import type { SweepCase } from "./cases.ts";
import type { Finding, Program } from "./measure.ts";
import { varianceFinding } from "./programs.ts";

const BIAS = "$.family.config.samplingBias";

/** The recursive Gaussian with many sampling biases and seeds, in one batch or one by one. */
export async function sweep(backend: Backend, benchCase: SweepCase): Promise<Program> {
  const { biases, seeds, cell, program } = benchCase;
  const { cells } = await resolveSweep(
    {
      name: "bench",
      experiment: {
        name: "bench",
        dataset: { name: "standard-normal", config: { dimensions: 1 } },
        family: { name: "gaussian" },
        interventions: [],
        metrics: [{ name: "variance" }],
        seed: 1,
        ...cell,
      },
      axes: [
        { setting: BIAS, values: { from: 0.9, to: 1.1, count: biases } },
        { setting: "$.seed", values: { seeds } },
      ],
    },
    () => Promise.reject(new Error("the bench reads no files")),
  );
  const experiments = cells.map(({ experiment }) => experiment);
  const lineages = cell.lineages * experiments.length;
  // Biases share the numbers of a seed, so that only seeds are new lineages.
  const finding = varianceFinding(NaN, { ...cell, lineages: cell.lineages * seeds });
  return {
    case: benchCase,
    // The real data, and what every generation draws.
    work: lineages * cell.samples * (cell.generations + 1),
    unit: "normals",
    async run(): Promise<Finding> {
      const sums =
        program === "sweep"
          ? await variancesOf(backend, experiments)
          : await oneByOne(backend, experiments);
      const total = sums.reduce((sum, value) => sum + value, 0);
      return { ...finding, value: total / lineages };
    },
  };
}

async function oneByOne(
  backend: Backend,
  experiments: readonly ResolvedExperiment[],
): Promise<number[]> {
  const sums: number[] = [];
  for (const experiment of experiments) sums.push(...(await variancesOf(backend, [experiment])));
  return sums;
}

/** The variance of the last generation, summed over the lineages of each, but for the bias. */
async function variancesOf(
  backend: Backend,
  [first, ...beside]: readonly ResolvedExperiment[],
): Promise<number[]> {
  let last: readonly ArrayLike<number>[] = [];
  for await (const generation of generationsOf(first, { backend, beside })) {
    const records = [generation.record, ...generation.beside];
    last = records.map(({ metrics }) => metrics["variance"]);
  }
  return [first, ...beside].map(({ family, generations }, i) => {
    // It acts when sampling, and so on every fit but the first.
    const factor = Number(family.config["samplingBias"]) ** (generations - 1);
    return Array.from(last[i]).reduce((sum, value) => sum + value / factor, 0);
  });
}
