import type { AdapterInfo } from "../compute/backend.ts";
import type { GraphSupport } from "../compute/graph.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import { ALIGNMENT, SPARE_BYTES } from "../compute/buffer-pool.ts";
import { ConfigError } from "../errors.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import type { Size } from "./counting-backend.ts";
import { type DryRun, type Work, dryRun, isScalable } from "./dry-run.ts";

/** Copies of a checkpoint on its way to the store: as arrays, and encoded. */
const HOST_COPIES = 2;
/** And on its way out of a graphics card. */
const STAGING_COPIES = 1;
/** How much faster growth may be than it was lately: pools lose and gain segments in waves. */
const UNEVENNESS = 1.2;
/** What it is at least after a pause, as a share of what it was on the average. */
const LEAST_PACE = 0.05;
/** And how much higher the last of those waves may be. */
const WAVE = 1.12;

/** Bytes that a run takes at its widest, and what else is known of it beforehand. */
export interface MemoryNeed {
  /** All that is below, and the copies of a checkpoint. */
  readonly total: number;
  /** Of all tensors together. */
  readonly tensors: number;
  /** Of the buffers that hold them, with those that wait for their next use. */
  readonly buffers: number;
  /** Of the largest tensor. */
  readonly largestTensor: number;
  /** Of the largest checkpoint. */
  readonly checkpoint: number;
  /** The kernels that will be dispatched; perhaps a few more, once things have changed. */
  readonly kernels: ReadonlySet<AnyKernel>;
  /** By generation; all after the last that is there are like that one. */
  readonly work: readonly Work[];
}

/** What a run takes on a kind of backend. */
export async function memoryNeed(
  experiment: ResolvedExperiment,
  adapter: AdapterInfo,
  graphs: GraphSupport | null = null,
): Promise<MemoryNeed> {
  return needOf(await dryRun(experiment, adapter, graphs), adapter.backend, experiment);
}

/**
 * What a run takes. Throws a `ConfigError` where that is more than there is, with the size that
 * would fit.
 */
export async function requireMemory(
  experiment: ResolvedExperiment,
  adapter: AdapterInfo,
  graphs: GraphSupport | null = null,
): Promise<MemoryNeed> {
  const { backend, memoryBytes, maxTensorBytes } = adapter;
  const { lineages, samples, generations } = experiment;
  const dry = await dryRun(experiment, adapter, graphs);
  const need = needOf(dry, backend, experiment);
  const spare = ({ total, largestTensor }: MemoryNeed) =>
    Math.min(memoryBytes - total, maxTensorBytes - largestTensor);
  if (spare(need) >= 0) return need;

  const [what, bytes, limit] =
    need.total > memoryBytes
      ? ["the run needs", need.total, memoryBytes]
      : ["one tensor needs", need.largestTensor, maxTensorBytes];
  const complaint = `${what} about ${gibibytes(bytes)}, and ${adapter.description} gives ${gibibytes(limit)}`;
  const fewerLineages = await largestBelow(lineages, memoryBytes, async (count) =>
    spare(
      isScalable(experiment)
        ? needOf(dry, backend, { lineages: count, generations })
        : await memoryNeed({ ...experiment, lineages: count }, adapter, graphs),
    ),
  );
  if (fewerLineages > 0) {
    throw new ConfigError("$.lineages", `${complaint}; up to ${fewerLineages} lineages fit`);
  }
  const fewerSamples = await largestBelow(samples, memoryBytes, async (count) =>
    spare(await memoryNeed({ ...experiment, lineages: 1, samples: count }, adapter, graphs)),
  );
  if (fewerSamples > 0) {
    throw new ConfigError(
      "$.samples",
      `${complaint}; up to ${fewerSamples} samples of one lineage fit`,
    );
  }
  const fewerGenerations = await largestBelow(generations, memoryBytes, (count) =>
    spare(needOf(dry, backend, { lineages, generations: count })),
  );
  if (fewerGenerations > 0) {
    throw new ConfigError("$.generations", `${complaint}; up to ${fewerGenerations} fit`);
  }
  for (const [i, { plugin }] of experiment.interventions.entries()) {
    if (plugin.draws === undefined) continue;
    const interventions = experiment.interventions.filter((_, j) => j !== i);
    const without = { ...experiment, lineages: 1, interventions };
    if (spare(await memoryNeed(without, adapter, graphs)) < 0) continue;
    const remedy = `"${plugin.name}" draws too many samples even for one lineage; let it draw fewer`;
    throw new ConfigError(`$.interventions[${i}].config`, `${complaint}; ${remedy}`);
  }
  throw new ConfigError("$.generations", `${complaint}; take fewer of everything`);
}

/** What follows from a dry run that may be shorter, and for any number of lineages. */
export function needOf(
  dry: DryRun,
  backend: AdapterInfo["backend"],
  { lineages, generations }: Pick<ResolvedExperiment, "lineages" | "generations">,
): MemoryNeed {
  const bytesOf = ({ each, shared }: Size) => each * lineages + shared;
  const series = replay(dry, bytesOf);
  const foretold = (values: readonly number[]) => foretell(values, generations, dry.isSteady);
  const tensors = foretold(series.tensors);
  const checkpoint = foretold(dry.checkpoints.map(bytesOf));
  // Whatever waits is given back when it is more than this.
  const mostWaiting = Math.max(SPARE_BYTES, foretold(series.used));
  const isPooled = backend === "webgpu";
  const buffers = isPooled
    ? Math.min(foretold(series.held), foretold(series.used) + mostWaiting)
    : tensors;
  const copies = HOST_COPIES + (isPooled ? STAGING_COPIES : 0);
  return {
    total: buffers + copies * checkpoint,
    tensors,
    buffers,
    largestTensor: Math.max(...largestTensors(dry, bytesOf).map(foretold)),
    checkpoint,
    kernels: dry.kernels,
    work: dry.work,
  };
}

