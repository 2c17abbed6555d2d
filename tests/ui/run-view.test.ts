import { expect, test } from "vitest";
import type { Batch, EngineEvent, RunDescription } from "../../src/hosts/browser/protocol.ts";
import { compiledInWords, replayInWords } from "../../src/ui/progress-words.ts";
import { type LabView, emptyView, reduce } from "../../src/ui/run-view.ts";

const description: RunDescription = {
  run: "a",
  title: "A",
  source: "",
  experiment: {},
  lineages: 1,
  generations: 100,
  samples: 1,
  metrics: [{ name: "variance", title: "Variance", unit: "", summary: "", theory: [], bins: null }],
  groups: { real: [], laws: [] },
  real: { kind: "vector", marginals: [[{ weight: 1, mean: 0, deviation: 1 }]] },
  parent: null,
  memoryBytes: 1024,
};

function batch(from: number, values: readonly number[]): Batch {
  const column = Float64Array.from(values);
  return {
    from,
    count: values.length,
    metrics: { variance: { median: column, q05: column, q95: column, mean: column } },
    histograms: { spread: values.map((value) => Float64Array.of(value)) },
    exhibits: values.map((value) => ({ kind: "tokens", tokens: [[value]], percents: null })),
    traces: values.map((value) => ({ loss: [[1, value]] })),
    picture: {
      kind: "vector",
      mean: Float32Array.of(from),
      logDeviation: Float32Array.of(0),
    },
    deaths: [{ generation: from, categories: [from] }],
    perSecond: 1,
  };
}

const report = {
  generation: 2,
  phase: "fit",
  done: 1,
  total: 9,
  unit: "steps",
  perSecond: null,
  traces: {},
  notice: "3 steps were left out",
  left: { phase: null, run: null, isLeast: true },
} as const;

const after = (view: LabView, ...events: readonly EngineEvent[]) => events.reduce(reduce, view);

test("batches of the run that is open add up, those of another are ignored", () => {
  const view = after(
    emptyView,
    { type: "opened", description },
    { type: "generations", run: "a", batch: batch(0, [1, 2]) },
    { type: "generations", run: "b", batch: batch(2, [9]) },
    { type: "generations", run: "a", batch: batch(2, [3]) },
  );
  const series = view.current!.series.get("variance")!;
  expect(view.current!.done).toBe(3);
  expect([0, 1, 2, 3].map((g) => series.at("median", g))).toEqual([1, 2, 3, NaN]);
  expect(view.current!.deaths.map(({ generation }) => generation)).toEqual([0, 2]);
  expect(view.current!.picture?.generation).toBe(2);
});

test("what a resumed run computes again takes the place of what was there", () => {
  const view = after(
    emptyView,
    { type: "opened", description },
    { type: "generations", run: "a", batch: batch(0, [1, 2, 3, 4]) },
    { type: "generations", run: "a", batch: batch(2, [30]) },
  );
  const series = view.current!.series.get("variance")!;
  expect(view.current!.done).toBe(3);
  expect(series.length).toBe(3);
  expect(series.at("median", 2)).toBe(30);
});

test("the shadows span the whole run and stay few", () => {
  let view = after(emptyView, { type: "opened", description });
  for (let g = 0; g < 1000; g++) {
    view = reduce(view, { type: "generations", run: "a", batch: batch(g, [g]) });
  }
  const generations = view.current!.trail.map(({ generation }) => generation);
  expect(generations[0]).toBe(0);
  expect(generations.length).toBeLessThanOrEqual(10);
  expect(generations.at(-1)).toBeGreaterThan(700);
});

test("a run that failed for good is told apart from one that may go on", () => {
  const failed = { type: "failed", run: "a", code: "device", path: null, message: "m" } as const;
  const opened = after(emptyView, { type: "opened", description });
  expect(reduce(opened, { ...failed, resumable: true }).current?.isTooMuch).toBe(false);
  expect(reduce(opened, { ...failed, resumable: false }).current?.isTooMuch).toBe(true);
  expect(reduce(opened, { ...failed, run: "b", resumable: false }).current?.isTooMuch).toBe(false);
});

