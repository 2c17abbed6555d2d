import { afterEach, expect, test, vi } from "vitest";
import { CpuBackend } from "../../../src/compute/cpu-backend.ts";
import { DeviceError } from "../../../src/errors.ts";
import { LabHost } from "../../../src/hosts/browser/lab-host.ts";
import type { Command, EngineEvent } from "../../../src/hosts/browser/protocol.ts";
import { smallExperiment } from "../../support/experiments.ts";
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

const opened: FrailBackend[] = [];
let failures: (DeviceError | null)[] = [];

vi.mock("../../../src/hosts/browser/platform.ts", () => ({
  GpuUnavailable: class extends Error {},
  hasLostDevice: () => Promise.resolve(false),
  openBackend: () => {
    const backend = new FrailBackend(failures.shift() ?? null);
    opened.push(backend);
    return Promise.resolve(backend);
  },
}));
vi.stubGlobal("navigator", {});

afterEach(() => opened.splice(0));

async function host() {
  const events: EngineEvent[] = [];
  const directory = new MemoryDirectory();
  const lab = new LabHost(directory, false, (event) => events.push(event));
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
    await vi.waitUntil(() => events.slice(before).some(isOver));
    // A failure is told just after the state.
    await vi.waitUntil(() => events.at(-1)?.type === "runs");
    return events.slice(before);
  };
  await vi.waitUntil(() => events.some(({ type }) => type === "ready"));
  return { lab, directory, events, start };
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
