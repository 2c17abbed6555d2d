import * as fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { StoreError } from "../../src/errors.ts";
import { DiskDirectory } from "../../src/hosts/node/disk-directory.ts";
import type { Checkpoint } from "../../src/record.ts";
import { folderRunStore } from "../../src/store/folder-run-store.ts";
import { encodeRecord } from "../../src/store/record-line.ts";
import type { RunManifest } from "../../src/store/run-store.ts";
import { cpu } from "../support/backends.ts";
import { smallExperiment } from "../support/experiments.ts";
import { MemoryDirectory } from "../support/memory-directory.ts";

const root = mkdtempSync(join(tmpdir(), "ouroboros-store-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;

const manifest = (run: string): RunManifest => ({
  format: 1,
  run,
  experiment: smallExperiment,
  adapter: cpu.adapter,
  version: "1.0.0",
  started: "2026-01-01T00:00:00.000Z",
  files: [{ name: "tale.txt", sha256: "0".repeat(64), bytes: 7 }],
  order: { tile: 64 },
});

const record = (generation: number) => ({
  generation,
  metrics: {
    variance: Float32Array.of(1 / 3, 2, generation),
    kl: Float32Array.of(0, Infinity, NaN),
  },
});

const checkpoint = (generation: number): Checkpoint => ({
  generation,
  tensors: [{ label: "mean", dtype: "f32", shape: [1], data: Float32Array.of(generation) }],
  parameters: { mean: 0 },
  first: null,
  pool: [{ rows: 1, birth: 0, values: null, frame: null }],
  unfinished: null,
});

/** In the middle of the generation after. */
const within = (generation: number, phase: "fit" | "sample", done: number): Checkpoint => ({
  ...checkpoint(generation),
  unfinished: { phase, done, state: { mean: 0 }, fitted: null, traces: { loss: [[1, 0.5]] } },
});

const text = (content: string) => new TextEncoder().encode(content);

describe.each([
  ["memory", () => new MemoryDirectory()],
  ["disk", () => new DiskDirectory(join(root, String(folders++)))],
] as const)("in %s", (_, make) => {
  test("a run comes back as it was stored", async () => {
    const store = folderRunStore(make());
    expect(await store.list()).toEqual([]);
    expect(await store.manifest("one")).toBeNull();
    expect(await store.records("one")).toEqual([]);
    expect(await store.latestCheckpoint("one")).toBeNull();
    await store.create(manifest("one"));
    await store.append("one", [record(0), record(1)]);
    await store.append("one", [record(2)]);
    expect(await store.list()).toEqual([manifest("one")]);
    expect(await store.records("one")).toEqual([0, 1, 2].map(record));
    expect(await store.length("one")).toBe(3);
    for (const g of [0, 1, 2]) await store.saveCheckpoint("one", checkpoint(g));
    expect(await store.latestCheckpoint("one")).toEqual(checkpoint(2));
    expect(await store.latestCheckpoint("one", 1)).toEqual(checkpoint(1));
    // Only two are kept.
    expect(await store.latestCheckpoint("one", 0)).toBeNull();
    await store.truncate("one", checkpoint(1));
    expect(await store.records("one")).toEqual([0, 1].map(record));
    expect(await store.latestCheckpoint("one")).toEqual(checkpoint(1));
    await store.remove("one");
    expect(await store.list()).toEqual([]);
  });

  test("checkpoints in the middle of a generation are in the order of time", async () => {
    const store = folderRunStore(make());
    await store.create(manifest("one"));
    await store.append("one", [record(0), record(1)]);
    const inOrder = [
      within(-1, "fit", 20),
      within(-1, "fit", 100),
      within(-1, "sample", 3),
      checkpoint(0),
      within(0, "fit", 7),
      checkpoint(1),
    ];
    for (const [i, one] of inOrder.entries()) {
      await store.saveCheckpoint("one", one);
      expect(await store.latestCheckpoint("one")).toEqual(one);
      if (i > 0)
        expect(await store.latestCheckpoint("one", -1)).toEqual(
          i < 4 ? inOrder[Math.min(i, 2)] : null,
        );
    }
    expect(await store.latestCheckpoint("one", 0)).toEqual(within(0, "fit", 7));
    await store.truncate("one", within(0, "fit", 7));
    expect(await store.latestCheckpoint("one")).toEqual(within(0, "fit", 7));
    await store.truncate("one", checkpoint(0));
    expect(await store.latestCheckpoint("one")).toBeNull();
  });

  test("parts of a file, and a file cut short", async () => {
    const directory = make();
    expect(await directory.readFrom("one/file", 0, 3)).toBeNull();
    await directory.truncate("one/file", 3);
    expect(await directory.list("one")).toEqual([]);
    await directory.append("one/file", Uint8Array.of(1, 2, 3, 4, 5));
    expect([...(await directory.readFrom("one/file", 1, 2))!]).toEqual([2, 3]);
    expect([...(await directory.readFrom("one/file", 3, 9))!]).toEqual([4, 5]);
    expect([...(await directory.readFrom("one/file", 7, 1))!]).toEqual([]);
    await directory.truncate("one/file", 9);
    await directory.truncate("one/file", 2);
    expect([...(await directory.read("one/file"))!]).toEqual([1, 2]);
  });

  test("a torn last line is dropped, and truncated before anything is added", async () => {
    const directory = make();
    const store = folderRunStore(directory);
    await store.append("one", [record(0), record(1)]);
    await directory.append("one/records.jsonl", text(encodeRecord(record(2)).slice(0, 20)));
    expect(await store.records("one")).toEqual([0, 1].map(record));
    expect(await store.length("one")).toBe(2);
    await store.truncate("one", checkpoint(5));
    await store.append("one", [record(2)]);
    expect(await store.records("one")).toEqual([0, 1, 2].map(record));
    await store.truncate("one", null);
    expect(await store.records("one")).toEqual([]);
  });

  test("a malformed line is an error that names it", async () => {
    for (const line of [
      "{}",
      "no JSON",
      '{"generation":7,"metrics":{}}',
      '{"generation":1,"metrics":{"a":[1],"b":[1,2]}}',
      '{"generation":1,"metrics":{"a":["one"]}}',
      '{"generation":1,"metrics":[]}',
    ]) {
      const directory = make();
      const store = folderRunStore(directory);
      await store.append("one", [record(0)]);
      await directory.append("one/records.jsonl", text(`${line}\n${encodeRecord(record(2))}`));
      await expect(store.records("one")).rejects.toThrow(/^one\/records\.jsonl, line 2: /);
      await expect(store.records("one")).rejects.toThrow(StoreError);
    }
  });

  test("a broken manifest hides no other run", async () => {
    const directory = make();
    const store = folderRunStore(directory);
    const broken = ["", "{", "[]", "null", '{"format":1}', '{"format":2}', "\u0000"];
    for (const [i, content] of broken.entries()) {
      await directory.write(`broken-${i}/manifest.json`, text(content));
    }
    await store.create(manifest("whole"));
    await directory.write("no-run/other.txt", text("other"));
    expect(await store.list()).toEqual([manifest("whole")]);
    const damaged = await store.damaged();
    expect(damaged.map(({ run }) => run)).toEqual(broken.map((_, i) => `broken-${i}`));
    for (const { run, message } of damaged) expect(message).toContain(`${run}/manifest.json: `);
    expect(damaged[5].message).toMatch(/newer version.*update/);
  });

  test("names that lead out of the folder are refused", async () => {
    const store = folderRunStore(make());
    for (const run of ["", "..", "../other", "a/b", "a\\b", ".hidden", "x".repeat(200)]) {
      await expect(store.remove(run)).rejects.toThrow(StoreError);
    }
  });
});

test("every float of 32 bits comes back from its line", () => {
  fc.assert(
    fc.property(fc.float32Array({ minLength: 1, maxLength: 20 }), (values) => {
      const line = encodeRecord({ generation: 0, metrics: { value: values } });
      expect(line).toMatch(/^\{"generation":0,"metrics":\{"value":\[[^\]]*\]\}\}\n$/);
      const list = (JSON.parse(line) as { metrics: { value: (number | string)[] } }).metrics.value;
      const back = Float32Array.from(list, (value) => Number(value));
      expect(back).toEqual(values);
      for (const digits of line.match(/\d+(\.\d+)?/g) ?? []) {
        expect(digits.replace(/^0*\.?0*|\.|0+$/g, "").length).toBeLessThanOrEqual(9);
      }
    }),
    { numRuns: 1000 },
  );
});

test("records of any bytes are records or a StoreError", async () => {
  const valid = text([0, 1, 2].map((g) => encodeRecord(record(g))).join(""));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc.json().map((value) => text(`${value}\n`)),
    fc.tuple(fc.nat(valid.length - 1), fc.nat(255)).map(([at, byte]) => valid.with(at, byte)),
    fc.nat(valid.length).map((length) => valid.slice(0, length)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (content) => {
      const directory = new MemoryDirectory();
      await directory.write("one/records.jsonl", content);
      const records = await folderRunStore(directory)
        .records("one")
        .catch((error: unknown) => {
          if (error instanceof StoreError) return [];
          throw error;
        });
      for (const [g, { generation, metrics }] of records.entries()) {
        expect(generation).toBe(g);
        for (const values of Object.values(metrics)) expect(values).toBeInstanceOf(Float32Array);
      }
    }),
    { numRuns: 2000 },
  );
});
