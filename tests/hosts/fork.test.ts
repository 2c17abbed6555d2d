import { describe, expect, test } from "vitest";
import type { Graphs } from "../../src/compute/graph.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { fork } from "../../src/hosts/fork.ts";
import { storedRun } from "../../src/hosts/stored-run.ts";
import { differencesOf } from "../../src/report/series.ts";
import { folderRunStore } from "../../src/store/folder-run-store.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";
import { MemoryDirectory } from "../support/memory-directory.ts";

/** Every checkpoint is due, and two are kept: those of the last generations. */
let time = 0;
const now = () => (time += 60_000);

async function parentOf(change: Partial<Experiment> = {}) {
  const store = folderRunStore(new MemoryDirectory());
  const experiment = await resolvedSmall({ generations: 9, ...change });
  const options = { experiment, backend: cpu, store, version: "1.0.0", now };
  for await (const _ of storedRun({ ...options, run: "parent" }));
  return { store, experiment, records: await store.records("parent") };
}

type Run = Awaited<ReturnType<typeof parentOf>> & { readonly run?: string };

/** A fork that goes on to its end, of a run or of another fork. */
async function forked(
  { store, experiment: before, run = "parent" }: Run,
  generation: number,
  change: Partial<Experiment>,
) {
  const experiment = await resolvedSmall({ generations: 9, ...change });
  const options = { backend: cpu, version: "1.0.0", now, experiment };
  const parent = { store, run, experiment: before };
  const name = run === "parent" ? "fork" : "fork-of-fork";
  const resolve = (one: Experiment) => resolvedSmall(one);
  await fork({ ...options, parent, generation, fork: { store, run: name }, resolve });
  for await (const _ of storedRun({ ...options, store, run: name }));
  const [records, manifest] = [await store.records(name), await store.manifest(name)];
  return { store, experiment, run: name, records, manifest };
}

const kept = (fraction: number): Partial<Experiment> => ({
  interventions: [{ name: "accumulate" }, { name: "keep-original", config: { fraction } }],
});

