import type { Catalog } from "../catalog.ts";
import type {
  Batch,
  Compared,
  Compiled,
  DamagedRunEntry,
  Deaths,
  EngineEvent,
  GpuProblem,
  Picture,
  Replaying,
  Report,
  RunDescription,
  RunState,
  StoredRunEntry,
  Traces,
} from "../hosts/browser/protocol.ts";
import type { Findings } from "../hosts/browser/findings.ts";
import type { Exhibit } from "../record.ts";
import { Series } from "./series.ts";

type AdapterInfo = Extract<EngineEvent, { type: "ready" }>["adapter"];
export type Failure = Extract<EngineEvent, { type: "failed" }>;

export interface Snapshot {
  readonly generation: number;
  readonly picture: Picture;
}

/** More shadows than these blur into one. */
const MAX_TRAIL = 10;

/** What the page shows of one run. */
export interface RunView {
  readonly description: RunDescription;
  readonly state: RunState;
  /** Generations that have arrived. */
  readonly done: number;
  readonly series: ReadonlyMap<string, Series>;
  readonly picture: Snapshot | null;
  /** Earlier pictures of vectors, oldest first, for the shadows behind the newest. */
  readonly trail: readonly Snapshot[];
  /** Oldest first. */
  readonly deaths: readonly Deaths[];
  /** Generations per second; null while there is no telling. */
  readonly perSecond: number | null;
  /** The generation under way, where it is long work. */
  readonly report: Report | null;
  /** How far the parent of a fork has been run again, which comes before the fork itself. */
  readonly replaying: Replaying | null;
  /** How far its kernels are compiled, where that takes a while. */
  readonly compiled: Compiled | null;
  /** What long work had to mend of late, such as skipped steps. */
  readonly warning: string | null;
  /** Of each metric with bins: counts by generation and bin. */
  readonly histograms: ReadonlyMap<string, readonly Float64Array[]>;
  /** By generation. */
  readonly exhibits: readonly (Exhibit | null)[];
  readonly traces: readonly Traces[];
  /** It has failed at what no second try could do better, as out of memory. */
  readonly isTooMuch: boolean;
  /** What can be said of the whole, as of the last time that it stood still. */
  readonly findings: Findings | null;
  /** Another run, which is seen beside it. */
  readonly compared: Compared | null;
}

/** Everything that the page knows from the worker. */
export interface LabView {
  readonly catalog: Catalog | null;
  readonly adapter: AdapterInfo | null;
  readonly keepsRuns: boolean;
  readonly problem: GpuProblem | null;
  readonly runs: readonly StoredRunEntry[] | null;
  readonly damaged: readonly DamagedRunEntry[];
  readonly current: RunView | null;
  readonly failure: Failure | null;
  readonly notice: string | null;
}

export const emptyView: LabView = {
  catalog: null,
  adapter: null,
  keepsRuns: true,
  problem: null,
  runs: null,
  damaged: [],
  current: null,
  failure: null,
  notice: null,
};

export function isAtWork({ current }: LabView): boolean {
  return current !== null && ["preparing", "running"].includes(current.state);
}

/** Whether a run does not go on by itself. */
export function stands(state: RunState): boolean {
  return ["paused", "stopped", "finished", "elsewhere"].includes(state);
}

/** The view after an event. Series grow in place, everything else is replaced. */
export function reduce(view: LabView, event: EngineEvent): LabView {
  switch (event.type) {
    case "catalog":
      return { ...view, catalog: event.catalog };
    case "ready":
      return { ...view, adapter: event.adapter, keepsRuns: event.keepsRuns, problem: null };
    case "unavailable":
      return { ...view, adapter: null, problem: event.problem };
    case "runs":
      return { ...view, runs: event.runs, damaged: event.damaged };
    case "estimated":
    case "read":
    case "self-check":
      return view;
    case "sweep":
      return event.news.type === "opened" ? { ...view, failure: null, notice: null } : view;
    case "removed":
      return view.current?.description.run === event.run ? { ...view, current: null } : view;
    case "opened":
      return {
        ...view,
        current: opened(event.description),
        failure: null,
        notice: leftBehind(view.current, event.description.run),
      };
    case "state":
      return onRun(view, event.run, (run) => ({
        ...run,
        state: event.state,
        perSecond: event.state === "running" ? run.perSecond : null,
        report: event.state === "finished" ? null : run.report,
        replaying: null,
        compiled: null,
      }));
    case "generations":
      return onRun(view, event.run, (run) => grown(run, event.batch));
    case "progress":
      return onRun(view, event.run, (run) => reported(run, event.report));
    case "compiled":
      return onRun(view, event.run, (run) => ({ ...run, compiled: event.compiled }));
    case "replaying":
      return onRun(view, event.run, (run) => ({ ...run, replaying: event.replaying }));
    case "findings":
      return onRun(view, event.run, (run) => ({ ...run, findings: event.findings }));
    case "compared":
      return view.current === null
        ? view
        : { ...view, current: turned(view.current, event.compared) };
    case "notice":
      return { ...view, notice: event.message };
    case "exported":
      return view;
    case "failed":
      return {
        ...(event.run === null
          ? view
          : onRun(view, event.run, (run) => ({ ...run, isTooMuch: !event.resumable }))),
        failure: event,
      };
    default:
      return event satisfies never;
  }
}

