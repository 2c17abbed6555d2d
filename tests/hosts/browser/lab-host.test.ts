import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CpuBackend } from "../../../src/compute/cpu-backend.ts";
import { DeviceError } from "../../../src/errors.ts";
import { LabHost } from "../../../src/hosts/browser/lab-host.ts";
import type { Command, EngineEvent } from "../../../src/hosts/browser/protocol.ts";
import { smallExperiment } from "../../support/experiments.ts";
import { FakeLocks } from "../../support/fake-locks.ts";
import { MemoryDirectory } from "../../support/memory-directory.ts";

/** As a graphics card: once it has failed, it fails for ever. */
class FrailBackend extends CpuBackend {
  declare failed: DeviceError | null;
  isDisposed = false;

  constructor(failure: DeviceError | null) {
    super();
    this.failed = null;
    const read = this.read.bind(this);
    let reads = 0;
    this.read = (...readables) => {
      if (++reads === 3) this.failed = failure;
      return this.failed === null ? read(...readables) : Promise.reject(this.failed);
    };
  }

  override dispose(): void {
    this.isDisposed = true;
  }
}

/** The machine may be busy. */
const PATIENT = { timeout: 10_000, interval: 2 };

const opened: FrailBackend[] = [];
let failures: (DeviceError | null)[] = [];

let isLost = false;
vi.mock("../../../src/hosts/browser/platform.ts", () => ({
  GpuUnavailable: class extends Error {},
  hasLostDevice: () => Promise.resolve(isLost),
  openBackend: () => {
    const backend = new FrailBackend(failures.shift() ?? null);
    opened.push(backend);
    return Promise.resolve(backend);
  },
}));
beforeEach(() => vi.stubGlobal("navigator", {}));
afterEach(() => {
  opened.splice(0);
  failures = [];
  isLost = false;
});

async function host(directory = new MemoryDirectory()) {
  const events: EngineEvent[] = [];
  const listener = { hear: (_event: EngineEvent) => {} };
  const lab = new LabHost(directory, false, (event) => {
    events.push(event);
    listener.hear(event);
  });
  lab.obey({ type: "open", backend: "webgpu", features: {} });
  const start = async (other: Partial<Extract<Command, { type: "start" }>> = {}) => {
    const before = events.length;
    lab.obey({
      type: "start",
      experiment: smallExperiment,
      files: [],
      paused: false,
      welcome: false,
      ...other,
    });
    const isOver = (event: EngineEvent) =>
      event.type === "state" && ["stopped", "finished"].includes(event.state);
    await vi.waitUntil(() => events.slice(before).some(isOver), PATIENT);
    // A failure is told just after the state.
    await vi.waitUntil(() => events.at(-1)?.type === "runs", PATIENT);
    return events.slice(before);
  };
  const until = async (isMeant: (event: EngineEvent) => boolean, from = 0) =>
    await vi.waitUntil(() => events.slice(from).find(isMeant), PATIENT);
  const stateOf = (run: string, state: string) => (event: EngineEvent) =>
    event.type === "state" && event.run === run && event.state === state;
  await until(({ type }) => type === "ready");
  return { lab, directory, events, listener, start, until, stateOf };
}

/** A run that is finished, and whose checkpoints are gone: a fork has to run it again. */
async function withoutCheckpoints(generations: number) {
  const page = await host();
  const parent = { ...smallExperiment, interventions: [], generations };
  await page.start({ experiment: parent });
  const [like] = await page.directory.list("");
  for (const name of await page.directory.list(`${like}/checkpoints`)) {
    await page.directory.remove(`${like}/checkpoints/${name}`);
  }
  const fork = (generation: number) => {
    const experiment = { ...parent, generations: generations + 2, name: "fork" };
    page.lab.obey({ type: "fork", like, generation, experiment, files: [] });
  };
  const runs = async () => (await page.directory.list("")).filter((name) => name !== like);
  return { ...page, like, fork, runs };
}

test.each([
  ["out of memory", new DeviceError("the run does not fit", { resumable: false })],
  ["an error of validation", new DeviceError("WebGPU: the buffer is invalid")],
])("after %s, the next run has a backend that works", async (_, failure) => {
  failures = [failure];
  const { start } = await host();
  const first = await start();
  expect(first).toContainEqual(expect.objectContaining({ type: "state", state: "stopped" }));
  expect(first).toContainEqual(
    expect.objectContaining({
      type: "failed",
      code: "device",
      message: failure.message,
      resumable: failure.resumable,
    }),
  );
  const second = await start();
  expect(second.filter(({ type }) => type === "failed")).toEqual([]);
  expect(second).toContainEqual(expect.objectContaining({ type: "state", state: "finished" }));
  expect(opened.map(({ isDisposed }) => isDisposed)).toEqual([true, false]);
});

test("a backend that works is kept", async () => {
  failures = [];
  const { start } = await host();
  await start();
  await start();
  expect(opened).toHaveLength(1);
});

test("the copies of a stored run stand in for files that the page has no more", async () => {
  failures = [];
  const { start } = await host();
  const experiment = {
    ...smallExperiment,
    dataset: { name: "text-words", config: { file: "mine.txt" } },
    family: { name: "categorical" },
    metrics: [{ name: "survivors" }],
  };
  const words = (text: string) => ({ name: "mine.txt", bytes: new TextEncoder().encode(text) });
  const descriptionIn = (events: readonly EngineEvent[]) =>
    events.find(({ type }) => type === "opened") as Extract<EngineEvent, { type: "opened" }>;
  const first = descriptionIn(await start({ experiment, files: [words("one two two")] }));
  const like = first.description.run;
  const again = descriptionIn(await start({ experiment, like }));
  expect(again.description.run).not.toBe(like);
  expect(again.description.real).toEqual(first.description.real);
  expect(again.description.memoryBytes).toBeGreaterThan(0);
  const other = descriptionIn(await start({ experiment, like, files: [words("three")] }));
  expect(other.description.real).not.toEqual(first.description.real);
});