describe("a fork", () => {
  test.each([2, 7])("that changes nothing repeats its parent, from generation %i", async (at) => {
    const parent = await parentOf(kept(0.2));
    const { records, manifest } = await forked(parent, at, kept(0.2));
    expect(records).toEqual(parent.records);
    expect(manifest!.parent).toMatchObject({ run: "parent", generation: at });
  });

  test("differs only from where the change reaches", async () => {
    const parent = await parentOf(kept(0.2));
    const { records } = await forked(parent, 3, kept(0.6));
    // Generation 4 was to learn from a pool that generation 3 had made.
    expect(records.slice(0, 5)).toEqual(parent.records.slice(0, 5));
    expect(records[5]).not.toEqual(parent.records[5]);
    const experiment = await resolvedSmall(kept(0.6));
    const [{ summaries }] = differencesOf(experiment, records, parent.records);
    expect(summaries[4]).toMatchObject({ mean: 0, standardError: 0 });
    expect(summaries[8].mean).not.toBe(0);
  });

  test("may go on for longer than its parent", async () => {
    const parent = await parentOf();
    const { records } = await forked(parent, 8, { generations: 12 });
    expect(records).toHaveLength(12);
    expect(records.slice(0, 9)).toEqual(parent.records);
  });

  test.each<[string, Partial<Experiment>, string]>([
    ["other data", { dataset: { name: "gaussian-pair" } }, "$.dataset"],
    ["another seed", { seed: 6 }, "$.seed"],
    ["other samples", { samples: 14 }, "$.samples"],
    ["other metrics", { metrics: [{ name: "mean" }] }, "$.metrics"],
    [
      "a model of another size",
      { family: { name: "gaussian", config: { covariance: "full" } } },
      "$.family.config",
    ],
    ["no generation after it", { generations: 4 }, "$.generations"],
  ])("refuses %s", async (_name, change, path) => {
    const parent = await parentOf();
    await expect(forked(parent, 3, change)).rejects.toThrow(path);
  });

  test("refuses a generation that is not there, or another version's run", async () => {
    const parent = await parentOf();
    await expect(forked(parent, 9, { generations: 20 })).rejects.toThrow("9 generations");
    const stored = (await parent.store.manifest("parent"))!;
    await parent.store.create({ ...stored, version: "0.0.1" });
    await expect(forked(parent, 3, {})).rejects.toThrow("lab version");
  });

  // Of the fork, which begins after generation 4, the checkpoints of 7 and 8 are left.
  test.each([2, 4, 5, 7])("may be forked again, after generation %i", async (at) => {
    const parent = await parentOf(kept(0.2));
    const first = await forked(parent, 4, kept(0.6));
    const { records, manifest } = await forked(first, at, kept(0.6));
    expect(records.slice(0, at + 1)).toEqual(first.records.slice(0, at + 1));
    // Before the first change that fork began earlier, so there it is another run.
    if (at >= 4) expect(records).toEqual(first.records);
    else expect(records[5]).not.toEqual(first.records[5]);
    expect(manifest!.parent!.parent).toMatchObject({ run: "parent", generation: 4 });
  });

  test("goes on where its parent was saved in the middle of the next generation", async () => {
    const parent = await parentOf();
    const { store } = parent;
    const last = (await store.latestCheckpoint("parent"))!;
    const midway = { phase: "fit" as const, done: 5, state: {}, fitted: null, traces: {} };
    await store.truncate("parent", { generation: 6, unfinished: null });
    await store.append("parent", parent.records.slice(7));
    await store.saveCheckpoint("parent", { ...last, unfinished: midway });
    const { records } = await forked(parent, last.generation, { generations: 12 });
    expect(records.slice(0, 9)).toEqual(parent.records);
  });

  test("does not begin where the model cannot learn from what is there", async () => {
    const parent = await parentOf();
    const exact = { family: { name: "gaussian", config: { statistics: "exact" } } } as const;
    await expect(forked(parent, 3, exact)).rejects.toThrow("$.family.config.statistics");
    expect(await parent.store.manifest("fork")).toBeNull();
  });

  test("says that it cannot begin anew where its checkpoints are gone", async () => {
    const parent = await parentOf(kept(0.2));
    const { store, experiment } = await forked(parent, 4, kept(0.6));
    await store.truncate("fork", null);
    await store.append("fork", parent.records.slice(0, 5));
    const options = { experiment, backend: cpu, store, version: "1.0.0", now };
    const again = storedRun({ ...options, run: "fork" });
    await expect(again.next()).rejects.toThrow("fork parent again after generation 4");
    expect(await store.records("fork")).toHaveLength(5);
  });

  test("goes on with what generates texts in its parent", async () => {
    const store = folderRunStore(new MemoryDirectory());
    const small = await resolvedSmall({ generations: 9 });
    const { family } = small;
    const experiment = {
      ...small,
      family: { ...family, config: { ...family.config, sampler: "auto" } },
    };
    // A Gaussian asks it for nothing.
    const graphs = { provider: "webgpu", preferred: true } as Graphs;
    const options = { experiment, backend: cpu, graphs, store, version: "1.0.0", now };
    for await (const _ of storedRun({ ...options, run: "parent" }));
    const parent = { store, run: "parent", experiment };
    const to = { fork: { store, run: "fork" }, resolve: (one: Experiment) => resolvedSmall(one) };
    await fork({ ...options, parent, generation: 3, ...to });
    for await (const _ of storedRun({ ...options, run: "fork" }));
    expect(await store.records("fork")).toEqual(await store.records("parent"));
    expect((await store.manifest("fork"))!.order["sampler"]).toBe("ONNX Runtime, webgpu");
  });

  test("does not take other numbers for those of its parent", async () => {
    const parent = await parentOf();
    const { store, records } = parent;
    await store.truncate("parent", null);
    const [first, ...others] = records;
    await store.append("parent", [{ ...first, metrics: { variance: [1, 2, 3] } }, ...others]);
    await expect(forked(parent, 3, {})).rejects.toThrow("generation 0 has other numbers");
  });
});