test("long work that another run ends is said to be there still", () => {
  const other = { type: "opened", description: { ...description, run: "b" } } as const;
  const opened = after(emptyView, { type: "opened", description });
  expect(reduce(opened, other).notice).toBeNull();
  const working = after(
    opened,
    { type: "generations", run: "a", batch: batch(0, [1, 2]) },
    { type: "progress", run: "a", report },
    { type: "state", run: "a", state: "stopped" },
  );
  expect(reduce(working, other).notice).toContain("“A” has stopped at generation 2 of 100");
  expect(reduce(working, { type: "opened", description }).notice).toBeNull();
});

test("what long work had to mend stays in sight when the next report says nothing of it", () => {
  const view = after(
    emptyView,
    { type: "opened", description },
    { type: "progress", run: "a", report },
    { type: "progress", run: "a", report: { ...report, done: 2, notice: null } },
  );
  expect(view.current!.report?.done).toBe(2);
  expect(view.current!.warning).toBe("Generation 2: 3 steps were left out");
  const finished = reduce(view, { type: "state", run: "a", state: "finished" });
  expect(finished.current!.report).toBeNull();
});

test("histograms, exhibits and traces are by generation, also after a resume", () => {
  const view = after(
    emptyView,
    { type: "opened", description },
    { type: "generations", run: "a", batch: batch(0, [1, 2, 3]) },
    { type: "generations", run: "a", batch: batch(1, [20]) },
  );
  const { histograms, exhibits, traces } = view.current!;
  expect(histograms.get("spread")).toEqual([Float64Array.of(1), Float64Array.of(20)]);
  expect(exhibits.map((one) => one?.kind === "tokens" && one.tokens)).toEqual([[[1]], [[20]]]);
  expect(traces).toEqual([{ loss: [[1, 1]] }, { loss: [[1, 20]] }]);
});

test("the replay of a parent is told until the fork itself is at work", () => {
  const replaying = { generation: 3, last: 40, work: null };
  const view = after(
    emptyView,
    { type: "opened", description },
    { type: "replaying", run: "a", replaying },
    { type: "replaying", run: "b", replaying: { ...replaying, generation: 9 } },
  );
  expect(view.current!.replaying).toEqual(replaying);
  expect(replayInWords(replaying)).toEqual(["replaying generation 3 of 40 of the parent"]);
  const work = { phase: "fit", done: 5, total: 9, unit: "steps" } as const;
  expect(replayInWords({ ...replaying, work })[1]).toBe("learning: step 5 of 9");
  const running = after(view, { type: "state", run: "a", state: "running" });
  expect(running.current!.replaying).toBeNull();
});

test("the compiling of kernels is told until the run is at work", () => {
  const compiled = { done: 3, total: 56 };
  const view = after(
    emptyView,
    { type: "opened", description },
    { type: "compiled", run: "a", compiled },
    { type: "compiled", run: "b", compiled: { done: 9, total: 9 } },
  );
  expect(view.current!.compiled).toEqual(compiled);
  expect(compiledInWords(compiled)).toBe("compiling kernels: 3 of 56");
  const running = after(view, { type: "state", run: "a", state: "running" });
  expect(running.current!.compiled).toBeNull();
});

test("a run beside the one that is shown goes when it is asked for again, or with that", () => {
  const values = { variance: Float64Array.of(1) };
  const event = (run: string): EngineEvent => ({
    type: "compared",
    compared: { run, title: run, median: values, mean: values },
  });
  expect(after(emptyView, event("b")).current).toBeNull();
  const shown = after(emptyView, { type: "opened", description });
  expect(after(shown, event("b")).current!.compared?.run).toBe("b");
  expect(after(shown, event("b"), event("c")).current!.compared?.run).toBe("c");
  expect(after(shown, event("b"), event("b")).current!.compared).toBeNull();
  const other = after(shown, event("b"), { type: "opened", description });
  expect(other.current!.compared).toBeNull();
});
