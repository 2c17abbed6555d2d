import { expect, test } from "vitest";
import { CpuBackend } from "../../../src/compute/cpu-backend.ts";
import { manifestOf } from "../../../src/hosts/run-identity.ts";
import { estimateOf } from "../../../src/hosts/browser/estimate.ts";
import { MemoryDirectory } from "../../../src/hosts/browser/memory-directory.ts";
import { PageNotes } from "../../../src/hosts/browser/page-notes.ts";
import { folderRunStore } from "../../../src/store/folder-run-store.ts";
import { resolvedSmall } from "../../support/experiments.ts";

function place() {
  const directory = new MemoryDirectory();
  return { store: folderRunStore(directory), notes: new PageNotes(directory) };
}

test("time is estimated from the newest run here that does the same work, and from no other", async () => {
  const { store, notes } = place();
  const { adapter } = new CpuBackend();
  const keep = async (run: string, day: number, secondsEach: number | null, other = {}) => {
    const started = `2026-11-0${day}T00:00:00.000Z`;
    const fresh = { run, adapter, version: "1", started };
    await store.create(manifestOf(await resolvedSmall(other), fresh));
    await notes.savePicture(run, { generation: 1, picture: null, secondsEach });
  };
  const asked = await resolvedSmall({ generations: 50, seed: 9 });
  const ask = async () => (await estimateOf(asked, adapter, store, notes)).seconds;
  expect(await ask()).toBeNull();
  await keep("more-samples", 1, 100, { samples: 14 });
  await keep("no-accumulation", 2, 100, { interventions: [] });
  expect(await ask()).toBeNull();
  await keep("old", 3, 2);
  expect(await ask()).toBe(100);
  await keep("new", 4, 3);
  await keep("unmeasured", 5, null);
  expect(await ask()).toBe(150);
});

test("memory is what the run will ask for, or why there is not enough of it", async () => {
  const { store, notes } = place();
  const roomy = new CpuBackend(2 ** 30).adapter;
  const tight = new CpuBackend(2 ** 12).adapter;
  const asked = await resolvedSmall();
  const fine = await estimateOf(asked, roomy, store, notes);
  expect(fine.memoryBytes).toBeGreaterThan(1000);
  expect(fine.problem).toBeNull();
  const refused = await estimateOf(asked, tight, store, notes);
  expect(refused.memoryBytes).toBeNull();
  expect(refused.problem).toMatch(/needs about/);
});
