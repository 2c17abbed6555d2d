import type { Experiment } from "../experiments/experiment.ts";
import type { Finding } from "./check.ts";
import { meanOf } from "./estimates.ts";
import type { Lab } from "./lab.ts";

/** The mean of a metric over the lineages in record g, the last one, against the line of the charts. */
export async function compared(
  lab: Lab,
  experiment: Experiment,
  metric: string,
  g?: number,
): Promise<Finding> {
  const predicted = await lab.predicted(experiment, metric, g);
  return { predicted, ...meanOf(await lab.values(experiment, metric, g)) };
}
