import type { ConfigOf, Settings } from "../config.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { ClosedForms, FormName, RealFacts } from "../distribution.ts";
import type { Plugin } from "../plugin.ts";

type Has<N extends FormName> = { readonly [K in N]: NonNullable<ClosedForms[K]> };

/** One number per lineage and generation, with a unit. */
export interface Metric<
  Name extends string = string,
  S extends Settings = Settings,
  R extends FormName = FormName,
  C extends FormName = FormName,
> extends Plugin<Name, S> {
  /** E.g. "data units²", "nats"; "" for a pure number. */
  readonly unit: string;
  /** Closed forms of the real distribution that it compares with. */
  readonly needsReal: readonly R[];
  /** Closed forms of the current model that it measures. */
  readonly needs: readonly C[];
  /** Why it cannot be measured here, in a sentence; null where it can. Asked before the run. */
  refuses?(facts: RealFacts, correlated: boolean): string | null;
  /** f32 with one element per lineage. */
  measure(
    context: Context,
    seen: { readonly real: Has<R>; readonly current: Has<C> },
    config: ConfigOf<S>,
  ): Tensor<"f32"> | Promise<Tensor<"f32">>;
}

export function defineMetric<
  const Name extends string,
  const S extends Settings,
  const R extends FormName,
  const C extends FormName,
>(metric: Metric<Name, S, R, C>): Metric<Name, S, R, C> {
  return metric;
}
