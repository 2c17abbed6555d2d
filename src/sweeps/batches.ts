import type { AdapterInfo } from "../compute/backend.ts";
import type { GraphSupport } from "../compute/graph.ts";
import { type DryRun, dryRun, isScalable } from "../engine/dry-run.ts";
import { type MemoryNeed, needOf, requireMemory } from "../engine/memory.ts";
import { ConfigError } from "../errors.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import type { Cell, ResolvedSweep } from "./sweep.ts";
import { cellInWords } from "./sweep.ts";

/** Puts cells of one shape together, as many as memory takes. */
export class BatchPlanner {
  readonly #adapter: AdapterInfo;
  readonly #graphs: GraphSupport | null;
  readonly #mostCheckpointBytes: number;
  readonly #dryRuns = new Map<string, Promise<DryRun>>();

  /** `mostCheckpointBytes` is what a store takes. */
  constructor(
    adapter: AdapterInfo,
    graphs: GraphSupport | null = null,
    mostCheckpointBytes = Infinity,
  ) {
    this.#adapter = adapter;
    this.#graphs = graphs;
    this.#mostCheckpointBytes = mostCheckpointBytes;
  }

  /** Throws a `ConfigError` with the cell where one does not even fit alone. */
  async requireRoom({ axes, cells }: Pick<ResolvedSweep, "axes" | "cells">): Promise<void> {
    const largest = new Map<number, Cell>();
    for (const cell of cells) {
      const { lineages } = cell.experiment;
      if (lineages > (largest.get(cell.shape)?.experiment.lineages ?? 0)) {
        largest.set(cell.shape, cell);
      }
    }
    for (const cell of largest.values()) {
      if (this.#holds(await this.#need([cell]))) continue;
      try {
        await requireMemory(cell.experiment, this.#adapter, this.#graphs);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        throw new ConfigError("", `${cellInWords(axes, cell)}: ${error.message}`);
      }
      const reason = "a checkpoint would be larger than a store takes; take fewer lineages";
      throw new ConfigError("", `${cellInWords(axes, cell)}: $.lineages: ${reason}`);
    }
  }

  /** The first cell of a queue and those that run beside it, `most` of them, in their order. */
  async next(queue: readonly Cell[], most = Infinity): Promise<Cell[]> {
    const [first] = queue;
    const alike = queue.filter(({ shape }) => shape === first.shape).slice(0, most);
    if (alike.length === 1 || this.#holds(await this.#need(alike))) return alike;
    let [fits, tooMany] = [1, alike.length];
    while (tooMany - fits > 1) {
      const count = (fits + tooMany) >> 1;
      if (this.#holds(await this.#need(alike.slice(0, count)))) fits = count;
      else tooMany = count;
    }
    return alike.slice(0, fits);
  }

  /** Bytes of memory that a batch takes. */
  async bytesOf(batch: readonly Cell[]): Promise<number> {
    return (await this.#need(batch)).total;
  }

  async #need(batch: readonly Cell[]): Promise<MemoryNeed> {
    const [{ experiment, shape }] = batch;
    const lineages = batch.reduce((sum, cell) => sum + cell.experiment.lineages, 0);
    const sized: ResolvedExperiment = { ...experiment, lineages };
    // One account serves any number of lineages, unless work is cut to what an adapter holds.
    const name = isScalable(experiment) ? `${shape}` : `${shape} ${lineages}`;
    const dry = this.#dryRuns.get(name) ?? dryRun(sized, this.#adapter, this.#graphs);
    this.#dryRuns.set(name, dry);
    return needOf(await dry, this.#adapter.backend, sized);
  }

  #holds({ total, largestTensor, checkpoint }: MemoryNeed): boolean {
    const { memoryBytes, maxTensorBytes } = this.#adapter;
    return (
      total <= memoryBytes &&
      largestTensor <= maxTensorBytes &&
      checkpoint <= this.#mostCheckpointBytes
    );
  }
}
