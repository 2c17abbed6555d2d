import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import type { Replaying } from "../fork.ts";
import { type ActiveRun, BREATH_MS } from "./active-run.ts";
import { nextTask } from "./next-task.ts";
import type { PageBackend } from "./page-backend.ts";
import type { PageRuns } from "./page-runs.ts";
import type { RunId } from "./protocol.ts";
import type { StoredNews } from "./stored-news.ts";

/** Time between two reports, milliseconds. */
const INTERVAL_MS = 100;

export interface ForkPlan {
  readonly resolved: ResolvedExperiment;
  /** The run that it comes from, and the last generation that both have in common. */
  readonly like: RunId;
  readonly generation: number;
}

/**
 * Makes a fork, and tells the page of it. Its parent may have to be run again first, and then the
 * page has what both have in common at once, and hears how far that is. Throws where the fork is
 * stopped or refused, and then nothing is left of it.
 */
export async function makeFork(
  { run, signal }: ActiveRun,
  { resolved, like, generation }: ForkPlan,
  runs: PageRuns,
  backend: PageBackend,
  news: StoredNews,
): Promise<void> {
  const now = () => performance.now();
  let hasBegun = false;
  let [told, breathed] = [-Infinity, now()];
  const onReplay = async (replaying: Replaying) => {
    if (!hasBegun) await news.tellShared(run, resolved, { run: like, generation });
    hasBegun = true;
    if (now() - told >= INTERVAL_MS) {
      news.post({ type: "replaying", run, replaying });
      told = now();
    }
    if (now() - breathed < BREATH_MS) return;
    await nextTask();
    breathed = now();
    signal.throwIfAborted();
  };
  await backend.overOneLoss(async () =>
    runs.fork(resolved, { run, like, generation, signal, onReplay }, await backend.working()),
  );
  if (!hasBegun) await news.tell(run, await runs.stored(run));
}