/** Bytes by generation, at its widest moment. */
interface Series {
  /** Of the tensors. */
  readonly tensors: number[];
  /** Of the buffers that hold them. */
  readonly used: number[];
  /** Of all buffers, with those that wait for their next use. */
  readonly held: number[];
}

/** Goes through a run with the rules of `BufferPool`. */
function replay({ changes, ends }: DryRun, bytesOf: (size: Size) => number): Series {
  const series: Series = { tensors: [], used: [], held: [] };
  const waiting = new Map<number, number>();
  let [tensors, used, waitingBytes] = [0, 0, 0];
  let start = 0;
  for (const end of ends) {
    const most = { tensors, used, held: used + waitingBytes };
    for (const { size, sign } of changes.slice(start, end)) {
      const bytes = bytesOf(size);
      const buffer = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
      const alike = waiting.get(buffer) ?? 0;
      tensors += sign * bytes;
      used += sign * buffer;
      if (sign < 0 || alike > 0) {
        waiting.set(buffer, alike - sign);
        waitingBytes -= sign * buffer;
      }
      if (waitingBytes > SPARE_BYTES && waitingBytes > used) {
        waiting.clear();
        waitingBytes = 0;
      }
      most.tensors = Math.max(most.tensors, tensors);
      most.used = Math.max(most.used, used);
      most.held = Math.max(most.held, used + waitingBytes);
    }
    series.tensors.push(most.tensors);
    series.used.push(most.used);
    series.held.push(most.held);
    start = end;
  }
  return series;
}

/**
 * Bytes by generation of the largest tensors that have a label in common, and of the next smaller:
 * what grows may still be hidden by what does not, such as the real data of the first generation.
 */
function largestTensors({ changes, ends }: DryRun, bytesOf: (size: Size) => number): number[][] {
  const firstMost = ends.map(() => 0);
  const byLabel = new Map<string, [number[], number[]]>();
  for (const [generation, end] of ends.entries()) {
    for (const { label, size, sign } of changes.slice(ends[generation - 1] ?? 0, end)) {
      if (sign < 0) continue;
      const bytes = bytesOf(size);
      if (generation === 0) {
        firstMost[0] = Math.max(firstMost[0], bytes);
        continue;
      }
      const known = byLabel.get(label) ?? [ends.map(() => 0), ends.map(() => 0)];
      byLabel.set(label, known);
      const [most, next] = known;
      if (bytes > most[generation]) {
        [most[generation], next[generation]] = [bytes, most[generation]];
      } else if (bytes < most[generation] && bytes > next[generation]) {
        next[generation] = bytes;
      }
    }
  }
  return [firstMost, ...[...byLabel.values()].flat()];
}

/**
 * The most that a quantity reaches within so many generations, of which the first are known. Pools
 * grow by the same in every generation, or by more in each where tensors grow with them.
 */
function foretell(values: readonly number[], generations: number, isSteady: boolean): number {
  const most: number[] = [];
  for (const value of values) most.push(Math.max(value, most.at(-1) ?? 0));
  const known = most.length;
  if (generations <= known) return most[generations - 1];
  const last = most[known - 1];
  const quarter = known / 4;
  const at = (quarters: number) => most[Math.ceil(quarters * quarter) - 1];
  if (isSteady || last === at(1)) return last;
  const earlier = (at(3) - at(2)) / quarter;
  const late = (last - at(3)) / quarter;
  const growth = Math.max(0, late - earlier) / quarter;
  const steps = generations - known;
  const pace = Math.max(UNEVENNESS * late, last === at(2) ? 0 : (LEAST_PACE * last) / known);
  const foretold = last + (pace + (growth * quarter) / 2) * steps + (growth * steps ** 2) / 2;
  return Math.ceil(WAVE * foretold);
}

/** The largest count below `limit` that leaves something to spare; else 0. */
async function largestBelow(
  limit: number,
  spareOfNone: number,
  spareOf: (count: number) => number | Promise<number>,
): Promise<number> {
  let [low, lowSpare] = [0, spareOfNone];
  let [high, highSpare] = [limit, await spareOf(limit)];
  while (high - low > 1) {
    // Nearly a straight line; an end that stays counts for half (the Illinois rule), so that the
    // next guess falls beyond the crossing and the other end comes close as well.
    const guess = Math.floor(low + (lowSpare / (lowSpare - highSpare)) * (high - low));
    const count = Math.min(Math.max(guess, low + 1), high - 1);
    const spare = await spareOf(count);
    if (spare >= 0) [low, lowSpare, highSpare] = [count, Math.max(1, spare), highSpare / 2];
    else [high, highSpare, lowSpare] = [count, spare, lowSpare / 2];
  }
  return low;
}

function gibibytes(bytes: number): string {
  const count = bytes / 2 ** 30;
  return `${count < 100 ? count.toPrecision(2) : Math.round(count).toLocaleString("en")} GiB`;
}