test("a fork has all that it needs in its folder, and one that is refused has none", async () => {
  failures = [];
  const { lab, directory, events, start } = await host();
  const experiment = {
    ...smallExperiment,
    dataset: { name: "text-words", config: { file: "mine.txt" } },
    family: { name: "categorical" },
    metrics: [{ name: "entropy" }],
  };
  const files = [{ name: "mine.txt", bytes: new TextEncoder().encode("one two two three") }];
  await start({ experiment, files });
  const [like] = await directory.list("");
  const forked = (change: object) => {
    const changed = { ...experiment, ...change };
    lab.obey({ type: "fork", like, generation: 3, experiment: changed, files: [] });
  };
  forked({ samples: 12 });
  await vi.waitUntil(() => events.some(({ type }) => type === "failed"));
  expect(await directory.list("")).toEqual([like]);
  forked({ name: "fork", interventions: [] });
  await vi.waitUntil(async () => (await directory.list("")).length === 2);
  const run = (await directory.list("")).find((name) => name !== like)!;
  await vi.waitUntil(() =>
    events.some((one) => one.type === "state" && one.run === run && one.state === "finished"),
  );
  const names = await directory.list(run);
  expect(names).toEqual(expect.arrayContaining(["files", "manifest.json", "parent.jsonl"]));
});

test("a fork shows at once what it has in common, and how far its parent has been run again", async () => {
  const { events, fork, until, like } = await withoutCheckpoints(12);
  const before = events.length;
  fork(9);
  await until(
    ({ type, ...event }) => type === "state" && "state" in event && event.state === "finished",
    before,
  );
  const news = events.slice(before);
  const types = news.map(({ type }) => type);
  expect(types.slice(0, 3)).toEqual(["opened", "generations", "replaying"]);
  const [opened, shared, replaying] = news as [
    Extract<EngineEvent, { type: "opened" }>,
    Extract<EngineEvent, { type: "generations" }>,
    Extract<EngineEvent, { type: "replaying" }>,
  ];
  expect(opened.description.parent).toEqual({ run: like, generation: 9 });
  expect(shared.batch).toMatchObject({ from: 0, count: 10 });
  expect(replaying.replaying).toEqual({ generation: 0, last: 9, work: null });
  // What comes after it is not told again, and the page does not open it twice.
  expect(types.filter((type) => type === "opened")).toHaveLength(1);
  const batches = news.flatMap((event) => (event.type === "generations" ? [event.batch] : []));
  expect(batches[1].from).toBe(10);
});

test("a fork that is stopped while its parent is run again leaves nothing, and the parent is shown", async () => {
  const { lab, events, listener, fork, until, like, runs, stateOf } = await withoutCheckpoints(100);
  const before = events.length;
  listener.hear = (event) => {
    if (event.type === "replaying") lab.obey({ type: "stop", run: event.run });
  };
  fork(90);
  await until(({ type }) => type === "notice", before);
  expect(events.slice(before).map(({ type }) => type)).toContain("removed");
  expect(events.slice(before).some(stateOf(like, "finished"))).toBe(true);
  expect(await runs()).toEqual([]);
  const last = events.findLast((event) => event.type === "replaying");
  expect(last!.replaying.generation).toBeLessThan(90);
});

test("a fork goes over the loss of one graphics card while its parent is run again", async () => {
  const { events, fork, until, runs } = await withoutCheckpoints(12);
  isLost = true;
  const failure = new DeviceError("the device was lost");
  vi.spyOn(opened[0], "read").mockImplementation(() => {
    opened[0].failed = failure;
    return Promise.reject(failure);
  });
  const before = events.length;
  fork(9);
  await until(({ type }) => type === "notice", before);
  await until((event) => event.type === "state" && event.state === "finished", before);
  expect(events.slice(before).filter(({ type }) => type === "failed")).toEqual([]);
  expect(await runs()).toHaveLength(1);
});

test("a run that another tab is at work on is shown with what that has made, once it is free", async () => {
  const locks = new FakeLocks();
  vi.stubGlobal("navigator", { locks });
  const first = await host();
  await first.start();
  const [run] = await first.directory.list("");
  let release = () => {};
  void locks.request(
    `ouroboros/${run}`,
    {},
    () => new Promise<void>((resolve) => (release = resolve)),
  );
  const second = await host(first.directory);
  const isListed = (elsewhere: boolean) => (event: EngineEvent) =>
    event.type === "runs" && event.runs[0]?.elsewhere === elsewhere;
  expect(second.events.some(isListed(true))).toBe(true);
  second.lab.obey({ type: "show", run });
  await second.until(second.stateOf(run, "elsewhere"));
  const before = second.events.length;
  release();
  await second.until(isListed(false), before);
  await second.until(second.stateOf(run, "finished"), before);
  const news = second.events.slice(before).map(({ type }) => type);
  expect(news).toEqual(expect.arrayContaining(["opened", "generations"]));
  // Whoever waits does not keep others from the run.
  second.lab.obey({ type: "remove", run });
  await second.until(({ type }) => type === "removed");
});
