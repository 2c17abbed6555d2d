import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import { DeviceError } from "../../src/errors.ts";
import { SweepFolder } from "../../src/hosts/sweep-folder.ts";
import {
  type StoredSweepOptions,
  type SweepEvent,
  storedResults,
  storedSweep,
  sweepState,
} from "../../src/hosts/stored-sweep.ts";
import { storedRun } from "../../src/hosts/stored-run.ts";
import { folderRunStore } from "../../src/store/folder-run-store.ts";
import { summarize } from "../../src/statistics.ts";
import type { ResolvedSweep } from "../../src/sweeps/sweep.ts";
import { backends, cpu } from "../support/backends.ts";
import { MemoryDirectory } from "../support/memory-directory.ts";
import { smallExperiment } from "../support/experiments.ts";
import { resolvedSweep } from "../support/sweeps.ts";

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

/** A clock that moves by a second each time it is asked, so that every checkpoint is due. */
function clock(): () => number {
  let time = 0;
  return () => (time += 1000);
}

function optionsFor(
  sweep: ResolvedSweep,
  directory: MemoryDirectory,
  more: Partial<StoredSweepOptions> = {},
): StoredSweepOptions {
  const folder = new SweepFolder(directory);
  return { sweep, folder, backend: cpu, version: "1", now: clock(), ...more };
}

async function run(options: StoredSweepOptions): Promise<SweepEvent[]> {
  const events: SweepEvent[] = [];
  for await (const event of storedSweep(options)) events.push(event);
  return events;
}

/** The lines of every cell, wherever they stand. */
function linesByCell({ files }: MemoryDirectory): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const [path, bytes] of files) {
    if (!path.endsWith("records.jsonl")) continue;
    for (const line of text(bytes).trimEnd().split("\n")) {
      const { cell } = JSON.parse(line) as { cell: number };
      found.set(cell, [...(found.get(cell) ?? []), line]);
    }
  }
  return found;
}

const batchesOf = (events: readonly SweepEvent[]) =>
  events.flatMap((event) => (event.kind === "begun" ? [event.cells.map(({ id }) => id)] : []));

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a cell has the same bytes in one batch, alone, and as a single run", async () => {
    const sweep = await resolvedSweep();
    const together = new MemoryDirectory();
    const events = await run(optionsFor(sweep, together, { backend }));
    expect(batchesOf(events)).toEqual([[0, 2, 3, 5, 1, 4]]);
    const alone = new MemoryDirectory();
    expect(batchesOf(await run(optionsFor(sweep, alone, { backend, mostCells: 1 })))).toHaveLength(
      6,
    );
    const lines = linesByCell(together);
    expect(lines).toEqual(linesByCell(alone));

    const single = new MemoryDirectory();
    const { experiment } = sweep.cells[4];
    const store = folderRunStore(single);
    const given = { experiment, backend, store, run: "one", version: "1", now: clock() };
    for await (const _ of storedRun(given));
    const expected = text(single.files.get("one/records.jsonl"));
    expect(
      lines
        .get(4)!
        .map((line) => line.replace('"cell":4,', ""))
        .join("\n"),
    ).toBe(expected.trimEnd());
  });
});

test("cells of texts have the same bytes in company, where samples are shown of nobody", async () => {
  const sweep = await resolvedSweep({
    experiment: {
      ...smallExperiment,
      dataset: { name: "grammar", config: { length: 8 } },
      family: { name: "ngram", config: { order: 2 } },
      interventions: [],
      metrics: [{ name: "type-token-ratio" }],
      lineages: 2,
      generations: 2,
      samples: 6,
    },
    axes: [{ setting: "$.seed", values: { seeds: 3 } }],
  });
  const [together, alone] = [new MemoryDirectory(), new MemoryDirectory()];
  expect(batchesOf(await run(optionsFor(sweep, together)))).toHaveLength(1);
  await run(optionsFor(sweep, alone, { mostCells: 1 }));
  expect(linesByCell(together)).toEqual(linesByCell(alone));
  expect(linesByCell(together).get(2)![1]).toContain('"type-token-ratio":[');
});

