import { version } from "../../../package.json";
import type { Backend, Compiled } from "../../compute/backend.ts";
import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import { onnxGraphs } from "../../onnx/session.ts";
import { parentRecords } from "../fork.ts";
import { storedRun } from "../stored-run.ts";
import type { ActiveRun } from "./active-run.ts";
import type { PageRuns } from "./page-runs.ts";
import type { EngineEvent } from "./protocol.ts";
import { RunTeller } from "./run-teller.ts";

/** Computes what a run still lacks, stores it and tells of it; `list` where the list is another. */
export async function drive(
  active: ActiveRun,
  resolved: ResolvedExperiment,
  { directory, store, notes }: PageRuns,
  backend: Backend,
  post: (event: EngineEvent) => void,
  list: () => Promise<void>,
): Promise<void> {
  const { run, signal, leave } = active;
  const now = () => performance.timeOrigin + performance.now();
  const graphs = onnxGraphs(backend, { preferred: true });
  const parent = await parentRecords(directory, run);
  const teller = new RunTeller(run, resolved, notes, now, post, parent);
  const onCompiled = (compiled: Compiled) => teller.tellCompiled(compiled);
  const onNotice = (message: string) => post({ type: "notice", message });
  const options = {
    experiment: resolved,
    backend,
    graphs,
    run,
    version,
    now,
    onCompiled,
    onNotice,
  };
  const driving = active.drive(
    storedRun({ ...options, store, signal, leave, watch: 0 }),
    async (event) => {
      if (await teller.tell(event)) await list();
    },
    async () => {
      await teller.rest();
      await list();
    },
    now,
  );
  await driving.finally(() => graphs.close());
  await teller.note();
}
