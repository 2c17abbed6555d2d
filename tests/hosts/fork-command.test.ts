import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { decomposeCommand } from "../../src/hosts/node/decompose-command.ts";
import { type ForkCommandOptions, forkCommand } from "../../src/hosts/node/fork-command.ts";
import { runCommand } from "../../src/hosts/node/run-command.ts";
import { smallExperiment } from "../support/experiments.ts";

const folder = mkdtempSync(join(tmpdir(), "ouroboros-fork-"));
const at = (...names: readonly string[]) => join(folder, ...names);
const text = "the cat sat on the mat and the dog sat on the log\n".repeat(4);
const parent = at("parent");

beforeAll(async () => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  // A file is named as from the folder of the experiment, where the fork is asked for as well.
  vi.spyOn(process, "cwd").mockReturnValue(folder);
  writeFileSync(at("words.txt"), text);
  const experiment = {
    ...smallExperiment,
    dataset: { name: "text-words", config: { file: "words.txt" } },
    family: { name: "categorical" },
    metrics: [{ name: "entropy" }, { name: "heterozygosity" }],
  };
  writeFileSync(at("words.json"), JSON.stringify(experiment));
  await runCommand(at("words.json"), { out: parent, backend: "cpu" });
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const hotter = ["$.family.config.temperature=2"];
const forkInto = async (name: string, options: Partial<ForkCommandOptions> = {}) =>
  forkCommand(parent, { at: 3, out: at(name), set: hotter, ...options });
const recordsIn = (name: string) => readFileSync(at(name, "records.jsonl"), "utf8").split("\n");

test("a fork of a run with a file has its path, and can be resumed from anywhere", async () => {
  expect(await forkInto("fork")).toBe(0);
  const [before, after] = [recordsIn("parent"), recordsIn("fork")];
  expect(after.slice(0, 4)).toEqual(before.slice(0, 4));
  expect(after[7]).not.toBe(before[7]);
  const { dataset } = JSON.parse(readFileSync(at("fork", "experiment.json"), "utf8"));
  expect(dataset).toMatchObject({ name: "text-words", config: { file: at("words.txt") } });
  // A law of the change from the first fit on is none of a run that changed later.
  const report = (name: string) => readFileSync(at(name, "report.html"), "utf8");
  expect(report("parent")).toContain("by theory");
  const [own] = report("fork").split(", difference<");
  expect(own).not.toContain("by theory");
});

test("what a fork that was killed has left is begun anew", async () => {
  mkdirSync(at("killed"));
  for (const name of ["parent.jsonl", "experiment.json", "records.jsonl"]) {
    writeFileSync(at("killed", name), "torn");
  }
  expect(await forkInto("killed")).toBe(0);
  expect(recordsIn("killed").slice(0, 4)).toEqual(recordsIn("parent").slice(0, 4));
});

test.each<[string, Partial<ForkCommandOptions>, string]>([
  ["no change", { set: [] }, "--change or --set"],
  ["a generation that is not there", { at: 8, set: ["$.generations=20"] }, "8 generations"],
  ["a setting that is not there", { set: ["$.family.config.heat=2"] }, "heat"],
  ["a path that leads nowhere", { set: ["$.families.config.heat=2"] }, "$.families"],
  ["a change without a file", { change: "/nowhere/change.json" }, "no such file"],
])("%s is one clear error, and leaves nothing behind", async (_name, options, message) => {
  await expect(forkInto("refused", options)).rejects.toThrow(message);
  expect(existsSync(at("refused", "manifest.json"))).toBe(false);
  expect(existsSync(at("refused", "parent.jsonl"))).toBe(false);
});

test("a folder that holds anything, or is a file, is nobody's to fork into", async () => {
  await expect(forkInto("parent")).rejects.toThrow("is not empty");
  await expect(forkInto("words.txt")).rejects.toThrow("is a file");
});

test("a decomposition of nothing says what could be decomposed", async () => {
  const none = decomposeCommand(at("none.json"), { out: at("none") });
  await expect(none).rejects.toThrow('no such file, and the designs of the lab are "two-modes"');
});

test("a file that has changed since is not taken for what the run learned from", async () => {
  writeFileSync(at("words.txt"), text.toUpperCase());
  try {
    await expect(forkInto("changed")).rejects.toThrow("has changed since the run began");
  } finally {
    writeFileSync(at("words.txt"), text);
  }
});

test("a fork that is stopped while its parent is run again is none", async () => {
  const experiment = JSON.parse(readFileSync(at("words.json"), "utf8"));
  writeFileSync(at("long.json"), JSON.stringify({ ...experiment, generations: 100 }));
  await runCommand(at("long.json"), { out: at("long"), backend: "cpu" });
  rmSync(at("long", "checkpoints"), { recursive: true, force: true });
  const before = process.listenerCount("SIGTERM");
  const watch = setInterval(() => {
    if (process.listenerCount("SIGTERM") === before) return;
    clearInterval(watch);
    process.emit("SIGTERM", "SIGTERM");
  });
  const options = { at: 90, out: at("stopped"), set: hotter };
  expect(await forkCommand(at("long"), options)).toBe(143);
  expect(process.listenerCount("SIGTERM")).toBe(before);
  expect(existsSync(at("stopped", "parent.jsonl"))).toBe(false);
  // It is begun anew like any other.
  expect(await forkCommand(at("long"), options)).toBe(0);
});