function onRun(view: LabView, run: string, change: (run: RunView) => RunView): LabView {
  const { current } = view;
  if (current === null || current.description.run !== run) return view;
  return { ...view, current: change(current) };
}

/** Whoever turns to another run in the middle of long work is told where that is. */
function leftBehind(before: RunView | null, next: string): string | null {
  if (before === null || before.report === null || before.description.run === next) return null;
  const { title, generations } = before.description;
  return `“${title}” has stopped at generation ${before.done} of ${generations}; under “Stored runs” it goes on from there.`;
}

function opened(description: RunDescription): RunView {
  return {
    description,
    state: "preparing",
    done: 0,
    series: new Map(description.metrics.map(({ name }) => [name, new Series()])),
    picture: null,
    trail: [],
    deaths: [],
    perSecond: null,
    report: null,
    replaying: null,
    compiled: null,
    warning: null,
    histograms: new Map(),
    exhibits: [],
    traces: [],
    isTooMuch: false,
    findings: null,
    compared: null,
  };
}

/** The same run a second time is no longer to be seen. */
function turned(run: RunView, compared: Compared): RunView {
  return { ...run, compared: run.compared?.run === compared.run ? null : compared };
}

/** A notice is said once and worth more than a tenth of a second. */
function reported(run: RunView, report: Report): RunView {
  const { notice, generation } = report;
  const warning = notice === null ? run.warning : `Generation ${generation}: ${notice}`;
  return { ...run, report, warning };
}

/** After a resume a batch may begin before the end: what it overlaps was computed again. */
function grown(run: RunView, batch: Batch): RunView {
  for (const [name, columns] of Object.entries(batch.metrics)) {
    run.series.get(name)?.put(batch.from, columns);
  }
  const done = batch.from + batch.count;
  const picture: Snapshot | null =
    batch.picture === null ? run.picture : { generation: done - 1, picture: batch.picture };
  const earlier = run.deaths.filter(({ generation }) => generation < batch.from);
  return {
    ...run,
    done,
    picture,
    trail: lengthened(run.trail, picture),
    deaths: batch.deaths.length === 0 ? earlier : [...earlier, ...batch.deaths],
    perSecond: batch.perSecond,
    report: null,
    histograms: lengthenedHistograms(run.histograms, batch),
    exhibits: [...run.exhibits.slice(0, batch.from), ...batch.exhibits],
    traces: [...run.traces.slice(0, batch.from), ...batch.traces],
  };
}

function lengthenedHistograms(before: RunView["histograms"], { from, histograms }: Batch) {
  const entries = Object.entries(histograms).map(
    ([name, counts]) => [name, [...(before.get(name) ?? []).slice(0, from), ...counts]] as const,
  );
  return new Map([...before, ...entries]);
}

/** When the trail is full every other picture goes, so that it always spans the whole run. */
function lengthened(trail: readonly Snapshot[], picture: Snapshot | null): readonly Snapshot[] {
  if (picture === null || picture.picture.kind !== "vector") return trail;
  const before = trail.filter(({ generation }) => generation < picture.generation);
  const spacing = before.length < 2 ? 1 : before[1].generation - before[0].generation;
  const last = before.at(-1);
  if (last !== undefined && picture.generation - last.generation < spacing) return before;
  const longer = [...before, picture];
  return longer.length <= MAX_TRAIL ? longer : longer.filter((_, i) => i % 2 === 0);
}
