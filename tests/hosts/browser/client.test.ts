import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LabClient } from "../../../src/hosts/browser/client.ts";
import type { EngineEvent } from "../../../src/hosts/browser/protocol.ts";
import { PING, PONG } from "../../../src/hosts/browser/pulse.ts";

/** A worker that answers as long as it is not busy. */
class FakeWorker extends EventTarget {
  static readonly all: FakeWorker[] = [];
  readonly sent: unknown[] = [];
  isBusy = false;
  isTerminated = false;

  constructor() {
    super();
    FakeWorker.all.push(this);
  }

  postMessage(message: unknown): void {
    if (message === PING) setTimeout(() => this.isBusy || this.say(PONG));
    else this.sent.push(message);
  }

  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("Worker", FakeWorker);
  FakeWorker.all.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const open = { type: "open", backend: "cpu", features: {} } as const;
const state = (state: "running" | "stopped"): EngineEvent => ({ type: "state", run: "a", state });

function page(keepsRuns = true) {
  const client = new LabClient();
  const heard: EngineEvent[] = [];
  client.listen((event) => heard.push(event));
  client.send(open);
  FakeWorker.all[0].say({ type: "ready", keepsRuns });
  return { client, heard };
}

test("a worker that does not even hear that it should stop is replaced, and the run is shown", () => {
  const { client, heard } = page();
  FakeWorker.all[0].isBusy = true;
  client.send({ type: "stop", run: "a" });
  vi.advanceTimersByTime(1900);
  expect(FakeWorker.all).toHaveLength(1);
  vi.advanceTimersByTime(200);
  const [old, fresh] = FakeWorker.all;
  expect(old.isTerminated).toBe(true);
  expect(fresh.sent).toEqual([open, { type: "show", run: "a" }]);
  fresh.say(state("stopped"));
  expect(heard.at(-1)).toEqual(state("stopped"));
});

test("a worker that hears it has all the time to save", () => {
  const { client, heard } = page();
  client.send({ type: "stop", run: "a" });
  vi.advanceTimersByTime(60_000);
  expect(FakeWorker.all).toHaveLength(1);
  FakeWorker.all[0].say(state("stopped"));
  // And whatever it does afterwards.
  vi.advanceTimersByTime(1000);
  FakeWorker.all[0].isBusy = true;
  vi.advanceTimersByTime(60_000);
  expect(FakeWorker.all).toHaveLength(1);
  expect(heard.map(({ type }) => type)).toEqual(["ready", "state"]);
});

test("a worker that hears it, and then nothing more, is replaced as well", () => {
  const { client } = page();
  client.send({ type: "stop", run: "a" });
  vi.advanceTimersByTime(100);
  FakeWorker.all[0].isBusy = true;
  vi.advanceTimersByTime(4000);
  expect(FakeWorker.all).toHaveLength(2);
});

test("where nothing is kept, the only worker that has the runs is not given up", () => {
  const { client } = page(false);
  FakeWorker.all[0].isBusy = true;
  client.send({ type: "stop", run: "a" });
  vi.advanceTimersByTime(60_000);
  expect(FakeWorker.all).toHaveLength(1);
});

test("a sweep that is paused is looked after in the same way", () => {
  const { client } = page();
  client.send({ type: "sweep", command: { type: "pause", id: "s" } });
  vi.advanceTimersByTime(100);
  FakeWorker.all[0].say({ type: "sweep", news: { type: "state", id: "s", state: "stopped" } });
  FakeWorker.all[0].isBusy = true;
  vi.advanceTimersByTime(60_000);
  expect(FakeWorker.all).toHaveLength(1);
  client.send({ type: "sweep", command: { type: "pause", id: "s" } });
  vi.advanceTimersByTime(4000);
  const show = { type: "sweep", command: { type: "show", id: "s" } };
  expect(FakeWorker.all[1].sent).toEqual([open, show]);
});
