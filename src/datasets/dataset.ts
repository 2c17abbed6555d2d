import type { AnyConfig, ScalarConfig, Settings } from "../config.ts";
import type { Context } from "../context.ts";
import type { FactsOf, Real } from "../distribution.ts";
import type { Plugin } from "../plugin.ts";
import type { SampleSpace } from "../samples.ts";

/** A source of real data whose distribution is known. */
export interface Dataset<
  Name extends string = string,
  S extends Settings = Settings,
  K extends SampleSpace["kind"] = SampleSpace["kind"],
> extends Plugin<Name, S> {
  readonly kind: K;
  /** What stands in where the experiment names no file. */
  readonly builtInText?: string;
  /** How many samples there are at most; absent or null where they never end. */
  most?(facts: FactsOf<K>): number | null;
  /** Throws a `ConfigError` where the settings or the file make no distribution. */
  facts(config: ScalarConfig<S>): FactsOf<K>;
  /** `facts[l]` is what lineage l learns from; the same object where lineages share it. */
  open(context: Context, facts: readonly FactsOf<K>[]): Real;
}

/** A dataset whose settings have been forgotten. */
export interface AnyDataset extends Plugin {
  readonly kind: SampleSpace["kind"];
  readonly builtInText?: string;
  most?(facts: never): number | null;
  facts(config: AnyConfig): FactsOf<SampleSpace["kind"]>;
  open(context: Context, facts: readonly never[]): Real;
}

export function defineDataset<
  const Name extends string,
  const S extends Settings,
  const K extends SampleSpace["kind"],
>(dataset: Dataset<Name, S, K>): Dataset<Name, S, K> {
  return dataset;
}
