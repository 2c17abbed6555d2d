import type { Backend, Scope, Slice } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import { perLineage } from "../config.ts";
import type { Context } from "../context.ts";
import { type ClosedForms, type Real, spaceOf } from "../distribution.ts";
import type { Chosen, ResolvedExperiment } from "../experiments/experiment.ts";
import type { Plugin } from "../plugin.ts";
import { Stream } from "../random/streams.ts";
import type { Checkpoint, GenerationRecord } from "../record.ts";
import type { Parameters, Pool, SampleSpace, Segment } from "../samples.ts";
import { type State, restoreCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { estimateForms, estimateKernels } from "./estimate.ts";
import { Lifetimes } from "./lifetimes.ts";
import { type Watched, watchedSlices, watchedFrom } from "./watched.ts";

export interface RunOptions {
  readonly backend: Backend;
  /** Goes on after this generation. */
  readonly from?: Checkpoint | null;
  readonly signal?: AbortSignal;
  /** A lineage whose closed forms come along with every generation. */
  readonly watch?: number;
}

export interface Generation {
  readonly record: GenerationRecord;
  readonly watched: Watched | null;
  /** Only before the next generation is asked for. */
  readonly checkpoint: () => Promise<Checkpoint>;
}

/**
 * The loop: fit, sample, measure, intervene, and again.
 *
 * The caller owns pace and storage: to pause is not to ask, to step is to ask once, to stop is
 * `return()` or the signal. The numbers of a generation are read while the next one is under way,
 * so the GPU never waits for the host.
 */
export async function* runExperiment(
  experiment: ResolvedExperiment,
  { backend, from = null, signal = new AbortController().signal, watch }: RunOptions,
): AsyncGenerator<Generation, void, void> {
  const { dataset, family, lineages: L, generations, samples: N, seed } = experiment;
  const plugins = [dataset, family, ...experiment.interventions, ...experiment.metrics];
  const space = spaceOf(experiment.facts);
  // What a family does not give in closed form is measured of its samples.
  const lacksForms = experiment.metrics.some(({ plugin: { needs } }) =>
    needs.some((form) => !family.plugin.provides.includes(form)),
  );
  await backend.prepare([
    ...plugins.flatMap(({ plugin }) => plugin.kernels),
    ...(lacksForms ? estimateKernels[space.kind] : []),
  ]);

  using lasting = backend.scope("run");
  using scope = backend.scope("generations");
  const lifetimes = new Lifetimes(scope);
  const contextFor = contexts(backend, scope, lasting, lifetimes, { L, space, seed, signal });
  const familyConfig = perLineage(family.plugin.settings, family.config, L) as never;
  const steps = experiment.interventions.map((chosen) => withVectors(chosen, L));
  const gauges = experiment.metrics.map((chosen) => withVectors(chosen, L));

  const opening: Context = { ...contextFor(0, Stream.DATASET), scope: lasting };
  const facts = Array.from({ length: L }, () => experiment.facts) as never[];
  const real: Real = dataset.plugin.open(opening, facts);
  const original: Pool = [real.draw(opening, N)];

  let { pool, parameters }: { pool: Pool; parameters: Parameters | null } =
    from === null ? { pool: original, parameters: null } : restoreCheckpoint(scope, from, original);
  let pending: (() => Promise<Generation>) | null = null;

  for (let g = from === null ? 0 : from.generation + 1; g < generations; g++) {
    signal.throwIfAborted();
    const fitting = contextFor(g, Stream.FIT);
    const fitted = await family.plugin.fit(fitting, pool, familyConfig, parameters);
    const sampling = contextFor(g, Stream.SAMPLE);
    const drawn = await family.plugin.sample(sampling, fitted, N, familyConfig);

    const synthetic: Segment = { ...drawn, rows: N, birth: g + 1 };
    const current: ClosedForms = {
      ...(lacksForms ? estimateForms(sampling, synthetic) : {}),
      ...family.plugin.forms(fitting, fitted, familyConfig),
    };
    const measured: Tensor<"f32">[] = [];
    for (const [i, { plugin, config }] of gauges.entries()) {
      const seen = { real: real.forms, current } as never;
      measured.push(await plugin.measure(contextFor(g, Stream.METRIC + i), seen, config as never));
    }

    const sources = { original, previous: pool, real };
    let next: Pool = [synthetic];
    for (const [i, { plugin, config }] of steps.entries()) {
      const context = contextFor(g, Stream.INTERVENTION + i);
      next = await plugin.apply(context, next, sources, config as never);
    }

    const state: State = { generation: g, parameters: fitted, pool: next };
    const watching = watch === undefined ? [] : watchedSlices(current, watch);
    const reading = backend.read(...measured, ...(watching as readonly Slice[]));
    reading.catch(() => {}); // whoever asks for the generation hears of it
    if (pending !== null) yield await pending();
    pending = async () => {
      const arrays = await reading;
      const metrics = gauges.map(({ plugin }, i) => [plugin.name, arrays[i]] as const);
      return {
        record: { generation: g, metrics: Object.fromEntries(metrics) },
        watched: watch === undefined ? null : watchedFrom(current, arrays.slice(gauges.length)),
        checkpoint: () => saveCheckpoint(backend, state, original),
      };
    };

    lifetimes.sweep([original, next], [fitted]);
    [pool, parameters] = [next, fitted];
  }
  if (pending !== null) yield await pending();
}

function withVectors<P extends Plugin>({ plugin, config }: Chosen<P>, lineages: number) {
  return { plugin, config: perLineage(plugin.settings, config, lineages) };
}

/** Makes the context of one call of a plug-in. */
function contexts(
  backend: Backend,
  scope: Scope,
  lasting: Scope,
  lifetimes: Lifetimes,
  { L, space, seed, signal }: { L: number; space: SampleSpace; seed: number; signal: AbortSignal },
): (generation: number, stream: number) => Context {
  type Mapping = (value: number) => number;
  const vectors = new Map<Float64Array, Map<Mapping, Tensor<"f32">>>();
  const vector = (values: Float64Array, map: Mapping = finite) => {
    const known = vectors.get(values) ?? new Map<Mapping, Tensor<"f32">>();
    vectors.set(values, known);
    const made =
      known.get(map) ??
      lasting.tensor(
        "setting",
        "f32",
        [L],
        Float32Array.from(values, (x) => finite(map(x))),
      );
    known.set(map, made);
    return made;
  };
  const keyWords = Uint32Array.from({ length: 2 * L }, (_, i) => (i % 2 === 0 ? seed : i >> 1));
  const keys = lasting.tensor("keys", "u32", [L, 2], keyWords);
  const derive = lifetimes.derive.bind(lifetimes);
  const shared = { backend, scope, lineages: L, space, keys, signal, vector, derive };
  return (generation, stream) => ({ ...shared, generation, stream });
}

/** A shader may assume that it never meets an infinity. */
function finite(value: number): number {
  return Math.min(Math.max(value, -LARGEST_F32), LARGEST_F32);
}

const LARGEST_F32 = (2 - 2 ** -23) * 2 ** 127;
