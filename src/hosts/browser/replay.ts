import type { RealFacts } from "../../distribution.ts";
import type { GenerationRecord } from "../../record.ts";
import { Batcher } from "./batcher.ts";
import type { PageNotes } from "./page-notes.ts";
import type { Batch, RunId } from "./protocol.ts";
import { withRunLock } from "./run-lock.ts";

/** Sends all that is recorded of a run as one batch, with what the page noted down about it. */
export async function replay(
  run: RunId,
  facts: RealFacts,
  records: readonly GenerationRecord[],
  notes: PageNotes,
  send: (batch: Batch) => void,
  parent: readonly GenerationRecord[] = [],
): Promise<void> {
  if (records.length === 0) return;
  const last = records.length - 1;
  const noted = await notes.picture(run);
  const picture = noted?.picture ?? null;
  const deaths = (await notes.deaths(run)).filter(({ generation }) => generation <= last);
  const dead = deaths.flatMap(({ categories }) => categories);
  const still = () => 0;
  const said = (batch: Batch) => send({ ...batch, perSecond: null });
  const batcher = new Batcher(facts, dead, still, said, parent);
  batcher.recall(deaths);
  for (const [i, record] of records.entries()) batcher.add(record, i === last ? picture : null);
  batcher.flush();
  if (noted?.generation === last) return;
  // The tab was killed after the last note; the list of runs should know how far this one is.
  const note = { generation: last, picture, secondsEach: noted?.secondsEach ?? null };
  await withRunLock(run, () => notes.savePicture(run, note)).catch(() => {});
}
