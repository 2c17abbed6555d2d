import type { ConfigOf, ScalarConfig, Settings } from "../config.ts";
import type { Context } from "../context.ts";
import type { ClosedForms, FormName } from "../distribution.ts";
import type { Plugin } from "../plugin.ts";
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
  fit(context: Context, pool: Pool, config: ConfigOf<S>, previous: P | null): P | Promise<P>;
  /** `count` samples per lineage. */
  sample(
    context: Context,
    parameters: P,
    count: number,
    config: ConfigOf<S>,
  ): Pick<Segment, "values" | "frame"> | Promise<Pick<Segment, "values" | "frame">>;
  forms(context: Context, parameters: P, config: ConfigOf<S>): ClosedForms;
}

export function defineFamily<
  const Name extends string,
  const S extends Settings,
  P extends Parameters,
>(family: Family<Name, S, P>): Family<Name, S, P> {
  return family;
}
