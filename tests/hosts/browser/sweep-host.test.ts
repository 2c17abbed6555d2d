import { beforeEach, expect, test, vi } from "vitest";
import type { Backend } from "../../../src/compute/backend.ts";
import { DeviceError } from "../../../src/errors.ts";
import { LabHost } from "../../../src/hosts/browser/lab-host.ts";
import { MemoryDirectory } from "../../../src/hosts/browser/memory-directory.ts";
import type { EngineEvent } from "../../../src/hosts/browser/protocol.ts";
import type { SweepCommand, SweepNews } from "../../../src/hosts/browser/sweep-protocol.ts";
import { resultsCsv } from "../../../src/sweeps/tables.ts";
import { smallExperiment } from "../../support/experiments.ts";
import { FakeLocks } from "../../support/fake-locks.ts";
import { resolvedSweep, resultsOf, smallSweep } from "../../support/sweeps.ts";

vi.mock("../../../src/hosts/browser/platform.ts", async () => {
  const { CpuBackend } = await import("../../../src/compute/cpu-backend.ts");
  return {
    GpuUnavailable: class extends Error {},
    hasLostDevice: (backend: Backend) => Promise.resolve(backend.failed !== null),
    openBackend: () => {
      const backend = new CpuBackend();
      const losing = losses.shift();
      return Promise.resolve(losing === undefined ? backend : lostAfter(losing, backend));
    },
  };
});
/** Of each backend that is opened, after how many reads it is lost. */
let losses: number[] = [];

function lostAfter(reads: number, backend: Backend): Backend {
  const read = backend.read.bind(backend);
  const failure = new DeviceError("the GPU device was lost");
  return Object.assign(backend, {
    read: (...readables: Parameters<Backend["read"]>) => {
      if (reads-- > 0) return read(...readables);
      Object.assign(backend, { failed: failure });
      return Promise.reject(failure);
    },
  });
}

beforeEach(() => {
  vi.stubGlobal("navigator", {});
  losses = [];
});

type NewsOf<T extends SweepNews["type"]> = Extract<SweepNews, { readonly type: T }>;

