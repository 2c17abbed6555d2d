import type { AnyConfig } from "../config.ts";
import type { AnyDataset } from "../datasets/dataset.ts";
import type { datasets } from "../datasets/index.ts";
import type { RealFacts } from "../distribution.ts";
import type { Family } from "../families/family.ts";
import type { families } from "../families/index.ts";
import type { interventions } from "../interventions/index.ts";
import type { Intervention } from "../interventions/intervention.ts";
import type { metrics } from "../metrics/index.ts";
import type { Metric } from "../metrics/metric.ts";
import type { ChoiceFrom } from "../registry.ts";

/** A complete description of a run, as JSON. Checked against the registries by the compiler. */
export interface Experiment {
  /** Version of this format; absent means 1. */
  readonly version?: 1;
  /** Short and in kebab-case. */
  readonly name: string;
  readonly title?: string;
  readonly source?: string;
  readonly dataset: ChoiceFrom<typeof datasets>;
  readonly family: ChoiceFrom<typeof families>;
  /** Applied in order; none is the fully recursive case. */
  readonly interventions: readonly ChoiceFrom<typeof interventions>[];
  readonly metrics: readonly ChoiceFrom<typeof metrics>[];
  /** Independent chains, run side by side. */
  readonly lineages: number;
  /** Turns of the recursion; generation 0 is fitted to real data. */
  readonly generations: number;
  /** Drawn from the real distribution at the start and from each model after it, per lineage. */
  readonly samples: number;
  /** 0 to 2³² - 1. */
  readonly seed: number;
}

/** A plug-in with every setting filled in and every file read. */
export interface Chosen<P> {
  readonly plugin: P;
  readonly config: AnyConfig;
}

/** An experiment that is known to make sense: what the engine runs. */
export interface ResolvedExperiment {
  readonly experiment: Experiment;
  readonly dataset: Chosen<AnyDataset>;
  readonly family: Chosen<Family>;
  readonly interventions: readonly Chosen<Intervention>[];
  readonly metrics: readonly Chosen<Metric>[];
  readonly facts: RealFacts;
  readonly lineages: number;
  readonly generations: number;
  readonly samples: number;
  readonly seed: number;
}
