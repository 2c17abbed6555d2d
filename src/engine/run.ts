import type { Backend, Compiled, Slice } from "../compute/backend.ts";
import type { Graphs } from "../compute/graph.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { type ClosedForms, type Real, spaceOf } from "../distribution.ts";
import { placed } from "../errors.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import type { Before } from "../families/family.ts";
import { Stream } from "../random/streams.ts";
import type { Checkpoint, GenerationRecord } from "../record.ts";
import type { Parameters, Pool, Segment } from "../samples.ts";
import { batchOf } from "./batch.ts";
import {
  type Outline,
  type State,
  type UnfinishedPhase,
  outlineOf,
  readOutline,
  restoreCheckpoint,
} from "./checkpoint.ts";
import { contexts } from "./contexts.ts";
import { groupReports } from "./groups.ts";
import { keepWhereEmpty } from "./empty-pools.ts";
import { estimateForms, estimateKernels } from "./estimate.ts";
import { exhibitOf } from "./exhibit.ts";
import { asksForFirst } from "./first-model.ts";
import { Lifetimes } from "./lifetimes.ts";
import { recordsOf } from "./records.ts";
import { type Underway, type WorkPlace, worked } from "./underway.ts";
import { type Watched, watchedFrom, watchedSlices } from "./watched.ts";

export interface RunOptions {
  readonly backend: Backend;
  /** Experiments of the same shape that run in the same dispatches. See `shapeOf`. */
  readonly beside?: readonly ResolvedExperiment[];
  /** Of this backend. */
  readonly graphs?: Graphs | null;
  /** Goes on where this was saved. */
  readonly from?: Checkpoint | null;
  readonly signal?: AbortSignal;
  /** A lineage whose closed forms come along with every generation. */
  readonly watch?: number;
  /** Milliseconds; without a clock long work goes in small steps. */
  readonly now?: () => number;
  /** Those that will be dispatched, where a dry run has told; otherwise all that plug-ins name. */
  readonly kernels?: Iterable<AnyKernel>;
  /** Told of each kernel that had to be compiled, before anything else happens. */
  readonly onCompiled?: (compiled: Compiled) => void;
  /** See `Context.dry`. */
  readonly dry?: boolean;
  /** Keeps generation 0's model even where nothing here asks for it. */
  readonly keepsFirst?: boolean;
}

export interface Generation {
  readonly kind: "generation";
  readonly record: GenerationRecord;
  /** Of the experiments that run beside it, in their order. */
  readonly beside: readonly GenerationRecord[];
  readonly watched: Watched | null;
  /** What a checkpoint of it is made of. Only before the next event is asked for. */
  readonly outline: () => Outline;
  /** Only before the next event is asked for. */
  readonly checkpoint: () => Promise<Checkpoint>;
}

/**
 * The loop: fit, sample, measure, intervene, and again.
 *
 * The caller owns pace and storage: to pause is not to ask, to step is to ask once, to stop is
 * `return()` or the signal. The numbers of a generation are read while the next one is under way,
 * so the GPU never waits for the host; unless that is long work, which says how far it is.
 */
