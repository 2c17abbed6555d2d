import { expect, test, vi } from "vitest";
import { comparedOf } from "../../../src/hosts/browser/compared.ts";
import { LabHost } from "../../../src/hosts/browser/lab-host.ts";
import { MemoryDirectory } from "../../../src/hosts/browser/memory-directory.ts";
import { PageRuns } from "../../../src/hosts/browser/page-runs.ts";
import type { EngineEvent, LocalFile } from "../../../src/hosts/browser/protocol.ts";
import { openFiles } from "../../../src/hosts/browser/read-file.ts";
import { storedRun } from "../../../src/hosts/stored-run.ts";
import { keepFiles } from "../../../src/hosts/browser/run-folder.ts";
import { resolveExperiment } from "../../../src/experiments/resolve.ts";
import type { Experiment } from "../../../src/experiments/experiment.ts";
import { cpu } from "../../support/backends.ts";
import { smallExperiment } from "../../support/experiments.ts";

vi.stubGlobal("navigator", {});

const TALE = new TextEncoder().encode("one two three two one three three ".repeat(40));

const withTale: Experiment = {
  ...smallExperiment,
  name: "tale",
  dataset: { name: "text-words", config: { file: "tale.txt" } },
  family: { name: "categorical" },
  interventions: [],
  metrics: [{ name: "entropy" }],
};

/** The files that a run elsewhere has left, under the names that a download gives them. */
async function madeElsewhere(experiment: Experiment): Promise<LocalFile[]> {
  const runs = new PageRuns(new MemoryDirectory());
  const resolved = await resolveExperiment(experiment, () => Promise.resolve(TALE));
  const { store, directory } = runs;
  const given = { experiment: resolved, backend: cpu, store, run: "there", version: "1" };
  await keepFiles(directory, "there", resolved);
  for await (const _ of storedRun({ ...given, now: () => 0 }));
  const names = ["manifest.json", "records.jsonl"] as const;
  return await Promise.all(
    names.map(async (name) => ({
      name: `there-${name}`,
      bytes: new Uint8Array(await runs.exported("there", name)),
    })),
  );
}

const small = await madeElsewhere(smallExperiment);

test("a run that was made elsewhere is kept, shown to its end, and taken home unchanged", async () => {
  const runs = new PageRuns(new MemoryDirectory());
  expect(await openFiles(runs, small)).toEqual({ kind: "run", run: "there" });
  const [manifest, records] = small;
  const said = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
  expect(said(await runs.exported("there", "manifest.json"))).toEqual(said(manifest.bytes));
  expect(await runs.exported("there", "records.jsonl")).toEqual(records.bytes);
  // The same once more is the same run.
  expect(await openFiles(runs, small.toReversed())).toEqual({ kind: "run", run: "there" });
  expect(await runs.store.list()).toHaveLength(1);

  const events: EngineEvent[] = [];
  const lab = new LabHost(runs.directory, false, (event) => events.push(event));
  lab.obey({ type: "show", run: "there" });
  const state = await vi.waitUntil(() => events.find(({ type }) => type === "state"));
  expect(state).toMatchObject({ run: "there", state: "finished" });
  lab.obey({ type: "open", backend: "cpu", features: {} });
  const list = await vi.waitUntil(() => events.find(({ type }) => type === "runs"));
  expect(list).toMatchObject({ runs: [{ run: "there", done: 8, generations: 8 }] });
  const batch = events.find(({ type }) => type === "generations");
  expect(batch).toMatchObject({ batch: { from: 0, count: 8 } });
});

test("of a run that is compared there are its medians and means, generation by generation", async () => {
  const runs = new PageRuns(new MemoryDirectory());
  await openFiles(runs, small);
  const compared = await comparedOf(runs.store, "there");
  expect(compared).toMatchObject({ run: "there", title: "small" });
  const records = await runs.store.records("there");
  for (const [g, { metrics }] of records.entries()) {
    const [low, middle, high] = Array.from(metrics["variance"]).sort((a, b) => a - b);
    expect(compared!.median["variance"][g]).toBe(middle);
    expect(compared!.mean["variance"][g]).toBeCloseTo((low + middle + high) / 3, 12);
  }
  expect(compared!.mean["variance"]).toHaveLength(8);
  expect(await comparedOf(runs.store, "gone")).toBeNull();
});

test("another run of the same name is no reason to lose one of them", async () => {
  const runs = new PageRuns(new MemoryDirectory());
  await openFiles(runs, small);
  const other = await madeElsewhere({ ...smallExperiment, seed: 6 });
  const found = await openFiles(runs, other);
  expect(found).toMatchObject({ kind: "run", run: expect.stringMatching(/^small-\d+$/) });
  const seeds = (await runs.store.list()).map(({ experiment }) => experiment.seed);
  expect(new Set(seeds)).toEqual(new Set([5, 6]));
});

test("a run with a file of the user's needs that file, by its content", async () => {
  const runs = new PageRuns(new MemoryDirectory());
  const files = await madeElsewhere(withTale);
  expect(await openFiles(runs, files)).toMatchObject({
    kind: "mistake",
    message: expect.stringContaining('made with "tale.txt": take that file along'),
  });
  const changed = { name: "tale.txt", bytes: new TextEncoder().encode("another") };
  expect(await openFiles(runs, [...files, changed])).toMatchObject({ kind: "mistake" });
  expect(await runs.store.list()).toEqual([]);
  const renamed = { name: "tale (1).txt", bytes: TALE };
  expect(await openFiles(runs, [...files, renamed])).toEqual({ kind: "run", run: "there" });
  const { resolved } = await runs.stored("there");
  expect(resolved.samples).toBe(13);
});

test("what makes no run leaves nothing behind", async () => {
  const [manifest, records] = small;
  const cut = { ...records, bytes: records.bytes.slice(0, -40) };
  const text = new TextDecoder().decode(manifest.bytes);
  const shorter = {
    ...manifest,
    bytes: new TextEncoder().encode(text.replace('"generations": 8', '"generations": 3')),
  };
  const cases: [LocalFile[], RegExp][] = [
    [[manifest, manifest], /manifest\.json and its records\.jsonl together/],
    [[manifest, { ...records, bytes: new TextEncoder().encode("{}\n") }], /records\.jsonl, line 1/],
    [[{ ...manifest, bytes: TALE }, records], /^run\/manifest\.json: no JSON/],
    [[shorter, records], /has 8 generations, more than the 3/],
  ];
  const runs = new PageRuns(new MemoryDirectory());
  for (const [files, message] of cases) {
    expect(await openFiles(runs, files)).toEqual({
      kind: "mistake",
      message: expect.stringMatching(message),
    });
    expect(await runs.directory.list("")).toEqual([]);
  }
  // A last line that was cut is what a kill leaves, too.
  expect(await openFiles(runs, [manifest, cut])).toMatchObject({ kind: "run" });
  expect(await runs.store.length("there")).toBe(7);
});
