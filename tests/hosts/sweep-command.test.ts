import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { DeviceError } from "../../src/errors.ts";
import { sweepCommand } from "../../src/hosts/node/sweep-command.ts";
import { smallSweep } from "../support/sweeps.ts";

const folder = mkdtempSync(join(tmpdir(), "ouroboros-sweep-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the backend does at its fourth read; nothing where it is null. */
let trouble: Error | null = null;

vi.mock(import("../../src/hosts/node/announced-backend.ts"), async (original) => ({
  ...(await original()),
  openAnnounced: () => {
    const backend = new CpuBackend();
    const read = backend.read.bind(backend);
    let reads = 0;
    backend.read = (...readables) =>
      ++reads === 4 && trouble !== null ? Promise.reject(trouble) : read(...readables);
    return Promise.resolve(backend);
  },
}));

async function run(name: string, sweep: object, more: { readonly resume?: boolean } = {}) {
  const file = join(folder, `${name}.json`);
  const out = join(folder, name);
  writeFileSync(file, JSON.stringify(sweep));
  const lines: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  try {
    const code = await sweepCommand(file, { out, backend: "cpu", ...more });
    return { code, says: lines.join(""), files: readdirSync(out).sort() };
  } finally {
    write.mockRestore();
  }
}

const FILES = [
  "batches",
  "figures",
  "journal.jsonl",
  "report.html",
  "results.csv",
  "results.parquet",
  "sweep.json",
];

test("a folder holds the manifest, tables, report and every record", async () => {
  const { code, says, files } = await run("whole", smallSweep);
  expect(code).toBe(0);
  expect(files).toEqual(FILES);
  expect(says).toContain("whole holds report.html, figures, results.csv and results.parquet");
  const out = join(folder, "whole");
  const quantities = smallSweep.experiment.metrics.map(({ name }) => `${name}.svg`);
  expect(readdirSync(join(out, "figures"))).toEqual(quantities.toSorted());
  const figure = readFileSync(join(out, "figures", quantities[0]), "utf8");
  expect(figure.match(/data-point=/g)?.length).toBeGreaterThanOrEqual(2);
  expect(figure).toContain("theory, the closed form");
  const manifest = JSON.parse(readFileSync(join(out, "sweep.json"), "utf8")) as object;
  expect(manifest).toMatchObject({
    format: 1,
    sweep: { name: "small-sweep", mode: "grid", invalid: "refuse", experiment: { version: 1 } },
    adapter: { backend: "cpu" },
  });
  expect(readFileSync(join(out, "results.csv"), "utf8").trim().split("\n")).toHaveLength(
    1 + 6 * 4 * 2,
  );
  expect(readFileSync(join(out, "report.html"), "utf8")).toContain(
    "<dt>Cells</dt><dd>6 of 6 finished",
  );

  // It is not overwritten; asked to go on, there is nothing left to do.
  await expect(run("whole", smallSweep)).rejects.toThrow("holds a sweep; add --resume to go on");
  const again = await run("whole", smallSweep, { resume: true });
  expect([again.code, again.files]).toEqual([0, FILES]);
});

test("a budget is no failure, and what is finished has its tables", async () => {
  const sweep = { ...smallSweep, budget: { cells: 4 } };
  const { code, says, files } = await run("budget", sweep);
  expect([code, files]).toEqual([0, FILES]);
  expect(says).toMatch(
    /the budget is spent: 4 of 6 cells are finished; go on with: .* --resume\n$/,
  );
  const rest = await run("budget", sweep, { resume: true });
  expect(rest.code).toBe(0);
  expect(rest.says).not.toContain("is spent");
});

test("a cell that fails is told, and makes exit 1", async () => {
  trouble = new Error("the loss is not finite");
  // The fourth read is in the first batch, whose cells then run one by one and do well.
  expect((await run("divided", smallSweep)).code).toBe(0);
  const one = { ...smallSweep, axes: [{ setting: "$.samples", values: [10, 11] }] };
  const { code, says } = await run("failed", one);
  trouble = null;
  expect(code).toBe(1);
  expect(says).toContain("failed: cell 0 (samples 10): the loss is not finite\n");
  expect(says).toContain("1 of 2 cells failed; to try them again, go on with: ");
  const report = readFileSync(join(folder, "failed", "report.html"), "utf8");
  expect(report).toContain("<li>cell 0 (samples 10): the loss is not finite</li>");
  expect((await run("failed", one, { resume: true })).code).toBe(0);
});

test("a device that is lost is a reason to resume, and exit 3", async () => {
  trouble = new DeviceError("the GPU device was lost");
  const { code, says } = await run("lost", smallSweep);
  trouble = null;
  expect(says).toMatch(/^stopped: the GPU device was lost; go on with: .* --resume\n$/);
  expect(code).toBe(3);
  expect((await run("lost", smallSweep, { resume: true })).code).toBe(0);
});

test("cells that are skipped are told and listed, and mistakes name the file", async () => {
  const axes = [{ setting: "$.samples", values: [0, 10] }];
  const { code, says } = await run("skipped", { ...smallSweep, axes, invalid: "skip" });
  expect(code).toBe(0);
  expect(says).toContain("skipped: cell 0 (samples 0): $.samples: expected a whole number");
  await expect(run("wrong", { ...smallSweep, axes })).rejects.toThrow(
    /wrong\.json: cell 0 \(samples 0\): \$\.samples: expected/,
  );
  await expect(run("none", { ...smallSweep, experiment: "no-such" })).rejects.toThrow(
    /none\.json: \$\.experiment: there is no preset "no-such"/,
  );
});
