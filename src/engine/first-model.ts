import type { ResolvedExperiment } from "../experiments/experiment.ts";
import { formsNeeded } from "../interventions/intervention.ts";

/** Whether generation 0's model is asked for later. */
export function asksForFirst({ family, metrics, interventions }: ResolvedExperiment): boolean {
  return (
    family.plugin.startsFromFirst?.(family.config as never) === true ||
    [...metrics, ...interventions].some(
      ({ plugin, config }) => formsNeeded(plugin.needsFirst, config).length > 0,
    )
  );
}
