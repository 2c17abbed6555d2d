import type { AnyConfig, ConfigOf, Settings } from "../config.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { ClosedForms, FormName, Real, RealFacts } from "../distribution.ts";
import type { Plugin } from "../plugin.ts";
import type { SampleSpace } from "../samples.ts";

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
  /** What it asks of the model of generation 0, which is kept for it; none by default. */
  readonly needsFirst?: readonly FormName[];
  /** The kind of samples that it is for; absent where only the forms matter. */
  readonly kind?: SampleSpace["kind"];
  /**
   * With edges of bins, B + 1 of them and ascending, `measure` gives counts f32 [L, B] instead: a
   * histogram over the samples of a generation, in the metric's unit.
   */
  readonly bins?: { readonly edges: readonly number[]; readonly scale: "linear" | "log" };
  /** Why it cannot be measured here, in a sentence; null where it can. Asked before the run. */
  refuses?(facts: RealFacts, correlated: boolean, config: AnyConfig): string | null;
  /** f32 with one element per lineage, or per lineage and bin. */
  measure(
    context: Context,
    seen: {
      readonly real: Has<R> & Pick<Real, "facts" | "draw">;
      readonly current: Has<C>;
      /** Has what `needsFirst` names. */
      readonly first: ClosedForms;
    },
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
