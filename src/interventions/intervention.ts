import type { ConfigOf, Settings } from "../config.ts";
import type { Context } from "../context.ts";
import type { Real } from "../distribution.ts";
import type { Plugin } from "../plugin.ts";
import type { Pool } from "../samples.ts";

/** What an intervention may take from. */
export interface Sources {
  /** The real data that generation 0 was fitted to. */
  readonly original: Pool;
  /** The pool that this generation was fitted to. */
  readonly previous: Pool;
  readonly real: Real;
}

/** A change to the next pool. They compose: each receives what the one before proposes. */
export interface Intervention<
  Name extends string = string,
  S extends Settings = Settings,
> extends Plugin<Name, S> {
  apply(
    context: Context,
    proposed: Pool,
    sources: Sources,
    config: ConfigOf<S>,
  ): Pool | Promise<Pool>;
}

export function defineIntervention<const Name extends string, const S extends Settings>(
  intervention: Intervention<Name, S>,
): Intervention<Name, S> {
  return intervention;
}