export async function* runExperiment(
  experiment: ResolvedExperiment,
  options: RunOptions,
): AsyncGenerator<Generation | Underway, void, void> {
  const { backend, from = null, signal = new AbortController().signal, watch } = options;
  const { graphs = null, now = () => 0, dry = false } = options;
  const { dataset, family, generations } = experiment;
  const batch = batchOf([experiment, ...(options.beside ?? [])]);
  const { lineages: L, keyWords } = batch;
  const plugins = [dataset, family, ...experiment.interventions, ...experiment.metrics];
  const space = spaceOf(experiment.facts);
  // What a family does not give in closed form is measured of its samples.
  const lacksForms = experiment.metrics.some(({ plugin: { needs } }) =>
    needs.some((form) => !family.plugin.provides.includes(form)),
  );
  const groups = groupReports(experiment.facts, family.plugin);
  const { kernels } = options;
  await backend.prepare(
    kernels !== undefined
      ? [...kernels]
      : [
          ...plugins.flatMap(({ plugin }) => plugin.kernels),
          ...(lacksForms ? estimateKernels[space.kind] : []),
          ...(groups?.kernels ?? []),
        ],
    options.onCompiled,
  );

  using lasting = backend.scope("run");
  using scope = backend.scope("generations");
  const lifetimes = new Lifetimes(scope);
  const shared = { L, graphs, space, keyWords, signal, now, dry };
  const contextFor = contexts(backend, scope, lasting, lifetimes, shared);
  const keepsFirst = options.keepsFirst === true || asksForFirst(experiment);

  const opening: Context = { ...contextFor(0, Stream.DATASET), scope: lasting };
  const facts = Array.from({ length: L }, () => experiment.facts) as never[];
  const real = numbered(dataset.plugin.open(opening, facts));
  const drawReal: Real["draw"] = (context, rows) => real.draw(context, rows);
  const original: Pool = [real.draw(opening, experiment.samples)];

  const fresh = { generation: -1, parameters: null, first: null, pool: original, unfinished: null };
  const begun: State = from === null ? fresh : restoreCheckpoint(scope, from, original);
  let { pool, parameters, first, unfinished } = begun;
  let pending: (() => Promise<Generation>) | null = null;

  for (let g = begun.generation + 1; g < generations; g++) {
    signal.throwIfAborted();
    const { family: familyConfig, gauges, steps, samples: N } = batch.at(g);
    const place: WorkPlace<Generation> = {
      generation: g,
      outline: (phase: UnfinishedPhase) =>
        outlineOf({ generation: g - 1, parameters, first, pool, unfinished: phase }, original),
      read: (outline) => readOutline(backend, outline),
      // Records come in order, so the one that waits goes before news of what follows.
      before: async function* () {
        if (pending !== null) yield await pending();
        pending = null;
      },
    };
    const fitting = contextFor(g, Stream.FIT);
    const left = unfinished;
    unfinished = null;
    const before: Before = { previous: parameters, first, original, unfinished: left };
    let fitted: Parameters;
    let traces: UnfinishedPhase["traces"] = left?.traces ?? {};
    if (left?.phase === "sample") fitted = left.fitted!;
    else {
      const work = family.plugin.fit(fitting, pool, familyConfig as never, before);
      [fitted, traces] = yield* worked(work, "fit", null, traces, place);
      const learned = { fitted, previous: parameters, config: familyConfig };
      keepWhereEmpty(fitting, pool, family.plugin, learned);
    }
    const sampling = contextFor(g, Stream.SAMPLE);
    const sampled = { original, unfinished: left?.phase === "sample" ? left : null };
    const drawing = family.plugin.sample(sampling, fitted, N, familyConfig as never, sampled);
    const [drawn] = yield* worked(drawing, "sample", fitted, traces, place);
    if (keepsFirst) first ??= fitted;

    const synthetic: Segment = { ...drawn, rows: N, birth: g + 1 };
    const current: ClosedForms = {
      samples: synthetic,
      ...(lacksForms ? estimateForms(sampling, synthetic) : {}),
      ...family.plugin.forms(fitting, fitted, familyConfig as never),
    };
    const firstForms =
      first === null ? {} : family.plugin.forms(fitting, first, familyConfig as never);
    const seen = {
      real: { ...real.forms, samples: original[0], facts: experiment.facts, draw: drawReal },
      current,
      first: firstForms,
    };
    const measured: Tensor<"f32">[] = [];
    for (const [i, { plugin, config }] of gauges.entries()) {
      const measuring = contextFor(g, Stream.METRIC + i);
      const measure = () => plugin.measure(measuring, seen as never, config as never);
      measured.push(await placed(`$.metrics[${i}].config`, measure));
    }

    const sources = { original, previous: pool, real, current, first: firstForms };
    let next: Pool = [synthetic];
    const reports: Tensor<"f32">[] = [];
    for (const [i, { plugin, config }] of steps.entries()) {
      const context = contextFor(g, Stream.INTERVENTION + i);
      const proposed = next;
      const apply = () => plugin.apply(context, proposed, sources, config as never);
      const revised = await placed(`$.interventions[${i}].config`, apply);
      const { pool: left, report } = "pool" in revised ? revised : { pool: revised, report: null };
      next = left;
      reports.push(...Object.keys(plugin.reports ?? {}).map((quantity) => report![quantity]));
    }

    const state: State = { generation: g, parameters: fitted, first, pool: next, unfinished: null };
    const watching = watch === undefined ? [] : watchedSlices(current, watch);
    const showing = await exhibitOf(sampling, synthetic, current, g === 0 ? original[0] : null);
    const slices: readonly Slice[] = [...watching, ...(showing?.slices ?? [])];
    const counted =
      groups === null ? [] : [await groups.measure(sampling, synthetic, seen.real, current)];
    const reading = backend.read(...measured, ...reports, ...counted, ...slices);
    reading.catch(() => {}); // whoever asks for the generation hears of it
    if (pending !== null) yield await pending();
    pending = async () => {
      const arrays: readonly (Float32Array | Uint32Array)[] = await reading;
      const shown = arrays.slice(measured.length + reports.length + counted.length);
      const [numbers, ...beside] = recordsOf(batch, g, arrays, groups);
      const record = {
        ...numbers,
        ...(showing === null ? {} : { exhibit: showing.exhibit(shown.slice(watching.length)) }),
        ...(Object.keys(traces).length === 0 ? {} : { traces }),
      };
      return {
        kind: "generation",
        record,
        beside,
        watched: watch === undefined ? null : watchedFrom(current, shown),
        outline: () => outlineOf(state, original),
        checkpoint: () => readOutline(backend, outlineOf(state, original)),
      };
    };

    lifetimes.sweep([original, next], [fitted, first]);
    [pool, parameters] = [next, fitted];
  }
  if (pending !== null) yield await pending();
}

/** The real distribution, every later draw of which can be told from all others. */
function numbered(real: Real): Real {
  return {
    ...real,
    draw(context, rows) {
      const { generation, stream } = context;
      const drawn = real.draw(context, rows);
      return stream === Stream.DATASET ? drawn : { ...drawn, drawn: 256 * generation + stream };
    },
  };
}

/** The generations alone. */
export async function* generationsOf(
  experiment: ResolvedExperiment,
  options: RunOptions,
): AsyncGenerator<Generation, void, void> {
  for await (const event of runExperiment(experiment, options)) {
    if (event.kind === "generation") yield event;
  }
}
