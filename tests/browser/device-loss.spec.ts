import { readFile, readdir } from "node:fs/promises";
import { chromium } from "@playwright/test";
import { Lab, expect, test } from "./lab.ts";

/** Processes below `root`, by reading /proc. */
async function descendants(root: number): Promise<{ pid: number; command: string }[]> {
  const parents = new Map<number, number>();
  const commands = new Map<number, string>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => null);
    const command = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => null);
    if (stat === null || command === null) continue;
    // The program's name is in parentheses and may hold anything.
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    commands.set(Number(name), command);
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...commands].filter(([pid]) => isBelow(pid)).map(([pid, command]) => ({ pid, command }));
}

async function killGpuProcess(browser: number): Promise<void> {
  const all = await descendants(browser);
  const gpu = all.find(({ command }) => command.includes("--type=gpu-process"));
  expect(gpu, "a process that plays the graphics card").toBeDefined();
  process.kill(gpu!.pid, "SIGKILL");
}

test("a lost graphics card costs a run nothing once, and is explained twice", async ({
  launchOptions,
  baseURL,
}) => {
  test.skip(process.platform !== "linux", "finds the browser's processes in /proc");
  const server = await chromium.launchServer(launchOptions);
  const browser = await chromium.connect(server.wsEndpoint());
  try {
    const page = await browser.newPage(baseURL === undefined ? {} : { baseURL });
    const lab = new Lab(page);
    await lab.open();
    await lab.run({ lineages: 256, generations: 100_000, samples: 100 });
    await lab.waitForGeneration(30);
    await killGpuProcess(server.process().pid!);
    await expect(page.locator(".notice")).toContainText("The graphics card was lost");
    const before = await lab.done();
    await expect.poll(() => lab.done()).toBeGreaterThan(before);
    await lab.expectState("running");

    await killGpuProcess(server.process().pid!);
    await expect(page.locator("lab-no-gpu")).toContainText("lost twice");
    await lab.expectState("stopped");
    expect(lab.complaints.filter((complaint) => !/GPU|device|adapter/i.test(complaint))).toEqual(
      [],
    );
  } finally {
    await browser.close();
    await server.close();
  }
});
