import type { Tensor } from "../compute/tensor.ts";
import type { AnyConfig, ConfigOf, Settings } from "../config.ts";
import type { Context } from "../context.ts";
import type { ClosedForms, FormName, Real, RealFacts } from "../distribution.ts";
import type { Plugin } from "../plugin.ts";
import type { Pool, SampleSpace } from "../samples.ts";

/** What an intervention may take from. */
export interface Sources {
  /** The real data that generation 0 was fitted to. */
  readonly original: Pool;
  /** The pool that this generation was fitted to. */
  readonly previous: Pool;
  readonly real: Real;
  /** The model that this generation fitted. Has what `needs` names. */
  readonly current: ClosedForms;
  /** The model of generation 0. Has what `needsFirst` names. */
  readonly first: ClosedForms;
}

/** The next pool, and what the intervention says of its work. */
export interface Revision {
  readonly pool: Pool;
  /** f32 [L] for each of the plug-in's `reports`. */
  readonly report: Readonly<Record<string, Tensor<"f32">>>;
}

/** What is asked for, always or with some settings. */
export type Needs = readonly FormName[] | ((config: AnyConfig) => readonly FormName[]);

export function formsNeeded(needs: Needs | undefined, config: AnyConfig): readonly FormName[] {
  return typeof needs === "function" ? needs(config) : (needs ?? []);
}

/** The setting that has to change, and why. */
export interface RefusedSetting<Name extends string = string> {
  readonly setting: Name;
  readonly reason: string;
}

/** How much of everything an experiment has. */
export type Sizes = Readonly<Record<"lineages" | "generations" | "samples", number>>;

/** A number per lineage and generation that an intervention gives beside the pool. */
export interface Report {
  /** As people read it. */
  readonly title: string;
  /** "" for a pure number. */
  readonly unit: string;
}

/**
 * A change to the next pool. They compose: each receives what the one before proposes.
 *
 * It sees of a sample what could be seen of it in the world: only metrics and reports may look at
 * where it comes from.
 */
export interface Intervention<
  Name extends string = string,
  S extends Settings = Settings,
> extends Plugin<Name, S> {
  /** The kinds of samples that it is for; absent where it is for all. */
  readonly kinds?: readonly SampleSpace["kind"][];
  /** Forms of the model that it asks for; none by default. */
  readonly needs?: Needs;
  /** The same of the real distribution. */
  readonly needsReal?: Needs;
  /** The same of generation 0's model, which is kept for it. */
  readonly needsFirst?: Needs;
  /** What it reports, by quantity in kebab-case. */
  readonly reports?: Readonly<Record<string, Report>>;
  /**
   * Why it makes no sense with a dataset, its settings or sizes: in a sentence that begins with its
   * name, or of one of its settings; null where it does.
   */
  refuses?(
    facts: RealFacts,
    config: AnyConfig,
    sizes: Sizes,
  ): string | RefusedSetting<keyof S & string> | null;
  /** How many samples each model draws in a generation, where that is not what was asked for. */
  draws?(samples: number, generation: number, config: ConfigOf<S>): number;
  /** The generation from which on it does the same, where its schedules do not tell. */
  restsAt?(config: AnyConfig): number;
  apply(
    context: Context,
    proposed: Pool,
    sources: Sources,
    config: ConfigOf<S>,
  ): Pool | Revision | Promise<Pool | Revision>;
}

export function defineIntervention<const Name extends string, const S extends Settings>(
  intervention: Intervention<Name, S>,
): Intervention<Name, S> {
  return intervention;
}
