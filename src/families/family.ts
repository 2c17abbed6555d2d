import type { Tensor } from "../compute/tensor.ts";
import type { ConfigOf, ScalarConfig, Settings } from "../config.ts";
import type { Context } from "../context.ts";
import type { ClosedForms, FormName } from "../distribution.ts";
import type { Plugin } from "../plugin.ts";
import type { GenerationRecord } from "../record.ts";
import type { Parameters, Pool, SampleSpace, Segment } from "../samples.ts";

/** A kind of generative model. All that is learned is in its parameters. */
export interface Family<
  Name extends string = string,
  S extends Settings = Settings,
  P extends Parameters = Parameters,
> extends Plugin<Name, S> {
  readonly accepts: SampleSpace["kind"];
  /** The closed forms that `forms` always gives; others are estimated from samples. */
  readonly provides: readonly FormName[];
  /** Whether the covariance of this configuration may have entries off the diagonal. */
  correlated?(config: ConfigOf<S>): boolean;
  /** Why a setting makes no sense with so many samples; null where it does. */
  refuses?(
    config: ScalarConfig<S>,
    samples: number,
  ): { readonly setting: keyof S & string; readonly reason: string } | null;
  /** Whether fitting goes on from what generation 0 learned, which is kept for it then. */
  startsFromFirst?(config: ConfigOf<S>): boolean;
  fit(context: Context, pool: Pool, config: ConfigOf<S>, before: Before<P>): Work<P>;
  /** `count` samples per lineage. `original` is what generation 0 was fitted to. */
  sample(
    context: Context,
    parameters: P,
    count: number,
    config: ConfigOf<S>,
    before: Pick<Before<P>, "original" | "unfinished">,
  ): Work<Pick<Segment, "values" | "frame" | "source">>;
  forms(context: Context, parameters: P, config: ConfigOf<S>): ClosedForms;
  /** What was learned as tensors [L, ...] of one shape in all generations, where P is not such. */
  byLineage?(
    context: Context,
    parameters: P,
    config: ConfigOf<S>,
  ): Readonly<Record<string, Tensor>>;
}

/** What a generation finds when it begins. */
export interface Before<P extends Parameters = Parameters> {
  /** What the generation before learned; null in generation 0. */
  readonly previous: P | null;
  /** What generation 0 learned, where the family asks for it; null in generation 0. */
  readonly first: P | null;
  /** The real data that generation 0 was fitted to. */
  readonly original: Pool;
  /** Where this very work was left by a pause or a kill, to go on from; null for a fresh start. */
  readonly unfinished: Unfinished | null;
}

/** Work that was left in the middle: as many steps, and what they made. */
export interface Unfinished {
  readonly done: number;
  readonly state: Parameters;
}

/** How far long work is. Between two of these it can be paused, saved and left. */
export interface Progress extends Unfinished {
  readonly total: number;
  /** What is counted, in the plural; parts are of steps. */
  readonly unit: "steps" | "parts" | "tokens";
  /** New points since the last time: name to [step, mean over lineages]. */
  readonly traces?: GenerationRecord["traces"];
  /** Something that a user should hear, such as steps that were skipped. */
  readonly notice?: string;
}

/** Short work is done at once; long work says how far it is, every few dozen milliseconds. */
export type Work<T> = T | Promise<T> | AsyncGenerator<Progress, T, void>;

export function defineFamily<
  const Name extends string,
  const S extends Settings,
  P extends Parameters,
>(family: Family<Name, S, P>): Family<Name, S, P> {
  return family;
}
