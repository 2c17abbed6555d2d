import { expect, test } from "vitest";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { storedRun } from "../../src/hosts/stored-run.ts";
import { storedSweep } from "../../src/hosts/stored-sweep.ts";
import { SweepFolder } from "../../src/hosts/sweep-folder.ts";
import { folderRunStore } from "../../src/store/folder-run-store.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";
import { MemoryDirectory } from "../support/memory-directory.ts";
import { resolvedSweep } from "../support/sweeps.ts";

/** Every checkpoint is due. */
let time = 0;
const now = () => (time += 60_000);

/** After so many generations, work that never ends: whoever waits for it does so for ever. */
function stuckBackend() {
  let clock = 0;
  let isStuck = false;
  const rests = {
    now: () => (isStuck ? (clock += 60) : 0),
    rest: () => new Promise<void>(() => {}),
  };
  const backend = new CpuBackend(2 ** 31, rests);
  return { backend, stick: () => void (isStuck = true) };
}

const given = { version: "1.0.0", now };

test("a run that is left goes on from its newest checkpoint, to the same bytes", async () => {
  const experiment = await resolvedSmall({ generations: 9 });
  const whole = folderRunStore(new MemoryDirectory());
  for await (const _ of storedRun({
    experiment,
    backend: cpu,
    store: whole,
    run: "run",
    ...given,
  }));

  const store = folderRunStore(new MemoryDirectory());
  const { backend, stick } = stuckBackend();
  const leave = new AbortController();
  const options = { experiment, store, run: "run", ...given };
  let seen = 0;
  for await (const event of storedRun({ ...options, backend, leave: leave.signal })) {
    expect(event.kind).toBe("generation");
    if (++seen < 4) continue;
    stick();
    setTimeout(() => leave.abort(), 5);
  }
  expect(seen).toBeGreaterThanOrEqual(4);
  expect(seen).toBeLessThan(9);
  const checkpoint = await store.latestCheckpoint("run");
  expect(checkpoint!.generation).toBeGreaterThanOrEqual(seen - 2);
  for await (const _ of storedRun({ ...options, backend: cpu }));
  expect(await store.records("run")).toEqual(await whole.records("run"));
});

test("what comes of work that was given up is never stored", async () => {
  const experiment = await resolvedSmall({ generations: 9 });
  const store = folderRunStore(new MemoryDirectory());
  const leave = new AbortController();
  const options = { experiment, store, run: "run", ...given };
  let seen = 0;
  // Nothing waits at that moment, so that nobody could be told.
  for await (const _ of storedRun({ ...options, backend: cpu, leave: leave.signal })) {
    if (++seen === 3) leave.abort();
  }
  expect(seen).toBe(3);
  expect(await store.length("run")).toBe(3);
});

test("a sweep that is left is no failed cell", async () => {
  const sweep = await resolvedSweep();
  const folder = new SweepFolder(new MemoryDirectory());
  const { backend, stick } = stuckBackend();
  const leave = new AbortController();
  const kinds: string[] = [];
  for await (const event of storedSweep({
    sweep,
    backend,
    folder,
    ...given,
    leave: leave.signal,
  })) {
    kinds.push(event.kind);
    if (event.kind !== "generation") continue;
    stick();
    setTimeout(() => leave.abort(), 5);
  }
  expect(kinds).not.toContain("failed");
  expect(kinds).not.toContain("finished");
  for await (const event of storedSweep({ sweep, backend: cpu, folder, ...given })) {
    kinds.push(event.kind);
  }
  expect(kinds.at(-1)).toBe("finished");
  expect(kinds).not.toContain("failed");
});