/** A page over a store that may have been there before, and what it does at once about news. */
async function page(directory = new MemoryDirectory(), hear: (news: SweepNews) => void = () => {}) {
  const events: EngineEvent[] = [];
  const lab = new LabHost(directory, false, (event) => {
    events.push(event);
    if (event.type === "sweep") hear(event.news);
  });
  const news = () => events.flatMap((event) => (event.type === "sweep" ? [event.news] : []));
  const all = <T extends SweepNews["type"]>(type: T) =>
    news().filter((one): one is NewsOf<T> => one.type === type);
  const ask = (command: SweepCommand) => lab.obey({ type: "sweep", command });
  const until = async <T extends SweepNews["type"]>(
    type: T,
    isMeant: (one: NewsOf<T>) => boolean = () => true,
  ) => await vi.waitUntil(() => all(type).find(isMeant), { timeout: 20_000, interval: 5 });
  lab.obey({ type: "open", backend: "cpu", features: {} });
  await vi.waitUntil(() => events.some(({ type }) => type === "ready"));
  return { lab, events, all, ask, until, directory };
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("a sweep is planned, run, shown cell by cell and taken home", async () => {
  const { all, ask, until, events } = await page();
  ask({ type: "plan", ask: 1, sweep: smallSweep, files: [] });
  const { plan } = await until("planned");
  expect(plan).toMatchObject({ cells: 6, batches: 1, together: 6, skippedCount: 0 });
  expect(plan.lineages).toBe(6 * smallExperiment.lineages);
  expect(plan.memoryBytes).toBeGreaterThan(0);

  ask({ type: "start", sweep: smallSweep, files: [] });
  await until("state", ({ state }) => state === "finished");
  const { description } = all("opened")[0];
  expect(description).toMatchObject({ cells: 6, isFactorial: false, skipped: [] });
  const [first] = all("picture");
  const last = all("picture").at(-1)!.picture;
  // Theory is there before anything was measured.
  expect(first.picture.done).toBe(0);
  expect(first.picture.data.quantities[0].mean.flat()).not.toContainEqual(expect.any(Number));
  expect(first.picture.data.quantities[0].theory.flat()).toContainEqual(expect.any(Number));
  expect(last).toMatchObject({ done: 6, failed: [], underway: null });
  expect(last.points).toEqual([0, 1, 2, 3, 4, 5].map((cell) => [cell]));
  expect(last.panels[0].rows).toEqual([
    [0, 3],
    [1, 4],
    [2, 5],
  ]);

  const sweep = await resolvedSweep();
  ask({ type: "export", id: description.id, file: "results.csv" });
  const exported = await vi.waitUntil(() => events.find((event) => event.type === "exported"));
  expect(text(exported.bytes)).toBe(text(resultsCsv(await resultsOf(sweep))));
  ask({ type: "export", id: description.id, file: "report.html" });
  const isReport = (event: EngineEvent) =>
    event.type === "exported" && event.name.endsWith("-report.html");
  const report = (await vi.waitUntil(() => events.find(isReport))) as typeof exported;
  expect(text(report.bytes)).toContain("<dt>Cells</dt><dd>6 of 6 finished</dd>");
  expect(text(report.bytes)).toContain(`href="${description.id}-results.csv"`);
  ask({ type: "cell", id: description.id, cell: 4 });
  expect((await until("cell")).experiment).toEqual({ ...sweep.cells[4].experiment.experiment });
});

test("what is paused goes on in another page, to the same bytes", async () => {
  const whole = await page();
  whole.ask({ type: "start", sweep: smallSweep, files: [] });
  await whole.until("state", ({ state }) => state === "finished");
  // The list changes when the first batch has begun.
  const parted = await page(undefined, (news) => {
    if (news.type === "sweeps" && news.sweeps.length > 0) {
      parted.ask({ type: "pause", id: news.sweeps[0].id });
    }
  });
  parted.ask({ type: "start", sweep: smallSweep, files: [] });
  await parted.until("state", ({ state }) => state === "stopped");
  const { id } = parted.all("opened")[0].description;
  expect(parted.all("picture").at(-1)!.picture.done).toBe(0);
  const later = await page(parted.directory);
  later.ask({ type: "list" });
  expect((await later.until("sweeps")).sweeps).toMatchObject([{ id, damage: "" }]);
  later.ask({ type: "show", id });
  expect((await later.until("state")).state).toBe("stopped");
  later.ask({ type: "resume", id });
  await later.until("state", ({ state }) => state === "finished");
  const recordsIn = async ({ all, directory }: typeof whole) =>
    await directory.read(`sweeps/${all("opened")[0].description.id}/batches/0000/records.jsonl`);
  expect(await recordsIn(later)).toEqual(await recordsIn(whole));
  const lastOf = ({ all }: typeof whole) => all("picture").at(-1)!.picture;
  expect(lastOf(later)).toEqual(lastOf(whole));
  later.ask({ type: "remove", id });
  await later.until("removed");
  expect(await later.directory.list("sweeps")).toEqual([]);
});

test("a design with two values each has effects, and a run ends a sweep", async () => {
  const start = { experiment: smallExperiment, files: [], paused: false, welcome: false };
  const { ask, until, lab } = await page(undefined, (news) => {
    if (news.type === "sweeps" && news.sweeps.length === 2) lab.obey({ type: "start", ...start });
  });
  const axes = [
    { setting: "$.family.config.samplingBias", values: [0.9, 1] },
    { setting: "$.family.config.truncation", values: [2, null] },
  ];
  ask({ type: "start", sweep: { ...smallSweep, axes }, files: [] });
  const { series } = await until("effects");
  expect(series[0].effects.map(({ factors }) => factors)).toEqual([[0], [1], [0, 1]]);
  // So long that it cannot end by itself before the run begins.
  const experiment = { ...smallSweep.experiment, generations: 20_000 };
  ask({ type: "start", sweep: { ...smallSweep, experiment, axes }, files: [] });
  expect((await until("state", ({ state }) => state === "stopped")).state).toBe("stopped");
});

test("what makes no sense is said where it was asked, with its place", async () => {
  const { ask, until, all } = await page();
  const axes = [{ setting: "$.family.config.samplingBias", values: [0.9, "much"] }];
  ask({ type: "plan", ask: 7, sweep: { ...smallSweep, axes }, files: [] });
  expect(await until("refused")).toMatchObject({
    ask: 7,
    mistake: { message: expect.stringContaining("much") as string },
  });
  const wrong = [{ setting: "$.family.config.nothing", values: [1] }];
  ask({ type: "start", sweep: { ...smallSweep, axes: wrong }, files: [] });
  const { mistake } = await until("refused", ({ ask: place }) => place === null);
  expect(mistake.message).toContain("nothing");
  expect(all("opened")).toEqual([]);
});

test("a sweep goes over the loss of one graphics card by itself, to the same table", async () => {
  const whole = await page();
  whole.ask({ type: "start", sweep: smallSweep, files: [] });
  await whole.until("state", ({ state }) => state === "finished");
  losses = [2];
  const lost = await page();
  lost.ask({ type: "start", sweep: smallSweep, files: [] });
  await lost.until("state", ({ state }) => state === "finished");
  expect(lost.events.filter(({ type }) => type === "notice")).toHaveLength(1);
  expect(lost.events.filter(({ type }) => type === "failed")).toEqual([]);
  const lastOf = ({ all }: typeof whole) => all("picture").at(-1)!.picture;
  expect(lastOf(lost)).toEqual(lastOf(whole));

  losses = [2, 1];
  const gone = await page();
  gone.ask({ type: "start", sweep: smallSweep, files: [] });
  await gone.until("state", ({ state }) => state === "stopped");
  expect(gone.events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["notice", "unavailable", "failed"]),
  );
});

test("a sweep of another tab is shown anew once that has let go of it", async () => {
  const first = await page();
  first.ask({ type: "start", sweep: smallSweep, files: [] });
  await first.until("state", ({ state }) => state === "finished");
  const { id } = first.all("opened")[0].description;
  const locks = new FakeLocks();
  vi.stubGlobal("navigator", { locks });
  let release = () => {};
  const held = () => new Promise<void>((resolve) => (release = resolve));
  void locks.request(`ouroboros/sweep/${id}`, {}, held);
  const second = await page(first.directory);
  second.ask({ type: "show", id });
  await second.until("state", ({ state }) => state === "elsewhere");
  release();
  await second.until("state", ({ state }) => state === "finished");
  expect(second.all("sweeps").at(-1)!.sweeps).toMatchObject([{ id, elsewhere: false }]);
  expect(second.all("opened")).toHaveLength(2);
});