test("stopped anywhere, a sweep goes on to the same bytes, and finished cells are not run again", async () => {
  const sweep = await resolvedSweep();
  const whole = new MemoryDirectory();
  const count = (await run(optionsFor(sweep, whole, { mostCells: 4 }))).length;
  for (let stop = 1; stop < count; stop += 2) {
    const directory = new MemoryDirectory();
    const controller = new AbortController();
    const options = optionsFor(sweep, directory, { mostCells: 4, signal: controller.signal });
    let seen = 0;
    const finished: number[] = [];
    for await (const event of storedSweep(options)) {
      if (event.kind === "finished") finished.push(...event.cells.map(({ id }) => id));
      if (++seen === stop) controller.abort();
    }
    const again = await run(optionsFor(sweep, directory, { mostCells: 4 }));
    expect(
      batchesOf(again)
        .flat()
        .filter((id) => finished.includes(id)),
    ).toEqual([]);
    expect(linesByCell(directory), `stopped at event ${stop}`).toEqual(linesByCell(whole));
    expect([...directory.files.keys()].filter((path) => path.includes("checkpoint"))).toEqual([]);
  }
});

test("what a kill leaves behind is cut and computed again", async () => {
  const sweep = await resolvedSweep();
  const directory = new MemoryDirectory();
  const states: Map<string, Uint8Array>[] = [];
  for await (const _ of storedSweep(optionsFor(sweep, directory, { mostCells: 4 }))) {
    states.push(new Map([...directory.files].map(([path, bytes]) => [path, bytes.slice()])));
  }
  for (const [i, files] of states.entries()) {
    if (i % 3 === 2) continue;
    const left = new MemoryDirectory();
    for (const [path, bytes] of files) left.files.set(path, bytes);
    // A line that was being written.
    const torn = new TextEncoder().encode('{"cell":0,"gener');
    await left.append("batches/0000/records.jsonl", torn);
    const isLastLineOpen = i % 2 === 0;
    if (isLastLineOpen) await left.append("journal.jsonl", new TextEncoder().encode('{"bat'));
    await run(optionsFor(sweep, left, { mostCells: 4 }));
    const results = await storedResults(sweep, new SweepFolder(left));
    const expected = await storedResults(sweep, new SweepFolder(directory));
    expect(results.column("mean"), `killed after event ${i}`).toEqual(expected.column("mean"));
    expect(results.cells).toHaveLength(6);
  }
});

test("a budget of cells or minutes ends a call, and the next one goes on", async () => {
  const budget = { cells: 4 };
  const sweep = await resolvedSweep({ budget });
  const directory = new MemoryDirectory();
  expect(batchesOf(await run(optionsFor(sweep, directory)))).toEqual([[0, 2, 3, 5]]);
  expect(batchesOf(await run(optionsFor(sweep, directory)))).toEqual([[1, 4]]);
  expect(await run(optionsFor(sweep, directory))).toEqual([]);

  // Longer than one of the batches, which are small enough to be told apart.
  const timed = await resolvedSweep({ budget: { minutes: 0.2 } });
  const batches = batchesOf(await run(optionsFor(timed, new MemoryDirectory())));
  expect(batches.length).toBeGreaterThan(0);
  expect(batches.flat().length).toBeLessThan(6);
});

/** A backend that fails where the sampling bias of some lineage is below 0.9. */
function failing(): Backend {
  const backend = new CpuBackend();
  const dispatch = backend.dispatch.bind(backend);
  const read = backend.read.bind(backend);
  let spread: Tensor<"f32"> | null = null;
  backend.dispatch = (kernel, tensors, scalars) => {
    if ("spread" in tensors) spread = tensors["spread"] as Tensor<"f32">;
    dispatch(kernel, tensors, scalars);
  };
  backend.read = async (...readables) => {
    const [deviations, arrays] = await Promise.all([read(spread!), read(...readables)]);
    if (deviations[0].some((value) => value < Math.sqrt(0.9))) {
      throw new Error("the loss is not finite");
    }
    return arrays;
  };
  return backend;
}

test("a cell that fails is noted and does not stop the others", async () => {
  const values = [1, 0.8, 1.2, 1.1, 1.4, 1.5, 1.6, 1.7];
  const axes = [{ setting: "$.family.config.samplingBias", values }];
  const sweep = await resolvedSweep({ axes });
  const directory = new MemoryDirectory();
  const events = await run(optionsFor(sweep, directory, { backend: failing() }));
  const failed = events.filter((event) => event.kind === "failed");
  expect(failed.map(({ cell: { id }, message }) => [id, message])).toEqual([
    [1, "the loss is not finite"],
  ]);
  // Halved until the one is found; whatever is left of its company runs together again.
  const sizes = batchesOf(events).map(({ length }) => length);
  expect(sizes).toEqual([8, 4, 2, 2, 1, 1, 4]);
  const folder = new SweepFolder(directory);
  const state = sweepState(sweep, await folder.stories());
  const finished = state.finished.flatMap(({ cells }) => cells.map(({ id }) => id));
  expect(new Set(finished)).toEqual(new Set([0, 2, 3, 4, 5, 6, 7]));
  expect(finished).toHaveLength(7);
  expect(state.failed).toEqual([{ cell: sweep.cells[1], message: "the loss is not finite" }]);
  expect(state.left).toEqual([]);
  expect([...linesByCell(directory).keys()]).not.toContain(1);
  expect((await storedResults(sweep, folder)).cells).toHaveLength(7);

  // Mended, it is the only one that runs.
  expect(batchesOf(await run(optionsFor(sweep, directory)))).toEqual([[1]]);
  expect(sweepState(sweep, await folder.stories()).failed).toEqual([]);
});

