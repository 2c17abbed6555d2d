import type { AdapterInfo } from "../compute/backend.ts";
import { BYTES_PER_ELEMENT } from "../compute/tensor.ts";
import { perLineage } from "../config.ts";
import { ConfigError } from "../errors.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";

/** Tables of statistics that a generation makes on its way, and keeps of the one before. */
const TABLES = 16;
/** Of each segment: its own statistics and those of the pool up to it, now and one generation ago. */
const TABLES_PER_SEGMENT = 4;
/** Sums over rows go by chunks of at least so many. */
const LEAST_CHUNK = 16;

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

function needOf(experiment: ResolvedExperiment): Need {
  const { facts, family, interventions, lineages: L, generations, samples: N } = experiment;
  const poolRows = interventions.reduce(
    (rows, { plugin }) => plugin.largestPool?.(rows, generations) ?? rows,
    N,
  );
  const D = facts.kind === "vector" ? facts.marginals.length : 1;
  const scalars = perLineage(family.plugin.settings, family.config, 1);
  const correlated = family.plugin.correlated?.(scalars as never) ?? false;
  // Mean, deviation and what ties the dimensions together.
  const table = facts.kind === "vector" ? 2 * D + (correlated ? D * D : 0) : facts.counts.length;
  const segments = Math.ceil(poolRows / N) + 1;
  const chunks = Math.ceil(Math.min(poolRows / LEAST_CHUNK, Math.sqrt(poolRows))) + segments;
  // The real data, the pool, and beside it the next samples and what is drawn to mix with them.
  const rows = N + poolRows + 2 * N;
  const chunkElements = facts.kind === "vector" ? 2 * chunks * table : 0;
  const tables = (TABLES + TABLES_PER_SEGMENT * segments) * table;
  return {
    total: BYTES_PER_ELEMENT * L * (rows * D + chunkElements + tables),
    tensor: BYTES_PER_ELEMENT * L * Math.max(N * D, table, chunkElements / 2),
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
