import { expect, test } from "vitest";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { storedRun } from "../../src/hosts/stored-run.ts";
import { folderRunStore } from "../../src/store/folder-run-store.ts";
import { cpu } from "../support/backends.ts";
import { MemoryDirectory } from "../support/memory-directory.ts";

test("a run fills its folder", async () => {
  const experiment = await resolveExperiment(
    {
      name: "small",
      dataset: { name: "standard-normal" },
      family: { name: "gaussian" },
      interventions: [],
      metrics: [{ name: "variance" }],
      lineages: 3,
      generations: 5,
      samples: 10,
      seed: 1,
    },
    () => Promise.reject(new Error("no files")),
  );
  const directory = new MemoryDirectory();
  const store = folderRunStore(directory);
  let time = 0;
  const now = () => (time += 700);
  for await (const { record } of storedRun({
    experiment,
    backend: cpu,
    store,
    run: "small",
    version: "0",
    now,
  })) {
    expect(record.metrics["variance"].length).toBe(3);
  }
  expect(new TextDecoder().decode(directory.files.get("small/records.jsonl"))).toMatch(/^(\{.*\}\n){5}$/);
  expect((await store.records("small")).length).toBe(5);
});