test("a store that refuses is no fault of a cell", async () => {
  const sweep = await resolvedSweep();
  const directory = new MemoryDirectory();
  const append = directory.append.bind(directory);
  directory.append = (path, bytes) =>
    path.endsWith("records.jsonl")
      ? Promise.reject(new Error("the quota is exceeded"))
      : append(path, bytes);
  await expect(run(optionsFor(sweep, directory))).rejects.toThrow("the quota is exceeded");
  const [story] = await new SweepFolder(directory).stories();
  expect(story.last.state).toBe("begun");
});

test("a batch that was too large for a device is half as large with the next one", async () => {
  const sweep = await resolvedSweep();
  const directory = new MemoryDirectory();
  const backend = new CpuBackend();
  const gone = new DeviceError("out of memory", { resumable: false });
  backend.read = () => {
    Object.defineProperty(backend, "failed", { value: gone });
    return Promise.reject(gone);
  };
  await expect(run(optionsFor(sweep, directory, { backend }))).rejects.toThrow("out of memory");
  const batches = batchesOf(await run(optionsFor(sweep, directory)));
  expect(batches.map(({ length }) => length)).toEqual([3, 3]);
});

test("the results are the summaries of the records", async () => {
  const sweep = await resolvedSweep();
  const directory = new MemoryDirectory();
  const events = await run(optionsFor(sweep, directory));
  const results = await storedResults(sweep, new SweepFolder(directory));
  expect(results.length).toBe(6 * 4 * 2);
  const [variance] = results.quantities();
  for (const event of events) {
    if (event.kind !== "generation") continue;
    for (const [i, { metrics }] of event.records.entries()) {
      const row = results.indexOf(event.cells[i].id, event.generation, variance)!;
      const { mean, standardError, q95 } = summarize(metrics["variance"]);
      expect(results.column("mean")[row]).toBe(mean);
      expect(results.column("standard_error")[row]).toBe(standardError);
      expect(results.column("q95")[row]).toBe(q95);
    }
  }
});

test("another sweep, or another lab, is refused", async () => {
  const directory = new MemoryDirectory();
  await run(optionsFor(await resolvedSweep({ budget: { cells: 1 } }), directory));
  const other = await resolvedSweep({ name: "other" });
  await expect(run(optionsFor(other, directory))).rejects.toThrow(
    '$.name: the stored sweep has "small-sweep", not "other"',
  );
  const sweep = await resolvedSweep();
  const newer = optionsFor(sweep, directory, { version: "2" });
  await expect(run(newer)).rejects.toThrow("begun with lab version");
  // Titles and budgets may change.
  await run(optionsFor(await resolvedSweep({ title: "Anew" }), directory));
});

test("a cell that is too large is named before anything runs", async () => {
  const sweep = await resolvedSweep({ axes: [{ setting: "$.lineages", values: [1, 2 ** 20] }] });
  const directory = new MemoryDirectory();
  const backend = new CpuBackend(2 ** 24);
  await expect(run(optionsFor(sweep, directory, { backend }))).rejects.toThrow(
    /^cell 1 \(lineages 1048576\): \$\.lineages: the run needs/,
  );
  expect(directory.files.size).toBe(0);
});

test("batches are as large as memory takes", async () => {
  const seeds = (n: number) =>
    resolvedSweep({ axes: [{ setting: "$.seed", values: { seeds: n } }] });
  const sweep = await seeds(60);
  const backend = new CpuBackend(2 ** 18);
  const batches = batchesOf(await run(optionsFor(sweep, new MemoryDirectory(), { backend })));
  const sizes = batches.map(({ length }) => length);
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes[0]).toBeGreaterThan(1);
  expect(sizes.slice(0, -1).every((size) => size === sizes[0])).toBe(true);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(60);
});
