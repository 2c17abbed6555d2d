import { type AnyConfig, type Settings, acrossLineages } from "../config.ts";
import { ConfigError } from "../errors.ts";
import type { Chosen, ResolvedExperiment } from "../experiments/experiment.ts";
import type { Intervention } from "../interventions/intervention.ts";
import type { Metric } from "../metrics/metric.ts";
import type { Plugin } from "../plugin.ts";
import { isSchedule, restsAt } from "../schedule.ts";

/** Experiments of one shape, side by side on the lineage axis. */
export interface Batch {
  readonly cells: readonly ResolvedExperiment[];
  /** L, of all of them together. */
  readonly lineages: number;
  /** [L, 2]: seed and own number of each lineage, as if its experiment ran alone. */
  readonly keyWords: Uint32Array<ArrayBuffer>;
  /** What plug-ins are told in a generation. */
  readonly at: (generation: number) => Told;
}

interface Told {
  readonly family: AnyConfig;
  readonly steps: readonly Chosen<Intervention>[];
  readonly gauges: readonly Chosen<Metric>[];
  /** N that each model draws. */
  readonly samples: number;
}

/** Throws a `ConfigError` where the experiments have different shapes. */
export function batchOf(cells: readonly ResolvedExperiment[]): Batch {
  const [first] = cells;
  if (cells.some((cell) => shapeOf(cell) !== shapeOf(first))) {
    throw new ConfigError("$", "experiments of different shapes cannot run in one batch");
  }
  const lineages = cells.reduce((sum, cell) => sum + cell.lineages, 0);
  const keys = cells.flatMap((cell) =>
    Array.from({ length: cell.lineages }, (_, l) => [cell.seed, l]),
  );
  /** The same vectors in every generation, where nothing in them changes. */
  const fixed = new Map<Chosen<Plugin>, AnyConfig>();
  const told = <P extends Plugin>(pick: (cell: ResolvedExperiment) => Chosen<P>, g: number) => {
    const chosen = pick(first);
    const { plugin } = chosen;
    const shares = cells.map((cell) => ({ config: pick(cell).config, lineages: cell.lineages }));
    const config = fixed.get(chosen) ?? acrossLineages(plugin.settings, shares, g);
    const changes = shares.some((share) => Object.values(share.config).some(isChanging));
    if (!changes) fixed.set(chosen, config);
    return { plugin, config };
  };
  return {
    cells,
    lineages,
    keyWords: Uint32Array.from(keys.flat()),
    at: (g) => {
      const steps = first.interventions.map((_, i) => told((cell) => cell.interventions[i], g));
      return {
        family: told((cell) => cell.family, g).config,
        steps,
        gauges: first.metrics.map((_, i) => told((cell) => cell.metrics[i], g)),
        samples: steps.reduce(
          (count, { plugin, config }) => plugin.draws?.(count, g, config as never) ?? count,
          first.samples,
        ),
      };
    },
  };
}

/**
 * Equal for experiments that can run in one batch: they differ in nothing but seeds, how many
 * lineages they have, and numbers that decide no size.
 */
export function shapeOf(experiment: ResolvedExperiment): string {
  const { dataset, family, interventions, metrics, samples, generations } = experiment;
  const named = ({ plugin, config }: Chosen<Plugin>) => [
    plugin.name,
    fixedOf(plugin.settings, config),
  ];
  return JSON.stringify([
    [dataset.plugin.name, fixedOf({}, dataset.config)],
    named(family),
    interventions.map(named),
    metrics.map(named),
    samples,
    generations,
  ]);
}

/** All settings but the numbers that may differ between lineages; files by their hashes. */
function fixedOf(settings: Settings, config: AnyConfig): unknown {
  const isFree = (name: string) => {
    const setting = settings[name];
    return setting?.kind === "number" && setting.sizes !== true;
  };
  return Object.entries(config)
    .filter(([name]) => !isFree(name))
    .map(([name, value]) => [name, isFile(value) ? value.sha256 : value]);
}

/** Whether it is another value in one generation than in another. */
function isChanging(value: unknown): boolean {
  return isSchedule(value) && restsAt(value) > 0;
}

function isFile(value: unknown): value is { readonly sha256: string } {
  return typeof value === "object" && value !== null && "sha256" in value;
}
