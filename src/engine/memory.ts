import type { AdapterInfo } from "../compute/backend.ts";
import { BYTES_PER_ELEMENT } from "../compute/tensor.ts";
import { ConfigError } from "../errors.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";

/** Tables that a generation has at once: of the model, of the one before, and on the way to both. */
const TABLES = 6;
/** Tables that a segment keeps: its own statistics, and those of the pool up to it. */
const TABLES_PER_SEGMENT = 2;

interface Need {
  /** Bytes in all. */
  readonly total: number;
  /** Bytes of the largest tensor. */
  readonly tensor: number;
}

/** Bytes that a run holds at its widest: real data, pool, next samples and tables of statistics. */
export function estimateBytes(experiment: ResolvedExperiment): number {
  return needOf(experiment).total;
}

/** Throws a `ConfigError` where a run would not fit, with the size that would. */
export function requireMemory(experiment: ResolvedExperiment, adapter: AdapterInfo): void {
  const fits = (changed: Partial<Pick<ResolvedExperiment, "lineages" | "samples">>) => {
    const need = needOf({ ...experiment, ...changed });
    return need.total <= adapter.memoryBytes && need.tensor <= adapter.maxTensorBytes;
  };
  if (fits({})) return;
  const need = needOf(experiment);
  const [what, bytes, limit] =
    need.total > adapter.memoryBytes
      ? ["the run needs", need.total, adapter.memoryBytes]
      : ["one tensor needs", need.tensor, adapter.maxTensorBytes];
  const complaint = `${what} about ${gibibytes(bytes)}, and ${adapter.description} gives ${gibibytes(limit)}`;
  const { lineages, samples } = experiment;
  const fewerLineages = largest(lineages, (count) => fits({ lineages: count }));
  if (fewerLineages > 0) {
    throw new ConfigError("$.lineages", `${complaint}; up to ${fewerLineages} lineages fit`);
  }
  const fewerSamples = largest(samples, (count) => fits({ lineages: 1, samples: count }));
  if (fewerSamples > 0) {
    throw new ConfigError(
      "$.samples",
      `${complaint}; up to ${fewerSamples} samples of one lineage fit`,
    );
  }
  throw new ConfigError("$.generations", `${complaint}; take fewer generations`);
}

function needOf({
  facts,
  interventions,
  lineages: L,
  generations,
  samples: N,
}: ResolvedExperiment): Need {
  const poolRows = interventions.reduce(
    (rows, { plugin }) => plugin.largestPool?.(rows, generations) ?? rows,
    N,
  );
  const segments = Math.ceil(poolRows / N) + 1;
  const rowElements = facts.kind === "vector" ? facts.marginals.length : 1;
  const tableElements = facts.kind === "vector" ? rowElements ** 2 : facts.counts.length;
  // The real data, the pool, and the next samples beside it.
  const rows = N + poolRows + N;
  const tables = (TABLES + TABLES_PER_SEGMENT * segments) * tableElements;
  return {
    total: BYTES_PER_ELEMENT * L * (rows * rowElements + tables),
    tensor: BYTES_PER_ELEMENT * L * Math.max(N * rowElements, tableElements),
  };
}

/** The largest whole number below `limit` that fits, where all below one that fits do; else 0. */
function largest(limit: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = limit;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toPrecision(2)} GiB`;
}
