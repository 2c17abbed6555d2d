import type { AdapterInfo } from "../compute/backend.ts";
import { type GraphSupport, idleGraphs } from "../compute/graph.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import type { Chosen, ResolvedExperiment } from "../experiments/experiment.ts";
import type { Intervention } from "../interventions/intervention.ts";
import type { Plugin } from "../plugin.ts";
import type { Checkpoint } from "../record.ts";
import { isSchedule, restsAt } from "../schedule.ts";
import type { Outline } from "./checkpoint.ts";
import { type Change, CountingBackend, type Size } from "./counting-backend.ts";
import { runExperiment } from "./run.ts";
import type { Underway } from "./underway.ts";

/** Stands for any number of lineages, and should be the extent of no other axis that comes first. */
const LINEAGES = 11;
/** A longer run is foretold from so many generations, or fewer where they are a lot of work. */
const MOST_GENERATIONS = 128;
const MOST_CHANGES = 500_000;
/** Generations that leave the same pool: all that come do as well. */
const STEADY = 4;

/** Steps or tokens of the long work in one generation. */
export type Work = Readonly<Partial<Record<Underway["phase"], number>>>;

/** What a run makes and frees, without its numbers. */
export interface DryRun {
  readonly changes: readonly Change[];
  /** By generation: how many of the changes there are when it has made all of its own. */
  readonly ends: readonly number[];
  /** By generation: the tensors of its checkpoint. */
  readonly checkpoints: readonly Size[];
  /** Whether all further generations are like the last one. */
  readonly isSteady: boolean;
  /** All that it dispatches. */
  readonly kernels: ReadonlySet<AnyKernel>;
  /** By generation. */
  readonly work: readonly Work[];
}

/**
 * Runs an experiment with a backend that keeps no numbers: what is made and freed is exactly what
 * engine and plug-ins make and free. Takes no longer for more lineages or samples of vectors and
 * categories, and for more generations only up to a bound.
 */
export async function dryRun(
  experiment: ResolvedExperiment,
  adapter: AdapterInfo,
  graphs: GraphSupport | null = null,
  most = { generations: MOST_GENERATIONS, changes: MOST_CHANGES },
): Promise<DryRun> {
  const lineages = isScalable(experiment) ? LINEAGES : experiment.lineages;
  const backend = new CountingBackend(lineages, adapter);
  const { changes } = backend;
  const rest = Math.max(...[experiment.family, ...experiment.interventions].map(restOf));
  // What is still to change cannot be foretold.
  const foreseen = rest === 0 ? most.generations : Math.max(most.generations, rest + STEADY + 2);
  const generations = Math.min(experiment.generations, foreseen);
  const sized = { ...experiment, lineages, generations };
  const idle = graphs === null ? null : idleGraphs(graphs, backend);
  const running = runExperiment(sized, { backend, graphs: idle, dry: true });
  const ends: number[] = [];
  const checkpoints: Size[] = [];
  const work: Work[] = [];
  let alike = 0;
  let before = "";
  let unfinished: Size = { each: 0, shared: 0 };
  let isLong = false;
  let isSteady = false;
  for await (const event of running) {
    if (event.kind === "progress") {
      isLong = true;
      const { generation, phase, total } = event;
      work[generation] = { ...work[generation], [phase]: total };
      unfinished = larger(unfinished, sizeOf(backend, event.outline()));
      continue;
    }
    // The first is handed over when the second has made all of its own, and so on; but where work is
    // long, already at the first pause of the second.
    if (ends.length === 0 && !isLong) ends.push(changes.length);
    ends.push(changes.length);
    const outline = event.outline();
    checkpoints.push(larger(unfinished, sizeOf(backend, outline)));
    const shape = shapeOf(outline.pool);
    alike = shape === before ? alike + 1 : 0;
    before = shape;
    isSteady = alike >= STEADY && event.record.generation > rest;
    if (isSteady || changes.length > most.changes) break;
  }
  const { kernels } = backend;
  return { changes, ends: ends.slice(0, generations), checkpoints, isSteady, kernels, work };
}

/**
 * Whether one dry run tells the need of any number of lineages. Models of texts and images cut their
 * work to what an adapter holds, and more lineages may then mean more pieces.
 */
export function isScalable({ facts: { kind } }: ResolvedExperiment): boolean {
  return kind === "vector" || kind === "category";
}

/** The generation from which on a plug-in does the same. */
function restOf({ plugin, config }: Chosen<Plugin & Pick<Intervention, "restsAt">>): number {
  const schedules = Object.values(config).filter(isSchedule);
  return Math.max(plugin.restsAt?.(config) ?? 0, ...schedules.map(restsAt));
}

function shapeOf(pool: Checkpoint["pool"]): string {
  return pool.map(({ rows, values }) => `${rows}${values === null ? "o" : ""}`).join(" ");
}

function sizeOf(backend: CountingBackend, { tensors }: Outline): Size {
  return sum(tensors.map(({ shape }) => backend.sizeOf(shape)));
}

function larger(one: Size, other: Size): Size {
  return {
    each: Math.max(one.each, other.each),
    shared: Math.max(one.shared, other.shared),
  };
}

function sum(sizes: readonly Size[]): Size {
  return {
    each: sizes.reduce((total, { each }) => total + each, 0),
    shared: sizes.reduce((total, { shared }) => total + shared, 0),
  };
}
