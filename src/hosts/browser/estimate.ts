import type { AdapterInfo } from "../../compute/backend.ts";
import { ConfigError } from "../../errors.ts";
import type { Experiment, ResolvedExperiment } from "../../experiments/experiment.ts";
import { preferredGraphs } from "../../onnx/session.ts";
import type { RunStore } from "../../store/run-store.ts";
import { requireRoom } from "../stored-run.ts";
import type { PageNotes } from "./page-notes.ts";
import type { Estimate } from "./protocol.ts";

export const NO_ESTIMATE: Estimate = { memoryBytes: null, problem: null, seconds: null };

/** What an experiment takes: memory by a dry run, time only where one like it was run here. */
export async function estimateOf(
  resolved: ResolvedExperiment,
  adapter: AdapterInfo,
  store: RunStore,
  notes: PageNotes,
): Promise<Estimate> {
  try {
    const { total } = await requireRoom(resolved, ...reachOf({ adapter }));
    const each = await secondsEach(resolved.experiment, adapter, store, notes);
    const seconds = each === null ? null : each * resolved.generations;
    return { memoryBytes: total, problem: null, seconds };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ...NO_ESTIMATE, problem: error.detail };
  }
}

/** What decides how much memory a run takes. */
export function reachOf({ adapter }: { readonly adapter: AdapterInfo }) {
  return [adapter, preferredGraphs(adapter)] as const;
}

/** Of a generation of the newest run that does the same work in each. */
async function secondsEach(
  experiment: Experiment,
  adapter: AdapterInfo,
  store: RunStore,
  notes: PageNotes,
): Promise<number | null> {
  const work = workOf(experiment);
  const known = await measured(adapter, store, notes, (other) => workOf(other) === work);
  return known?.secondsEach ?? null;
}

/** The newest run of a kind whose pace is known. */
export async function measured(
  { backend, description }: AdapterInfo,
  store: RunStore,
  notes: PageNotes,
  isMeant: (experiment: Experiment) => boolean,
): Promise<{ readonly experiment: Experiment; readonly secondsEach: number } | null> {
  const alike = (await store.list())
    .filter(({ adapter }) => adapter.backend === backend && adapter.description === description)
    .filter(({ experiment }) => isMeant(experiment))
    .sort((a, b) => b.started.localeCompare(a.started));
  for (const { run, experiment } of alike) {
    const seconds = (await notes.picture(run))?.secondsEach ?? null;
    if (seconds !== null) return { experiment, secondsEach: seconds };
  }
  return null;
}

/** What decides how long a generation takes. Interventions may let pools grow, so they count. */
function workOf({
  dataset,
  family,
  interventions,
  metrics,
  lineages,
  samples,
}: Experiment): string {
  return JSON.stringify([dataset, family, interventions, metrics, lineages, samples]);
}
