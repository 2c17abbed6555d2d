import { expect, test, vi } from "vitest";
import { version } from "../../../package.json";
import { LabHost } from "../../../src/hosts/browser/lab-host.ts";
import { MemoryDirectory } from "../../../src/hosts/browser/memory-directory.ts";
import { readOpened } from "../../../src/hosts/browser/read-file.ts";
import type { EngineEvent, ExportName } from "../../../src/hosts/browser/protocol.ts";
import { checkedExperiment } from "../../../src/experiments/resolve.ts";
import { smallExperiment } from "../../support/experiments.ts";

vi.mock("../../../src/hosts/browser/platform.ts", async () => {
  const { CpuBackend } = await import("../../../src/compute/cpu-backend.ts");
  return {
    GpuUnavailable: class extends Error {},
    hasLostDevice: () => Promise.resolve(false),
    openBackend: () => Promise.resolve(new CpuBackend()),
  };
});
vi.stubGlobal("navigator", {});

type EventOf<T extends EngineEvent["type"]> = Extract<EngineEvent, { readonly type: T }>;

async function host() {
  const events: EngineEvent[] = [];
  const lab = new LabHost(new MemoryDirectory(), false, (event) => events.push(event));
  const all = <T extends EngineEvent["type"]>(type: T) =>
    events.filter((event): event is EventOf<T> => event.type === type);
  const next = async <T extends EngineEvent["type"]>(type: T, ask: () => void) => {
    const before = all(type).length;
    ask();
    return await vi.waitUntil(() => all(type)[before], { timeout: 20_000, interval: 5 });
  };
  const ready = () => lab.obey({ type: "open", backend: "cpu", features: {} });
  await next("ready", ready);
  return { lab, all, next };
}

test("of a run the page takes home what the command line writes beside it", async () => {
  const { lab, all, next } = await host();
  const how = { files: [], paused: false, welcome: false };
  lab.obey({ type: "start", experiment: smallExperiment, ...how });
  await vi.waitUntil(() => all("state").some(({ state }) => state === "finished"));
  await vi.waitUntil(() => all("runs").at(-1)!.runs[0]?.done === 8);
  const [{ run, computedBy }] = all("runs").at(-1)!.runs;
  expect(computedBy).toBe(`CPU, Ouroboros ${version}`);
  const take = async (file: ExportName) => {
    const { name, bytes } = await next("exported", () => lab.obey({ type: "export", run, file }));
    expect(name).toBe(`${run}-${file}`);
    return new TextDecoder().decode(bytes);
  };

  const experiment = { ...checkedExperiment(smallExperiment) };
  expect(JSON.parse(await take("experiment.json"))).toEqual(experiment);
  const manifest = new TextEncoder().encode(await take("manifest.json"));
  expect(readOpened(manifest)).toEqual({ kind: "experiment", experiment });

  const records = (await take("records.jsonl")).trim().split("\n");
  // As long a table as there are metrics and generations, with the mean of every generation.
  const [head, ...rows] = (await take("summary.csv")).trim().split("\n");
  const names = head.split(",");
  const table = rows.map((row) => Object.fromEntries(row.split(",").map((x, i) => [names[i], x])));
  expect(table).toHaveLength(8 * smallExperiment.metrics.length);
  const { metrics } = JSON.parse(records[3]) as { metrics: { variance: number[] } };
  const mean = metrics.variance.reduce((sum, x) => sum + x, 0) / metrics.variance.length;
  const found = table.find((row) => row["metric"] === "variance" && row["generation"] === "3");
  expect(Number(found?.["mean"])).toBeCloseTo(mean, 5);

  const page = await take("report.html");
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toContain("<dt>Computed on</dt>");
  // A download has a name of its own, and finds the others where they lie beside it.
  expect(page).toContain(`href="${run}-summary.csv"`);
  expect(page).toContain(`href="${run}-records.jsonl"`);
});

test("before its first generation a run has nothing to report of", async () => {
  const { lab, all, next } = await host();
  const how = { files: [], paused: true, welcome: false };
  lab.obey({ type: "start", experiment: smallExperiment, ...how });
  const { description } = await vi.waitUntil(() => all("opened")[0]);
  const { run } = description;
  await vi.waitUntil(() => all("state").some(({ state }) => state === "paused"));
  const failed = await next("failed", () => lab.obey({ type: "export", run, file: "report.html" }));
  expect(failed.message).toMatch(/no generation|no run/);
});

test("the worker says what a file of the page's is", async () => {
  const { lab, next } = await host();
  const bytes = new TextEncoder().encode("{");
  const file = { name: "mine.json", bytes };
  const { name, found } = await next("read", () => lab.obey({ type: "read", files: [file] }));
  expect([name, found.kind]).toEqual(["mine.json", "mistake"]);
});
