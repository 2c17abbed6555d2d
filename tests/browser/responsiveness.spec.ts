import { readFile } from "node:fs/promises";
import { expect, test } from "./lab.ts";

/** What a task of the page's main thread may take while a run goes at full speed. */
const LONGEST_MS = 50;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds on the processor: what other programs take on a busy machine is not counted. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

test("the page never blocks while a run goes at full speed", async ({ lab, browser }, info) => {
  const path = info.outputPath("trace.json");
  await lab.open();
  await lab.run({ lineages: 4, generations: 100_000, samples: 20 });
  await lab.waitForGeneration(50);
  await browser.startTracing(lab.page, { path, categories: ["toplevel", "devtools.timeline"] });
  await lab.page.waitForTimeout(4000);
  await browser.stopTracing();
  await lab.button("Stop").click();

  const { traceEvents } = JSON.parse(await readFile(path, "utf8")) as {
    traceEvents: readonly TraceEvent[];
  };
  const mainThreads = traceEvents.filter(({ args }) => args?.name === "CrRendererMain");
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) =>
      name.endsWith("RunTask") &&
      mainThreads.some((thread) => thread.pid === pid && thread.tid === tid),
  );
  const longest = Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000));
  expect(tasks.length).toBeGreaterThan(100);
  expect(longest).toBeLessThan(LONGEST_MS);
});
